import { legalDate } from "#platform/clock";
import { sql, type Tx } from "#platform/database";
import { announce } from "#platform/events";
import { newId } from "#platform/ids";
import { isPaidFor, toCents, toDecimal, type PaymentTransaction } from "@kommunalportal/xbezahldienste";
import { bookMoney } from "./book-money.ts";
import { nextCheck } from "./check-times.ts";
import type { PaymentsDeps } from "./deps.ts";
import type { AttemptRow, ClaimRow } from "./payment-store.ts";
import { addRefundTask } from "./request-refund.ts";

/**
 * What the provider says of a transaction becomes what we know of it. The caller holds the claim locked and has read both rows under that
 * lock. A transaction that has ended for us does not change any more, so the same answer twice has one effect.
 */
export async function recordAnswer(tx: Tx, deps: Pick<PaymentsDeps, "clock" | "log">, claim: ClaimRow, attempt: AttemptRow, answer: PaymentTransaction): Promise<void> {
  if (attempt.state !== "open" && attempt.state !== "expired") return;
  const now = deps.clock.now();
  const said = answer.paymentInformation;
  const ended = (state: "paid" | "aborted" | "failed" | "disputed", detail?: string): Promise<number> => tx.run(sql`update payments.attempt
    set state = ${state}, ended_at = ${now}, checked_at = ${now}, checks = checks + 1, next_check_at = null, detail = ${detail ?? null},
      method = ${said.paymentMethod ?? null}, provider_reference = ${said.transactionReference?.slice(0, 250) ?? attempt.provider_reference}
    where id = ${attempt.id}`);
  switch (said.status) {
    case "INITIAL": {
      const next = nextCheck(attempt.started_at, attempt.checks + 1, now);
      await tx.run(sql`update payments.attempt set state = ${next ? "open" : "expired"}, checked_at = ${now}, checks = checks + 1, next_check_at = ${next ?? null} where id = ${attempt.id}`);
      return;
    }
    case "PAYED":
      if (isPaidFor(answer, { requestId: attempt.request_id, grosAmount: toDecimal(attempt.cents) })) {
        await ended("paid");
        await bookMoney(tx, deps, claim, { cents: attempt.cents, way: "online", day: legalDate(now), attempt: attempt.id });
        return;
      }
      // Paid, but not what was asked for: nothing is booked, a person looks at it.
      await ended("disputed", "amount-differs");
      await addRefundTask(tx, deps, { claim, cents: saidCents(answer), reason: "amount-differs", attempt: attempt.id });
      deps.log.error({ payment: claim.id, tenant: claim.tenant_id, attempt: attempt.number }, "the provider reports another amount or request than was asked for");
      return;
    case "CANCELED":
    case "FAILED": {
      const state = said.status === "CANCELED" ? "aborted" : "failed";
      await ended(state);
      await announce(tx, { type: "payment.aborted", id: newId(now.getTime()), tenant: claim.tenant_id, payment: claim.id, application: claim.application_id, outcome: state });
    }
  }
}

/** 0 where the provider's amount is none of whole cents. */
function saidCents(answer: PaymentTransaction): number {
  try { return toCents(answer.paymentRequest.grosAmount); } catch { return 0; }
}
