import { createHash, hkdfSync } from "node:crypto";
import type { CitizenSession } from "#modules/accounts";
import type { Clock } from "#platform/clock";
import { randomToken } from "#platform/crypto";
import { csrfToken } from "#platform/http";

/** Visitors as the accounts make them: id and secret come from the cookie, nothing is stored. */
export function visitorsOf(clock: Clock) {
  function visitor(cookie: string): CitizenSession | undefined {
    if (!/^[\w-]{43}$/.test(cookie)) return undefined;
    const hex = createHash("sha256").update(cookie).digest("hex");
    const owner = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    const end = new Date(clock.now().getTime() + 86_400_000);
    return {
      id: owner, loginId: undefined, account: undefined, owner, ownerSecret: Buffer.from(hkdfSync("sha256", cookie, "", "owner", 32)), level: 0, signedIn: false, requested: [], person: {},
      displayName: undefined, startedAt: clock.now(), expiresAt: end, idleUntil: end, csrf: csrfToken(cookie),
    };
  }
  return {
    visitor,
    newVisitor(): { readonly cookie: string; readonly session: CitizenSession } {
      const cookie = randomToken(32);
      const session = visitor(cookie);
      if (!session) throw new Error("a fresh cookie was not recognised");
      return { cookie, session };
    },
  };
}
