import { sql, type Sql, type Tx } from "#platform/database";
import type { AttemptState, ClaimItem, ClaimState, EndedWhy, Payment, PaymentWay } from "./payment.ts";

export interface ClaimRow {
  readonly id: string; readonly tenant_id: string; readonly account_id: string | null; readonly application_id: string; readonly service: string; readonly purpose: string;
  readonly cents: number; readonly received_cents: number; readonly items: readonly ClaimItem[]; readonly booking_data: Readonly<Record<string, string>>; readonly way: PaymentWay;
  readonly reference: string; readonly state: ClaimState; readonly ended_why: EndedWhy | null; readonly created_at: Date; readonly due_day: string; readonly paid_at: Date | null;
}

export interface AttemptRow {
  readonly id: string; readonly tenant_id: string; readonly account_id: string | null; readonly claim_id: string; readonly number: number; readonly request_id: string;
  readonly state: AttemptState; readonly cents: number; readonly originator: string; readonly end_point: string; readonly return_url: string; readonly calls: number;
  readonly called_until: Date | null; readonly provider_id: string | null; readonly provider_reference: string | null; readonly redirect_url: string | null; readonly method: string | null;
  readonly started_at: Date; readonly checks: number;
}

/** The claim, held until the end of the transaction: whoever changes anything about it holds this lock first. */
export function lockedClaim(tx: Tx, id: string): Promise<ClaimRow | undefined> {
  return tx.maybe<ClaimRow>(sql`select * from payments.claim where id = ${id} for update`);
}

export function lockedClaimsOf(tx: Tx, application: string): Promise<ClaimRow[]> {
  return tx.rows<ClaimRow>(sql`select * from payments.claim where application_id = ${application} order by id for update`);
}

/** Newest first. */
export function attemptsOf(tx: Tx, claim: string): Promise<AttemptRow[]> {
  return tx.rows<AttemptRow>(sql`select * from payments.attempt where claim_id = ${claim} order by number desc`);
}

interface PaymentRow extends ClaimRow {
  readonly attempt_number: number | null; readonly attempt_state: AttemptState | null; readonly attempt_started: Date | null;
  readonly attempt_method: string | null; readonly attempt_reference: string | null;
}

/** Claims with their newest transaction; of a paid one the transaction that paid. `condition` is over `c`. */
export async function findPayments(tx: Tx, condition: Sql, order: Sql = sql`c.created_at, c.id`, limit = 100): Promise<Payment[]> {
  const rows = await tx.rows<PaymentRow>(sql`select c.*, a.number as attempt_number, a.state as attempt_state, a.started_at as attempt_started, a.method as attempt_method,
      a.provider_reference as attempt_reference
    from payments.claim c left join lateral (
      select * from payments.attempt t where t.claim_id = c.id order by (c.state = 'paid' and t.state = 'paid') desc, t.number desc limit 1) a on true
    where ${condition} order by ${order} limit ${limit}`);
  return rows.map((row) => ({
    id: row.id, tenant: row.tenant_id, account: row.account_id ?? undefined, application: row.application_id, service: row.service, purpose: row.purpose,
    cents: row.cents, receivedCents: row.received_cents, items: row.items, way: row.way, reference: row.reference, state: row.state, endedWhy: row.ended_why ?? undefined,
    createdAt: row.created_at, dueDay: row.due_day, paidAt: row.paid_at ?? undefined,
    attempt: row.attempt_number === null || row.attempt_state === null || row.attempt_started === null ? undefined : {
      number: row.attempt_number, state: row.attempt_state, startedAt: row.attempt_started,
      method: row.attempt_method ?? undefined, providerReference: row.attempt_reference ?? undefined,
    },
  }));
}

/** One claim that the transaction may see. */
export async function paymentById(tx: Tx, id: string): Promise<Payment | undefined> {
  return (await findPayments(tx, sql`c.id = ${id}`))[0];
}

/** All claims of an application, oldest first; ended ones too. */
export function ofApplication(tx: Tx, application: string): Promise<Payment[]> {
  return findPayments(tx, sql`c.application_id = ${application}`);
}
