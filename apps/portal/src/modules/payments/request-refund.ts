import { sql, type Tx } from "#platform/database";
import { announce } from "#platform/events";
import { newId } from "#platform/ids";
import type { PaymentsDeps } from "./deps.ts";
import type { RefundReason } from "./payment.ts";
import { type ClaimRow, lockedClaim } from "./payment-store.ts";

interface NewTask {
  readonly claim: ClaimRow;
  readonly cents: number;
  readonly reason: RefundReason;
  readonly incoming?: string;
  readonly attempt?: string;
  readonly requestedBy?: RefundAsker;
}

/** Who of an office asks for a refund: somebody, or a program in its name. */
export type RefundAsker = { readonly staff: string } | { readonly program: string };

/** A task for the Kasse, in the transaction of what made it necessary. */
export async function addRefundTask(tx: Tx, deps: Pick<PaymentsDeps, "clock">, task: NewTask): Promise<string> {
  const now = deps.clock.now();
  const id = newId(now.getTime());
  const { claim, requestedBy: asker } = task;
  await tx.run(sql`insert into payments.refund_task (id, tenant_id, account_id, claim_id, incoming_id, attempt_id, cents, reason, state, created_at, requested_by, requested_by_program)
    values (${id}, ${claim.tenant_id}, ${claim.account_id}, ${claim.id}, ${task.incoming ?? null}, ${task.attempt ?? null}, ${task.cents}, ${task.reason}, 'open', ${now}, ${asker && "staff" in asker ? asker.staff : null}, ${asker && "program" in asker ? asker.program : null})`);
  await announce(tx, { type: "payment.refund-requested", id, tenant: claim.tenant_id, payment: claim.id, application: claim.application_id, reason: task.reason });
  return id;
}

export type RequestRefundOutcome =
  | { readonly ok: true; readonly task: string }
  /** `too-much`: more than came in and is not given back yet. */
  | { readonly ok: false; readonly why: "not-found" | "too-much" };

/** The office asks the Kasse to give back money of a claim, for example after a corrected decision. The caller has checked the right to ask. */
export async function requestRefund(tx: Tx, deps: Pick<PaymentsDeps, "clock">, given: { readonly payment: string; readonly cents: number; readonly by: RefundAsker }): Promise<RequestRefundOutcome> {
  if (!Number.isSafeInteger(given.cents) || given.cents < 1) throw new RangeError("a refund is a whole number of cents");
  const claim = await lockedClaim(tx, given.payment);
  if (!claim) return { ok: false, why: "not-found" };
  const { free } = await tx.one<{ free: number }>(sql`select ${claim.received_cents}::int - coalesce(sum(cents), 0)::int as free from payments.refund_task
    where claim_id = ${claim.id} and reason <> 'amount-differs' and (state = 'open' or outcome = 'refunded')`);
  if (given.cents > free) return { ok: false, why: "too-much" };
  return { ok: true, task: await addRefundTask(tx, deps, { claim, cents: given.cents, reason: "requested", requestedBy: given.by }) };
}
