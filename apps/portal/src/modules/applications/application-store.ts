import { sql, type Reading, type Sql, type Tx } from "#platform/database";
import { keyedHash } from "./keys.ts";
import type { Channel, Language, Level } from "./applicant.ts";
import type { ApplicationHead, PartHead, PaymentWay } from "./application.ts";
import type { Status } from "./status.ts";

export interface HeadRow {
  readonly id: string; readonly tenant_id: string; readonly account_id: string | null; readonly service: string; readonly leika_key: string | null; readonly form_version: string;
  readonly status: Status; readonly status_since: Date; readonly channel: Channel; readonly language: Language; readonly trust_level: Level; readonly reference: string | null;
  readonly has_code: boolean; readonly fee_cents: number | null; readonly fee_way: PaymentWay | null; readonly paid_at: Date | null;
  readonly created_at: Date; readonly submitted_at: Date | null; readonly received_on: string | null; readonly closed_at: Date | null; readonly keep_until: string | null; readonly events: number; readonly here_since: Date | null; readonly towns: number;
}

export interface SealedRow extends HeadRow {
  readonly tenant_wrapped_key: Buffer; readonly account_wrapped_key: Buffer | null; readonly lookup_wrapped_key: Buffer | null; readonly lookup_hash: Buffer | null;
  readonly content: Buffer; readonly applicant_name: Buffer | null; readonly hidden: Buffer | null; readonly hidden_key: Buffer | null;
}

export const headColumns: Sql = sql`a.id, a.tenant_id, a.account_id, a.service, a.leika_key, a.form_version, a.status, a.status_since, a.channel, a.language, a.trust_level, a.reference,
  a.lookup_hash is not null as has_code, a.fee_cents, a.fee_way, a.paid_at, a.created_at, a.submitted_at, a.received_on, a.closed_at, a.keep_until, a.events, a.here_since, a.towns`;

export function headOf(row: HeadRow): ApplicationHead {
  return {
    id: row.id, tenant: row.tenant_id, account: row.account_id ?? undefined, service: row.service, leikaKey: row.leika_key ?? undefined, formVersion: row.form_version,
    status: row.status, statusSince: row.status_since, channel: row.channel, language: row.language, trustLevel: row.trust_level, reference: row.reference ?? undefined,
    hasLookupCode: row.has_code, fee: row.fee_cents === null || row.fee_way === null ? undefined : { cents: row.fee_cents, way: row.fee_way, paidAt: row.paid_at ?? undefined },
    createdAt: row.created_at, submittedAt: row.submitted_at ?? undefined, receivedOn: row.received_on ?? undefined, closedAt: row.closed_at ?? undefined, keepUntil: row.keep_until ?? undefined, events: row.events, hereSince: row.here_since ?? undefined, towns: row.towns,
  };
}

export async function view(tx: Tx, id: string): Promise<ApplicationHead | undefined> {
  const row = await tx.maybe<HeadRow>(sql`select ${headColumns} from applications.application a where a.id = ${id}`);
  return row && headOf(row);
}

/** Heads of several applications at once, in no order; what the transaction does not see is missing. */
export async function heads(tx: Tx, ids: readonly string[]): Promise<ApplicationHead[]> {
  return (await tx.rows<HeadRow>(sql`select ${headColumns} from applications.application a where a.id = any(${ids}::uuid[])`)).map(headOf);
}

/** By its Vorgangsnummer in the one spelling (`parseReference`); for a town or an operator. */
export async function byReference(tx: Tx, reference: string): Promise<ApplicationHead | undefined> {
  const row = await tx.maybe<HeadRow>(sql`select ${headColumns} from applications.application a join applications.reference r on r.application_id = a.id where r.reference = ${reference}`);
  return row && headOf(row);
}

/** An account's applications in all towns, newest first; `before` is the last one of the page before. */
export async function ofAccount(tx: Tx, account: string, page: { readonly limit: number; readonly before?: { readonly createdAt: Date; readonly id: string } }): Promise<ApplicationHead[]> {
  const from = page.before ? sql` and (a.created_at, a.id) < (${page.before.createdAt}, ${page.before.id}::uuid)` : sql``;
  return (await tx.rows<HeadRow>(sql`select ${headColumns} from applications.application a where a.account_id = ${account}${from} order by a.created_at desc, a.id desc limit ${page.limit}`)).map(headOf);
}

/** Which of an account's applications a draft has become; a draft that is none yet is missing. The draft is gone then, only its keyed hash is left. */
export async function ofDrafts(tx: Tx, pepper: Buffer, given: { readonly account: string; readonly drafts: readonly string[] }): Promise<ReadonlyMap<string, ApplicationHead>> {
  if (given.drafts.length === 0) return new Map();
  const drafts = new Map(given.drafts.map((draft) => [keyedHash(pepper, "draft", given.account, draft).toString("hex"), draft]));
  const rows = await tx.rows<HeadRow & { readonly key: string }>(sql`select ${headColumns}, encode(a.draft_key, 'hex') as key from applications.application a
    where a.account_id = ${given.account} and a.draft_key = any(${[...drafts.keys()].map((key) => Buffer.from(key, "hex"))}::bytea[])`);
  return new Map(rows.map((row) => [drafts.get(row.key) ?? "", headOf(row)]));
}

export function parts(tx: Tx, id: string): Promise<PartHead[]> {
  return tx.rows<PartHead>(sql`select part, office from applications.part where application_id = ${id} order by part`);
}

export type KeyRow = Pick<SealedRow, "id" | "tenant_id" | "account_id" | "tenant_wrapped_key" | "account_wrapped_key" | "lookup_wrapped_key">;

/** What opens their key, without their content; what the transaction does not see is missing. */
export function keyRows(tx: Reading, ids: readonly string[]): Promise<KeyRow[]> {
  return tx.rows<KeyRow>(sql`select a.id, a.tenant_id, a.account_id, a.tenant_wrapped_key, a.account_wrapped_key, a.lookup_wrapped_key from applications.application a where a.id = any(${ids}::uuid[])`);
}

export function sealedRow(tx: Reading, id: string): Promise<SealedRow | undefined> {
  return tx.maybe<SealedRow>(sql`select ${headColumns}, a.tenant_wrapped_key, a.account_wrapped_key, a.lookup_wrapped_key, a.lookup_hash, a.content, a.applicant_name, a.hidden, a.hidden_key
    from applications.application a where a.id = ${id}`);
}

/** For whoever will change it: nobody else changes it meanwhile. */
export function lockedRow(tx: Tx, id: string): Promise<SealedRow | undefined> {
  return tx.maybe<SealedRow>(sql`select ${headColumns}, a.tenant_wrapped_key, a.account_wrapped_key, a.lookup_wrapped_key, a.lookup_hash, a.content, a.applicant_name, a.hidden, a.hidden_key
    from applications.application a where a.id = ${id} for update`);
}
