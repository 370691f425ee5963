import { open, seal } from "#platform/crypto";
import { sql, type Tx } from "#platform/database";
import type { JsonWebKey } from "node:crypto";
import { type DecryptionKey, decryptionKey, type SigningKey, signingKey } from "@kommunalportal/fit-connect";

export interface DestinationRow { readonly id: string; readonly tenant_id: string; readonly name: string; readonly services: readonly string[]; readonly callback_id: string; readonly callback_secret: Buffer; readonly created_at: Date; readonly ended_at: Date | null }
const columns = sql`id, tenant_id, name, services, callback_id, callback_secret, created_at, ended_at`;

export const secretContext = (callback: string): string => `gateway.destination.callback_secret:${callback}`;

export async function insertDestination(tx: Tx, given: { readonly id: string; readonly tenant: string; readonly name: string; readonly services: readonly string[]; readonly callbackId: string; readonly sealedSecret: Buffer; readonly at: Date }): Promise<void> {
  await tx.run(sql`insert into gateway.destination (id, tenant_id, name, services, callback_id, callback_secret, created_at) values (${given.id}, ${given.tenant}, ${given.name}, ${[...given.services]}::text[], ${given.callbackId}, ${given.sealedSecret}, ${given.at})`);
}

export const destinationsOf = (tx: Tx, tenant: string): Promise<DestinationRow[]> => tx.rows<DestinationRow>(sql`select ${columns} from gateway.destination where tenant_id = ${tenant} and channel = 'fit-connect' and ended_at is null order by created_at, id`);
/** Of all towns; needs an operator's transaction. */
export const allDestinations = (tx: Tx): Promise<DestinationRow[]> => tx.rows<DestinationRow>(sql`select ${columns} from gateway.destination where channel = 'fit-connect' and ended_at is null order by id`);
export const destinationRow = (tx: Tx, id: string): Promise<DestinationRow | undefined> => tx.maybe<DestinationRow>(sql`select ${columns} from gateway.destination where id = ${id}`);
export const destinationByCallback = (tx: Tx, callback: string): Promise<DestinationRow | undefined> => tx.maybe<DestinationRow>(sql`select ${columns} from gateway.destination where callback_id = ${callback}`);
export async function setServices(tx: Tx, destination: string, services: readonly string[]): Promise<void> {
  await tx.run(sql`update gateway.destination set services = ${[...services]}::text[] where id = ${destination}`);
}

/**
 * The public part of a key, with its certificates. One of a destination at FIT-Connect is a `PublicJwk` by that system's rules; one of a mailbox at XTA
 * need not be: there 3,000 bits are enough, and its certificate is what counts.
 */
export type StoredJwk = JsonWebKey & { readonly kid: string; readonly x5c?: readonly string[] | undefined };

export type KeyState = "next" | "current" | "previous" | "retired";
export interface KeyRow {
  readonly destination_id: string; readonly tenant_id: string; readonly kid: string; readonly use: "encryption" | "signature"; readonly state: KeyState; readonly public_jwk: StoredJwk; readonly private_jwk: Buffer | null;
  readonly certificate_until: Date | null; readonly created_at: Date; readonly state_since: Date; readonly warned_days: number | null;
}
const keyColumns = sql`destination_id, tenant_id, kid, use, state, public_jwk, private_jwk, certificate_until, created_at, state_since, warned_days`;
const keyContext = (destination: string, kid: string): string => `gateway.key.private_jwk:${destination}:${kid}`;

export const sealPrivateJwk = (tenantKey: Buffer, destination: string, jwk: { readonly kid: string }): Buffer => seal(tenantKey, JSON.stringify(jwk), keyContext(destination, jwk.kid));
/** @throws SealBroken */
export const openPrivateJwk = (tenantKey: Buffer, row: Pick<KeyRow, "destination_id" | "kid" | "private_jwk">): unknown => (row.private_jwk ? JSON.parse(open(tenantKey, row.private_jwk, keyContext(row.destination_id, row.kid)).toString("utf8")) : undefined);

export async function insertKey(tx: Tx, given: { readonly destination: string; readonly tenant: string; readonly use: KeyRow["use"]; readonly state: KeyState; readonly publicJwk: StoredJwk; readonly sealed: Buffer | null; readonly certificateUntil: Date | null; readonly at: Date }): Promise<void> {
  await tx.run(sql`insert into gateway.key (destination_id, tenant_id, kid, use, state, public_jwk, private_jwk, certificate_until, created_at, state_since)
    values (${given.destination}, ${given.tenant}, ${given.publicJwk.kid}, ${given.use}, ${given.state}, ${JSON.stringify(given.publicJwk)}, ${given.sealed}, ${given.certificateUntil}, ${given.at}, ${given.at})`);
}
export const keysOf = (tx: Tx, destination: string): Promise<KeyRow[]> => tx.rows<KeyRow>(sql`select ${keyColumns} from gateway.key where destination_id = ${destination} order by created_at, kid`);
export async function setKeyState(tx: Tx, destination: string, kid: string, state: KeyState, at: Date): Promise<void> {
  await tx.run(sql`update gateway.key set state = ${state}, state_since = ${at} where destination_id = ${destination} and kid = ${kid}`);
}

/** What opens and what signs: all encryption keys that are not retired, the current signature key. Empty where the town keeps its key. */
export async function privateKeys(tenantKey: Buffer, rows: readonly KeyRow[]): Promise<{ readonly decryption: readonly DecryptionKey[]; readonly signing: SigningKey | undefined }> {
  const usable = rows.filter(({ private_jwk }) => private_jwk !== null);
  const decryption = await Promise.all(usable.filter(({ use, state }) => use === "encryption" && state !== "retired").map((row) => decryptionKey(openPrivateJwk(tenantKey, row))));
  const signer = usable.find(({ use, state }) => use === "signature" && state === "current");
  return { decryption, signing: signer && signingKey(openPrivateJwk(tenantKey, signer)) };
}

export interface Mandate { readonly id: string; readonly contract: string; readonly validFrom: string; readonly givenAt: Date; readonly givenBy: string; readonly endedAt: Date | undefined }
interface MandateRow { readonly id: string; readonly contract: string; readonly valid_from: string; readonly given_at: Date; readonly given_by: string; readonly ended_at: Date | null }
const mandateOf = (row: MandateRow): Mandate => ({ id: row.id, contract: row.contract, validFrom: row.valid_from, givenAt: row.given_at, givenBy: row.given_by, endedAt: row.ended_at ?? undefined });

/** In force on the day; undefined: nothing may be opened. */
export async function mandateOn(tx: Tx, tenant: string, today: string): Promise<Mandate | undefined> {
  const row = await tx.maybe<MandateRow>(sql`select id, contract, valid_from::text, given_at, given_by, ended_at from gateway.mandate where tenant_id = ${tenant} and ended_at is null and valid_from <= ${today}::date`);
  return row && mandateOf(row);
}
export async function mandatesOf(tx: Tx, tenant: string): Promise<Mandate[]> {
  return (await tx.rows<MandateRow>(sql`select id, contract, valid_from::text, given_at, given_by, ended_at from gateway.mandate where tenant_id = ${tenant} order by given_at desc`)).map(mandateOf);
}
