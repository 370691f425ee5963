import { sql, type Tx } from "#platform/database";
import type { PaymentsDeps } from "./deps.ts";
import { lockedClaimsOf } from "./payment-store.ts";

/**
 * May the money of this application still come, or has it come and is only not told yet? Whatever nobody is calling any more is given
 * up here, in the same transaction, so that it cannot begin behind the back of whoever asked.
 */
export async function mayStillBePaid(tx: Tx, deps: Pick<PaymentsDeps, "clock">, application: string): Promise<boolean> {
  const claims = await lockedClaimsOf(tx, application);
  if (claims.some(({ state }) => state === "paid")) return true;
  if (claims.length === 0) return false;
  await giveUpUncalled(tx, deps, claims.map(({ id }) => id));
  return (await tx.maybe(sql`select from payments.attempt a where a.claim_id = any(${claims.map(({ id }) => id)}::uuid[])
    and (a.state in ('starting', 'open') or (a.state = 'disputed' and exists (select from payments.refund_task t where t.attempt_id = a.id and t.state = 'open')))`)) !== undefined;
}

/** A transaction that was written down and that nobody is calling: the provider's page was never shown, so nobody can have paid there. */
export async function giveUpUncalled(tx: Tx, deps: Pick<PaymentsDeps, "clock">, claims: readonly string[]): Promise<number> {
  const now = deps.clock.now();
  return tx.run(sql`update payments.attempt set state = 'lost', detail = coalesce(detail, 'not-heard'), ended_at = ${now}, called_until = null, next_check_at = null
    where claim_id = any(${claims}::uuid[]) and state = 'starting' and (called_until is null or called_until <= ${now})`);
}
