import { createPrivateKey, type JsonWebKey, X509Certificate } from "node:crypto";
import { sql, type Tx } from "#platform/database";
import { keysOf, openPrivateJwk, type KeyRow } from "../destination-store.ts";
import type { InboundDeps } from "../inbound-deps.ts";

/** A key for which authors encrypt what they send to a mailbox, with its certificate. The private part is sealed with the town's key (`gateway.key`). */
export interface ReadingKey { readonly kid: string; readonly certificate: X509Certificate; readonly privateKey: string }

/** PEM of the certificate that belongs to a key; every key of a mailbox has one. */
export function certificateOfKey({ public_jwk: { x5c } }: Pick<KeyRow, "public_jwk">): X509Certificate {
  return new X509Certificate(Buffer.from(x5c?.[0] ?? "", "base64"));
}

/** Every key that may open what comes for a mailbox: new, current and old side by side. Empty where the town keeps its keys. */
export async function readingKeys(deps: Pick<InboundDeps, "db" | "tenants">, given: { readonly tenant: string; readonly mailbox: string }): Promise<readonly ReadingKey[]> {
  const tenantKey = await deps.tenants.tenantKey(given.tenant);
  const rows = await deps.db.inTenant(given.tenant, (tx) => keysOf(tx, given.mailbox));
  return rows.filter(({ use, state, private_jwk }) => use === "encryption" && state !== "retired" && private_jwk !== null).map((row) => ({
    kid: row.kid, certificate: certificateOfKey(row),
    privateKey: createPrivateKey({ key: openPrivateJwk(tenantKey, row) as JsonWebKey, format: "jwk" }).export({ type: "pkcs8", format: "pem" }).toString(),
  }));
}

/** Of all mailboxes of a town, as its page shows them; never a private part. */
export const readingKeyRows = (tx: Tx, tenant: string): Promise<(Pick<KeyRow, "kid" | "state" | "state_since" | "certificate_until" | "public_jwk"> & { readonly destination_id: string; readonly here: boolean })[]> =>
  tx.rows(sql`select k.destination_id, k.kid, k.state, k.state_since, k.certificate_until, k.public_jwk, k.private_jwk is not null as here from gateway.key k
    join gateway.destination d on d.id = k.destination_id where k.tenant_id = ${tenant} and d.channel = 'xta' and d.ended_at is null order by k.created_at, k.kid`);
