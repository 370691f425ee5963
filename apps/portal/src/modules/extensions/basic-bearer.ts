import { createHash } from "node:crypto";
import { accessOf } from "./access.ts";
import { readBearer, type Bearer } from "./bearer.ts";
import { clientOfSecret } from "./client-store.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { issueToken } from "./issue-token.ts";
import type { KeySets } from "./key-set.ts";
import { outcomeOf } from "./refusal.ts";

const earlyMs = 30_000;
const mostHeld = 2_000;

/**
 * Sign-in of today's portals: tenant number and key at every request. Behind it stands the same token as for everybody, bought once and asked about in
 * every transaction, so a revocation counts at once. Only where the town has granted `anmeldung.einfach`: without it the key opens nothing here.
 */
export function createBasicBearers(deps: ExtensionsDeps & { readonly keySets: KeySets }) {
  const held = new Map<string, { readonly bearer: Bearer; readonly until: number }>();

  return async (given: { readonly tenantNumber: string; readonly key: string }): Promise<Bearer | undefined> => {
    const now = deps.clock.now().getTime();
    const name = createHash("sha256").update(`${given.tenantNumber}\u0000${given.key}`).digest("base64");
    const known = held.get(name);
    if (known && known.until > now && await stillGood(deps, known.bearer)) return known.bearer;
    held.delete(name);
    const town = deps.tenants.byNumber(given.tenantNumber);
    const id = /^kps_([A-Za-z0-9]{12})_/.exec(given.key)?.[1];
    const client = id === undefined ? undefined : await deps.db.asOperator("sign in an extension", (tx) => clientOfSecret(tx, id));
    // An unknown key takes as long as a wrong one: the secret is compared in any case.
    const issued = await issueToken(deps, { client: client ?? "nobody", proof: { kind: "secret", secret: given.key }, tenant: town?.slug, scope: undefined });
    const bearer = issued.ok && issued.scopes.includes("anmeldung.einfach") ? readBearer(issued.token) : undefined;
    if (!issued.ok || !bearer) return undefined;
    if (held.size >= mostHeld) held.clear();
    held.set(name, { bearer, until: now + issued.expiresIn * 1000 - earlyMs });
    return bearer;
  };
}

/** A permission that was given anew ends the token, and the next one is bought at once. */
async function stillGood(deps: ExtensionsDeps, bearer: Bearer): Promise<boolean> {
  const access = await outcomeOf(() => deps.db.inTenant(bearer.tenant, (tx) => accessOf(tx, bearer, deps.clock.now())));
  return access.ok && access.value.scopes.has("anmeldung.einfach");
}
