import type { Actor } from "#modules/audit";
import { lockClient } from "./client-store.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { insertKey, keysOf, revokeKeyRow } from "./key-store.ts";
import { readPublicKey } from "./public-key.ts";

const mostLiveKeys = 3;

export type AddedKey = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly why: "key-private" | "key-not-usable" | "key-known" | "too-many-keys" };

/** A further public key (a JWK). At most three are in force, so that rotation means replacing; one that was ended does not come back. */
export async function addKey(deps: Pick<ExtensionsDeps, "db" | "clock" | "audit">, given: { readonly client: string; readonly jwk: unknown; readonly actor: Actor; readonly expiresAt?: Date }): Promise<AddedKey> {
  const read = await readPublicKey(given.jwk);
  if (!read.ok) return read;
  const { key } = read;
  const now = deps.clock.now();
  return deps.db.asOperator("add a public key of an extension", async (tx): Promise<AddedKey> => {
    // Two at once would each see room for one more.
    await lockClient(tx, given.client);
    const live = (await keysOf(tx, given.client)).filter(({ revokedAt, expiresAt }) => revokedAt === undefined && (expiresAt === undefined || expiresAt > now));
    if (live.length >= mostLiveKeys) return { ok: false, why: "too-many-keys" };
    if (!(await insertKey(tx, { id: key.id, client: given.client, jwk: key.jwk, at: now, ...(given.expiresAt ? { expiresAt: given.expiresAt } : {}) }))) return { ok: false, why: "key-known" };
    await deps.audit.record(tx, { actor: given.actor, action: "extension.add-key", subject: { kind: "extension", id: given.client } });
    return { ok: true, id: key.id };
  });
}

/** Ends a key with all tokens that were bought with it. */
export function revokeKey(deps: Pick<ExtensionsDeps, "db" | "clock" | "audit">, given: { readonly client: string; readonly key: string; readonly actor: Actor }): Promise<boolean> {
  return deps.db.asOperator("revoke a public key of an extension", async (tx) => {
    const revoked = await revokeKeyRow(tx, { client: given.client, key: given.key, at: deps.clock.now() });
    if (revoked) await deps.audit.record(tx, { actor: given.actor, action: "extension.revoke-key", subject: { kind: "extension", id: given.client } });
    return revoked;
  });
}
