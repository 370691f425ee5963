import { createPrivateKey, type JsonWebKey } from "node:crypto";
import { z } from "zod";
import { decryptionKey, generateFitConnectKeyPair, type DecryptionKey, type EncryptionJwk } from "@kommunalportal/fit-connect";
import { open, seal } from "#platform/crypto";
import { sql } from "#platform/database";
import type { HubDeps } from "./deps.ts";

/** How long new submissions name the same key. Old keys stay as long as something that was sent with them may be answered. */
export const rotateAfterDays = 30;
/** Ten years: an office may answer as long as a case is open. */
const certificateDays = 3_650;
const context = (id: string): string => `hub.reply_key.private:${id}`;
type Place = { readonly tenant: string; readonly id: string };
type KeyDeps = Pick<HubDeps, "db" | "clock" | "tenants">;

/** The key that a Fachverfahren encrypts its replies for. FIT-Connect allows one per case; making one takes a second of a processor, so a destination has one a month (decision 0020). */
export interface ReplyKey { readonly kid: string; readonly publicJwk: EncryptionJwk }

/** @param certified where the way to the office wants a certificate around the key (XTA): signed by itself, it says nothing about who we are */
export async function currentReplyKey(deps: KeyDeps, destination: Place, certified?: { readonly commonName: string }): Promise<ReplyKey> {
  const now = deps.clock.now();
  const newest = await deps.db.inTenant(destination.tenant, (tx) => tx.maybe<{ id: string; public: EncryptionJwk }>(sql`select id, public from hub.reply_key
    where destination_id = ${destination.id} and made_at > ${new Date(now.getTime() - rotateAfterDays * 86_400_000)} order by made_at desc, id limit 1`));
  if (newest) return { kid: newest.id, publicJwk: newest.public };
  const key = await deps.tenants.tenantKey(destination.tenant);
  const { publicJwk: { use: _use, ...publicJwk }, privateJwk } = await generateFitConnectKeyPair("encryption", certified && { certificate: { commonName: certified.commonName, from: new Date(now.getTime() - 86_400_000), days: certificateDays } });
  const { kid } = publicJwk;
  await deps.db.inTenant(destination.tenant, (tx) => tx.run(sql`insert into hub.reply_key (id, tenant_id, destination_id, public, private, made_at)
    values (${kid}, ${destination.tenant}, ${destination.id}, ${JSON.stringify(publicJwk)}, ${seal(key, JSON.stringify(privateJwk), context(kid))}, ${now})`));
  return { kid, publicJwk };
}

/** Every key that a reply to this destination may be encrypted for. */
export async function replyKeys(deps: KeyDeps, destination: Place): Promise<DecryptionKey[]> {
  return Promise.all((await privateJwks(deps, destination)).map((jwk) => decryptionKey(jwk)));
}

/** The same as PEM (PKCS #8). */
export async function replyKeyPems(deps: KeyDeps, destination: Place): Promise<string[]> {
  return (await privateJwks(deps, destination)).map((key) => createPrivateKey({ key, format: "jwk" }).export({ type: "pkcs8", format: "pem" }).toString());
}

async function privateJwks(deps: KeyDeps, destination: Place): Promise<JsonWebKey[]> {
  const key = await deps.tenants.tenantKey(destination.tenant);
  const rows = await deps.db.inTenant(destination.tenant, (tx) => tx.rows<{ id: string; private: Buffer }>(sql`select id, private from hub.reply_key where destination_id = ${destination.id} order by made_at desc`));
  return rows.map((row) => z.record(z.string(), z.unknown()).parse(JSON.parse(open(key, row.private, context(row.id)).toString("utf8"))));
}
