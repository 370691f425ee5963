import { sql, type Tx } from "#platform/database";
import type { PaymentsDeps } from "./deps.ts";
import { giveUpUncalled } from "./may-still-be-paid.ts";
import type { EndedWhy } from "./payment.ts";
import { type ClaimRow, lockedClaimsOf } from "./payment-store.ts";
import { addRefundTask } from "./request-refund.ts";

/**
 * The application has ended without the service. What is open is owed no more; what was paid, in whole or in part, becomes a refund task.
 * Told again it adds nothing. Money that comes later is met by `bookMoney`.
 */
export async function endClaims(tx: Tx, deps: Pick<PaymentsDeps, "clock">, application: string, why: EndedWhy): Promise<void> {
  for (const claim of await lockedClaimsOf(tx, application)) await endClaim(tx, deps, claim, why);
}

/** The same of one claim, which the caller holds locked. */
export async function endClaim(tx: Tx, deps: Pick<PaymentsDeps, "clock">, claim: ClaimRow, why: EndedWhy): Promise<void> {
  if (claim.state === "open") await tx.run(sql`update payments.claim set state = 'ended', ended_why = ${why} where id = ${claim.id}`);
  const { due } = await tx.one<{ due: number }>(sql`select ${claim.received_cents}::int - coalesce(sum(cents), 0)::int as due from payments.refund_task
    where claim_id = ${claim.id} and reason <> 'amount-differs' and (outcome is null or outcome <> 'resolved')`);
  if (due > 0) await addRefundTask(tx, deps, { claim, cents: due, reason: why });
  await giveUpUncalled(tx, deps, [claim.id]);
}
