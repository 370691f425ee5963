import type { Accounts, CitizenSession } from "#modules/accounts";
import { cookieOf } from "#platform/http";
import type { Visit } from "./visit.ts";

/**
 * Who this browser was before the sign-in, by the visitor's cookie that it still holds: what was sent then, or from a frame of another site's page, is
 * theirs as well. Undefined for whoever is not signed in, in a frame, and where there is no such cookie.
 */
export function visitorBeside(accounts: Pick<Accounts, "visitor">, { embedded, request, session }: Pick<Visit, "embedded" | "request" | "session">): CitizenSession | undefined {
  const cookie = embedded || session?.signedIn !== true ? undefined : cookieOf(request, "besuch");
  return cookie === undefined ? undefined : accounts.visitor(cookie);
}
