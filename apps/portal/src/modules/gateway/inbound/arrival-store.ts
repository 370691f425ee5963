import { open, seal } from "#platform/crypto";
import { sql, type Tx } from "#platform/database";
import type { Problem } from "@kommunalportal/fit-connect";
import { z } from "zod";

export type ArrivalState = "listed" | "taken-in" | "accepted" | "refusing" | "rejected" | "unopened";
/** Why something is passed on unopened. `order`: the town has not ordered it. `key`: encrypted for a key that is not here. `format`: encrypted in a way that is not read here. */
export type UnopenedWhy = "order" | "key" | "format";

export interface ArrivalRow {
  readonly submission_id: string; readonly tenant_id: string; readonly destination_id: string; readonly case_id: string; /** `repeat`: the same encrypted bytes as another one. */ readonly kind: "unknown" | "application" | "answer" | "repeat"; readonly state: ArrivalState;
  readonly application_id: string | null; readonly jti: string; readonly problems: readonly Problem[] | null; readonly sealed: Buffer | null; readonly attempts: number; readonly next_at: Date | null; readonly fault: string | null;
  readonly listed_at: Date; readonly arrived_at: Date | null; readonly answered_at: Date | null;
  /** By XTA: the message. Null: by FIT-Connect, whose submission is the id. */
  readonly parcel: string | null;
  readonly unopened_why: UnopenedWhy | null;
}
const columns = sql`submission_id, tenant_id, destination_id, case_id, kind, state, application_id, jti, problems, sealed, attempts, next_at, fault, listed_at, arrived_at, answered_at, parcel, unopened_why`;

/** What a way back needs to know; sealed. */
export const wayBack = z.object({
  replyChannel: z.record(z.string(), z.unknown()).optional(),
  /** Number that the other service gave. */
  senderReference: z.string().max(1000).optional(),
  /** The person agreed to a decision by this way (`zustimmungZumDigitalenBescheid`). */
  consent: z.boolean().optional(),
  /** When the message arrived that said so last, where that was not the application itself. ISO 8601. */
  consentAt: z.string().optional(),
  service: z.string().max(255),
});
export type WayBack = z.infer<typeof wayBack>;
const context = (submission: string): string => `gateway.arrival.sealed:${submission}`;
export const sealWayBack = (tenantKey: Buffer, submission: string, way: WayBack): Buffer => seal(tenantKey, JSON.stringify(way), context(submission));
/** @throws SealBroken */
export const openWayBack = (tenantKey: Buffer, row: Pick<ArrivalRow, "submission_id" | "sealed">): WayBack | undefined => (row.sealed ? wayBack.parse(JSON.parse(open(tenantKey, row.sealed, context(row.submission_id)).toString("utf8"))) : undefined);

/** What the other side said later about how the person wants to hear. */
export async function rewriteWayBack(tx: Tx, tenantKey: Buffer, submission: string, change: (way: WayBack) => WayBack): Promise<void> {
  const row = await arrivalRow(tx, submission, true);
  const way = row && openWayBack(tenantKey, row);
  if (way) await tx.run(sql`update gateway.arrival set sealed = ${sealWayBack(tenantKey, submission, change(way))} where submission_id = ${submission}`);
}

/** False: it was known. */
export async function listArrival(tx: Tx, row: { readonly submission: string; readonly caseId: string; readonly destination: string; readonly tenant: string; readonly jti: string; readonly at: Date; readonly parcel?: string }): Promise<boolean> {
  return (await tx.run(sql`insert into gateway.arrival (submission_id, tenant_id, destination_id, case_id, state, jti, listed_at, next_at, parcel)
    values (${row.submission}, ${row.tenant}, ${row.destination}, ${row.caseId}, 'listed', ${row.jti}, ${row.at}, ${row.at}, ${row.parcel ?? null}) on conflict (submission_id) do nothing`)) === 1;
}

export function arrivalRow(tx: Tx, submission: string, lock = false): Promise<ArrivalRow | undefined> {
  return tx.maybe<ArrivalRow>(sql`select ${columns} from gateway.arrival where submission_id = ${submission}${lock ? sql` for update` : sql``}`);
}

/** The application that the first submission of a case became. */
export function applicationOfCase(tx: Tx, tenant: string, caseId: string): Promise<ArrivalRow | undefined> {
  return tx.maybe<ArrivalRow>(sql`select ${columns} from gateway.arrival where tenant_id = ${tenant} and case_id = ${caseId} and kind = 'application' and application_id is not null`);
}

export function arrivalOfApplication(tx: Tx, application: string): Promise<ArrivalRow | undefined> {
  return tx.maybe<ArrivalRow>(sql`select ${columns} from gateway.arrival where application_id = ${application} and kind = 'application'`);
}

/** In which schema the data of a message said they were written, and whether data of that one are checked here. */
export interface NamedSchema { readonly uri: string; readonly known: boolean }
const longestUri = 1_000;
export const namedSchema = (schemas: { readonly of: (uri: string) => unknown }, uri: string | undefined): NamedSchema | undefined => (uri === undefined || uri === "" || uri.length > longestUri ? undefined : { uri, known: schemas.of(uri) !== undefined });

