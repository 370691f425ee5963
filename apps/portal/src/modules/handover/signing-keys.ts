import { generateKeyPairSync, type JsonWebKey } from "node:crypto";
import { newKey, open, seal } from "#platform/crypto";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import type { HandoverDeps } from "./deps.ts";

export const signingContext = (id: string): string => `handover.signing_key/${id}`;

/** Where this room's keys lie that the installation's key wraps, for its replacement. */
export const wrappedHandoverKeys = [{ name: "handover.signing_key", table: sql`handover.signing_key`, id: sql`id`, key: sql`wrapped_key`, only: sql`true`, context: signingContext }];

/** A private key for ES256 as a JWK, with `kid`. */
export type SigningKey = JsonWebKey & { readonly kid: string };

const days = 86_400_000;
const renewAfter = 90 * days;
/** A new key is published for so long before it signs, and an old one so long after: programs keep what they read of the key set. */
const overlap = 2 * days;

/**
 * The keys of the ID tokens, the one that signs first. A fresh one is made every 90 days by whoever asks first; each is published before it signs
 * and after it has signed, so nobody meets a signature whose key they cannot find.
 */
export async function signingKeys(deps: Pick<HandoverDeps, "db" | "clock" | "keyring">): Promise<readonly SigningKey[]> {
  const now = deps.clock.now().getTime();
  return deps.db.asOperator("keys that sign ID tokens", async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(7300058)`);
    const read = () => tx.rows<{ id: string; created_at: Date; wrapped_key: Buffer; jwk: Buffer }>(sql`select id, created_at, wrapped_key, jwk from handover.signing_key order by created_at desc`);
    let rows = await read();
    const newest = rows[0];
    if (!newest || now - newest.created_at.getTime() > renewAfter) {
      const id = newId(now);
      const key = newKey();
      const jwk = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });
      await tx.run(sql`insert into handover.signing_key (id, created_at, wrapped_key, jwk) values (${id}, ${new Date(now)}, ${deps.keyring.wrap(key, signingContext(id))}, ${seal(key, JSON.stringify(jwk), signingContext(id))})`);
      // The one before the newest has signed nothing for 88 days.
      if (newest) await tx.run(sql`delete from handover.signing_key where created_at < ${newest.created_at}`);
      rows = await read();
    }
    const keys = rows.map((row) => ({ at: row.created_at.getTime(), jwk: { ...(JSON.parse(open(deps.keyring.unwrap(row.wrapped_key, signingContext(row.id)), row.jwk, signingContext(row.id)).toString("utf8")) as JsonWebKey), kid: row.id, alg: "ES256", use: "sig" } }));
    const signing = keys.find(({ at }) => now - at >= overlap) ?? keys.at(-1)!;
    return [signing, ...keys.filter((one) => one !== signing && (one.at > signing.at || now - signing.at < 2 * overlap))].map(({ jwk }) => jwk);
  });
}
