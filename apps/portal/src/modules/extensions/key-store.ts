import { createHash } from "node:crypto";
import { sql, type Tx } from "#platform/database";
import type { PublicJwk } from "./public-key.ts";

/** A public key that was given to us, for a program's own list. */
export interface ClientKey { readonly id: string; readonly jwk: PublicJwk; readonly createdAt: Date; readonly expiresAt: Date | undefined; readonly revokedAt: Date | undefined }

interface KeyRow { readonly id: string; readonly jwk: PublicJwk; readonly created_at: Date; readonly expires_at: Date | null; readonly revoked_at: Date | null }

export async function keysOf(tx: Tx, client: string): Promise<ClientKey[]> {
  return (await tx.rows<KeyRow>(sql`select id, jwk, created_at, expires_at, revoked_at from extensions.client_key where client_id = ${client} order by created_at, id`))
    .map((row) => ({ id: row.id, jwk: row.jwk, createdAt: row.created_at, expiresAt: row.expires_at ?? undefined, revokedAt: row.revoked_at ?? undefined }));
}

/** False where this key is known already, also when it was ended: an ended key does not come back. */
export async function insertKey(tx: Tx, key: { readonly id: string; readonly client: string; readonly jwk: PublicJwk; readonly at: Date; readonly expiresAt?: Date }): Promise<boolean> {
  return (await tx.run(sql`insert into extensions.client_key (client_id, id, jwk, created_at, expires_at)
    values (${key.client}, ${key.id}, ${JSON.stringify(key.jwk)}, ${key.at}, ${key.expiresAt ?? null}) on conflict do nothing`)) === 1;
}

/** The key and every token that was bought with it end together. */
export async function revokeKeyRow(tx: Tx, given: { readonly client: string; readonly key: string; readonly at: Date }): Promise<boolean> {
  const changed = await tx.run(sql`update extensions.client_key set revoked_at = ${given.at} where client_id = ${given.client} and id = ${given.key} and revoked_at is null`);
  if (changed === 1) await tx.run(sql`delete from extensions.token t using extensions.permission p where p.id = t.permission_id and p.client_id = ${given.client} and t.secret_id = ${given.key}`);
  return changed === 1;
}

/** True for the first to show this assertion. */
export async function useAssertion(tx: Tx, given: { readonly client: string; readonly jti: string; readonly expiresAt: Date }): Promise<boolean> {
  const hash = createHash("sha256").update(given.jti).digest();
  return (await tx.run(sql`insert into extensions.used_assertion (client_id, jti_hash, expires_at) values (${given.client}, ${hash}, ${given.expiresAt}) on conflict do nothing`)) === 1;
}