export async function updateArrival(tx: Tx, submission: string, change: { readonly state: ArrivalState; readonly kind?: ArrivalRow["kind"]; readonly application?: string; readonly problems?: readonly Problem[]; readonly sealed?: Buffer; readonly arrivedAt?: Date; readonly answeredAt?: Date; readonly nextAt: Date | null; readonly schema?: NamedSchema | undefined; readonly unopenedWhy?: UnopenedWhy }): Promise<void> {
  await tx.run(sql`update gateway.arrival set schema_uri = coalesce(${change.schema?.uri ?? null}, schema_uri), schema_known = coalesce(${change.schema?.known ?? null}, schema_known), state = ${change.state}, kind = coalesce(${change.kind ?? null}, kind), application_id = coalesce(${change.application ?? null}::uuid, application_id),
    problems = coalesce(${change.problems === undefined ? null : JSON.stringify(change.problems)}::jsonb, problems), sealed = coalesce(${change.sealed ?? null}::bytea, sealed), arrived_at = coalesce(${change.arrivedAt ?? null}, arrived_at),
    answered_at = coalesce(${change.answeredAt ?? null}, answered_at), next_at = ${change.nextAt}, attempts = 0, fault = null, unopened_why = ${change.unopenedWhy ?? null} where submission_id = ${submission}`);
}

/**
 * Whether the same encrypted bytes were taken in before at this destination, by another arrival; notes them for this one. Two at the same moment come one after the other (lock until the end of the transaction).
 */
export async function isRepeat(tx: Tx, arrival: Pick<ArrivalRow, "submission_id" | "destination_id">, digest: Buffer): Promise<boolean> {
  await tx.run(sql`select pg_advisory_xact_lock(7300177, hashtext(${digest.toString("hex")}))`);
  await tx.run(sql`update gateway.arrival set sealed_digest = ${digest} where submission_id = ${arrival.submission_id}`);
  return (await tx.maybe(sql`select 1 as n from gateway.arrival where destination_id = ${arrival.destination_id} and sealed_digest = ${digest} and submission_id <> ${arrival.submission_id} and state in ('taken-in', 'accepted') limit 1`)) !== undefined;
}

/** What waits unopened for one of these reasons is tried again now: a key has come, or more is read than before. */
export async function reopenWaiting(tx: Tx, destination: string, why: readonly UnopenedWhy[], now: Date): Promise<number> {
  return tx.run(sql`update gateway.arrival set state = 'listed', next_at = ${now}, unopened_why = null where destination_id = ${destination} and state = 'unopened' and unopened_why = any(${[...why]}::text[])`);
}

/** A try that failed for no fault of the sender's: later again, more seldom each time, for ever; an hour at most. */
export async function postponeArrival(tx: Tx, submission: string, given: { readonly fault: string; readonly now: Date }): Promise<number> {
  const row = await tx.maybe<{ attempts: number }>(sql`update gateway.arrival set attempts = attempts + 1, fault = ${given.fault.slice(0, 200)},
    next_at = ${given.now}::timestamptz + least(interval '1 hour', interval '15 seconds' * power(2, least(attempts, 10))) where submission_id = ${submission} and next_at is not null returning attempts`);
  return row?.attempts ?? 0;
}

export interface ArrivalSummary { readonly submission: string; readonly by: "fit-connect" | "xta"; readonly state: ArrivalState; readonly kind: ArrivalRow["kind"]; readonly application: string | undefined; readonly destination: string; readonly fault: string | undefined; readonly attempts: number; readonly listedAt: Date; readonly arrivedAt: Date | undefined; readonly answeredAt: Date | undefined; readonly problems: readonly Problem[]; readonly unopenedWhy: UnopenedWhy | undefined }

export async function recentArrivals(tx: Tx, tenant: string, limit: number): Promise<ArrivalSummary[]> {
  return (await tx.rows<ArrivalRow>(sql`select ${columns} from gateway.arrival where tenant_id = ${tenant} order by listed_at desc, submission_id limit ${limit}`)).map((row) => ({
    submission: row.submission_id, by: row.parcel === null ? "fit-connect" : "xta", state: row.state, kind: row.kind, application: row.application_id ?? undefined, destination: row.destination_id, fault: row.fault ?? undefined, attempts: row.attempts,
    listedAt: row.listed_at, arrivedAt: row.arrived_at ?? undefined, answeredAt: row.answered_at ?? undefined, problems: row.problems ?? [], unopenedWhy: row.unopened_why ?? undefined,
  }));
}

export async function noteArrivingFile(tx: Tx, file: { readonly storeKey: string; readonly tenant: string; readonly submission: string; readonly at: Date }): Promise<void> {
  await tx.run(sql`insert into gateway.arriving_file (store_key, tenant_id, submission_id, created_at) values (${file.storeKey}, ${file.tenant}, ${file.submission}, ${file.at})`);
}

export async function forgetArrivingFiles(tx: Tx, storeKeys: readonly string[]): Promise<void> {
  await tx.run(sql`delete from gateway.arriving_file where store_key = any(${storeKeys}::text[])`);
}
