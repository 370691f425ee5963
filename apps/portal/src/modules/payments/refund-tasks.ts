import { sql, type Tx } from "#platform/database";
import type { PaymentsDeps } from "./deps.ts";
import { isVoucher } from "./mark-received.ts";
import type { PaymentWay, RefundOutcome, RefundReason, RefundTask } from "./payment.ts";
import { type Cashier, mayHandleMoney, maySeeMoney } from "./payment-policy.ts";

interface TaskRow {
  readonly id: string; readonly tenant_id: string; readonly claim_id: string; readonly application_id: string; readonly service: string; readonly reference: string;
  readonly provider_reference: string | null; readonly way: PaymentWay; readonly cents: number; readonly reason: RefundReason; readonly created_at: Date;
  readonly closed_at: Date | null; readonly closed_by: string | null; readonly outcome: RefundOutcome | null; readonly voucher: string | null;
}

export interface ListRefundTasks {
  readonly tenant: string;
  readonly by: Cashier;
  readonly closed?: boolean;
  readonly limit: number;
  /** Last task of the page before: when it began to wait, or when it was closed. */
  readonly after?: { readonly at: Date; readonly id: string };
}

/** Open ones oldest first: who waits longest comes first. Closed ones newest first. Empty for whoever may not see them. */
export async function listRefundTasks(deps: PaymentsDeps, wanted: ListRefundTasks): Promise<RefundTask[]> {
  if (!maySeeMoney(wanted.by, wanted.tenant)) return [];
  const limit = Math.min(Math.max(1, wanted.limit), 500);
  const closed = wanted.closed === true;
  const { after: last } = wanted;
  const after = last === undefined ? sql`` : closed ? sql`and (t.closed_at, t.id) < (${last.at}, ${last.id}::uuid)` : sql`and (t.created_at, t.id) > (${last.at}, ${last.id}::uuid)`;
  const rows = await deps.db.inTenant(wanted.tenant, (tx) => tx.rows<TaskRow>(sql`
    select t.*, c.application_id, c.service, c.reference, coalesce(i.way, c.way) as way, coalesce(a.provider_reference, b.provider_reference) as provider_reference
    from payments.refund_task t join payments.claim c on c.id = t.claim_id left join payments.incoming i on i.id = t.incoming_id
      left join payments.attempt a on a.id = coalesce(t.attempt_id, i.attempt_id)
      left join lateral (select p.provider_reference from payments.attempt p where p.claim_id = t.claim_id and p.state = 'paid' order by p.number limit 1) b on t.incoming_id is null
    where t.tenant_id = ${wanted.tenant} and t.state = ${closed ? "closed" : "open"} ${after} order by ${closed ? sql`t.closed_at desc, t.id desc` : sql`t.created_at, t.id`} limit ${limit}`));
  return rows.map((row) => ({
    id: row.id, tenant: row.tenant_id, payment: row.claim_id, application: row.application_id, service: row.service, reference: row.reference,
    providerReference: row.provider_reference ?? undefined, way: row.way, cents: row.cents, reason: row.reason, createdAt: row.created_at,
    closed: row.closed_at && row.closed_by && row.outcome ? { at: row.closed_at, by: row.closed_by, outcome: row.outcome, voucher: row.voucher ?? undefined } : undefined,
  }));
}

export interface CloseRefundTask {
  readonly task: string;
  readonly tenant: string;
  readonly by: Cashier;
  readonly outcome: RefundOutcome;
  /** Number of the Kasse's own record; needed where money was given back. */
  readonly voucher?: string;
}

export type CloseRefundOutcome = { readonly ok: true } | { readonly ok: false; readonly why: "not-allowed" | "not-found" | "already-closed" | "voucher-missing" };

/** The Kasse has done its task. Told twice, the second is refused and changes nothing. */
export async function closeRefundTask(deps: PaymentsDeps, given: CloseRefundTask): Promise<CloseRefundOutcome> {
  if (!mayHandleMoney(given.by, given.tenant)) return { ok: false, why: "not-allowed" };
  const voucher = given.voucher?.trim() ?? "";
  if (given.outcome === "refunded" && !isVoucher(voucher)) return { ok: false, why: "voucher-missing" };
  return deps.db.inTenant(given.tenant, async (tx): Promise<CloseRefundOutcome> => {
    const task = await tx.maybe<{ state: string; account_id: string | null }>(sql`select state, account_id from payments.refund_task where id = ${given.task} and tenant_id = ${given.tenant} for update`);
    if (!task) return { ok: false, why: "not-found" };
    if (task.state === "closed") return { ok: false, why: "already-closed" };
    await tx.run(sql`update payments.refund_task set state = 'closed', closed_at = ${deps.clock.now()}, closed_by = ${given.by.staff}, outcome = ${given.outcome},
      voucher = ${voucher === "" ? null : voucher.slice(0, 40)} where id = ${given.task}`);
    await deps.audit.record(tx, {
      tenant: given.tenant, ...(task.account_id === null ? {} : { account: task.account_id }), actor: { kind: "staff", id: given.by.staff },
      action: "refund.close", subject: { kind: "refund", id: given.task },
    });
    return { ok: true };
  });
}

/** How many tasks wait, for the Kasse's start page. */
export async function countRefundTasks(tx: Tx, tenant: string): Promise<number> {
  return (await tx.one<{ count: number }>(sql`select count(*)::int as count from payments.refund_task where tenant_id = ${tenant} and state = 'open'`)).count;
}
