import { sql, type Tx } from "#platform/database";
import { announce } from "#platform/events";
import { newId } from "#platform/ids";
import type { PaymentsDeps } from "./deps.ts";
import type { PaymentWay } from "./payment.ts";
import type { ClaimRow } from "./payment-store.ts";
import { addRefundTask } from "./request-refund.ts";

export interface ArrivedMoney {
  readonly cents: number;
  readonly way: PaymentWay;
  /** Legal day, `YYYY-MM-DD`. */
  readonly day: string;
  /** Of money that came online. */
  readonly attempt?: string;
  /** Of money that the Kasse received. */
  readonly kasse?: { readonly voucher: string; readonly staff: string };
}

/** `part`: noted, more is owed · `again`: the fee was paid before · `after-end`: nothing was owed any more. The last two made a refund task. */
export type Booked = "paid" | "part" | "again" | "after-end";

/**
 * Money has arrived for a claim that the caller holds locked. Pays the claim at most once: the primary key of `booking` stands behind the
 * check of its state. Whatever is too much becomes a task for the Kasse in the same transaction.
 */
export async function bookMoney(tx: Tx, deps: Pick<PaymentsDeps, "clock">, claim: ClaimRow, money: ArrivedMoney): Promise<Booked> {
  const now = deps.clock.now();
  const incoming = newId(now.getTime());
  await tx.run(sql`insert into payments.incoming (id, tenant_id, account_id, claim_id, attempt_id, cents, way, day, voucher, staff_id, at)
    values (${incoming}, ${claim.tenant_id}, ${claim.account_id}, ${claim.id}, ${money.attempt ?? null}, ${money.cents}, ${money.way}, ${money.day},
      ${money.kasse?.voucher ?? null}, ${money.kasse?.staff ?? null}, ${now})`);
  const received = claim.received_cents + money.cents;
  const pays = claim.state === "open" && received >= claim.cents;
  await tx.run(sql`update payments.claim set received_cents = ${received}, state = ${pays ? "paid" : claim.state}, paid_at = ${pays ? now : claim.paid_at},
    way = ${pays ? money.way : claim.way} where id = ${claim.id}`);
  if (claim.state !== "open") {
    const again = claim.state === "paid";
    await addRefundTask(tx, deps, { claim, cents: money.cents, reason: again ? "paid-twice" : "after-end", incoming });
    return again ? "again" : "after-end";
  }
  if (!pays) return "part";
  const event = newId(now.getTime());
  await tx.run(sql`insert into payments.booking (claim_id, tenant_id, account_id, event_id, at) values (${claim.id}, ${claim.tenant_id}, ${claim.account_id}, ${event}, ${now})`);
  if (received > claim.cents) await addRefundTask(tx, deps, { claim, cents: received - claim.cents, reason: "overpaid", incoming });
  await announce(tx, { type: "payment.confirmed", id: event, tenant: claim.tenant_id, payment: claim.id, application: claim.application_id, purpose: claim.purpose, way: money.way });
  return "paid";
}
