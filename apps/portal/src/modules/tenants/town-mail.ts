import { isMailAddress } from "#platform/mail";
import type { Tenant } from "./tenant.ts";

/** Where a town is told by mail what concerns its own keys and accesses. Undefined: it names no address, or none that mail can go to. */
export function townMail({ profile }: Pick<Tenant, "profile">): string | undefined {
  const address = profile.contact?.email;
  return address !== undefined && isMailAddress(address) ? address : undefined;
}
