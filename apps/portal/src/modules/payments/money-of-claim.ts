import { sql, type Tx } from "#platform/database";
import type { PaymentWay, RefundOutcome, RefundReason } from "./payment.ts";

/** Money that arrived for a claim: what a receipt says. */
export interface Receipt {
  readonly id: string;
  readonly cents: number;
  readonly way: PaymentWay;
  /** Legal day on which it arrived, `YYYY-MM-DD`. */
  readonly day: string;
  /** Number of the Kasse's record; online the provider's own reference. */
  readonly voucher: string | undefined;
}

/** Oldest first. */
export async function receiptsOf(tx: Tx, claim: string): Promise<readonly Receipt[]> {
  const rows = await tx.rows<{ id: string; cents: number; way: PaymentWay; day: string; voucher: string | null }>(sql`select i.id, i.cents, i.way, i.day::text as day, coalesce(i.voucher, a.provider_reference) as voucher
    from payments.incoming i left join payments.attempt a on a.id = i.attempt_id where i.claim_id = ${claim} order by i.at, i.id limit 200`);
  return rows.map(({ voucher, ...row }) => ({ ...row, voucher: voucher ?? undefined }));
}

/** What the Kasse was asked to give back, and what became of it. */
export interface Refund {
  readonly id: string;
  readonly cents: number;
  readonly reason: RefundReason;
  readonly requestedAt: Date;
  readonly outcome: RefundOutcome | undefined;
  readonly closedAt: Date | undefined;
}

/** Oldest first. */
export async function refundsOf(tx: Tx, claim: string): Promise<readonly Refund[]> {
  const rows = await tx.rows<RefundRow>(sql`select id, cents, reason, created_at, outcome, closed_at
    from payments.refund_task where claim_id = ${claim} order by created_at, id limit 200`);
  return rows.map(refundOf);
}

/** Of all claims of an application, oldest first. */
export async function refundsOfApplication(tx: Tx, application: string): Promise<readonly Refund[]> {
  return (await tx.rows<RefundRow>(sql`select t.id, t.cents, t.reason, t.created_at, t.outcome, t.closed_at
    from payments.refund_task t join payments.claim c on c.id = t.claim_id where c.application_id = ${application} order by t.created_at, t.id limit 200`)).map(refundOf);
}

interface RefundRow { readonly id: string; readonly cents: number; readonly reason: RefundReason; readonly created_at: Date; readonly outcome: RefundOutcome | null; readonly closed_at: Date | null }

function refundOf(row: RefundRow): Refund {
  return { id: row.id, cents: row.cents, reason: row.reason, requestedAt: row.created_at, outcome: row.outcome ?? undefined, closedAt: row.closed_at ?? undefined };
}
