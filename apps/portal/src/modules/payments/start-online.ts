import { setTimeout as delay } from "node:timers/promises";
import { sql, type Tx } from "#platform/database";
import { paymentRequestOf, type PaymentClient, type PaymentOutcome, type PaymentRequest, type Requestor } from "@kommunalportal/xbezahldienste";
import { beginAttempt, type Begun } from "./begin-attempt.ts";
import { nextCheck } from "./check-times.ts";
import type { PaymentsDeps } from "./deps.ts";
import { lockedClaim, type AttemptRow, type ClaimRow } from "./payment-store.ts";
import { isPaymentPage } from "./provider.ts";
import { recordAnswer } from "./record-answer.ts";
import { refreshPayment } from "./refresh-payment.ts";

export interface StartOnline {
  /** Where the provider sends the browser back to, absolute; carries no secret. */
  readonly returnUrl: string;
  /** Who pays, handed on to the provider and kept nowhere. */
  readonly payer?: Requestor;
}

export type StartOutcome =
  | { readonly kind: "redirect"; readonly url: string }
  /** Nothing was lost; the same button works when the provider is back. */
  | { readonly kind: "provider-down" }
  /** The provider takes no payment of this kind; trying again does not help, another way does. */
  | { readonly kind: "provider-refused" }
  | { readonly kind: "already-paid" }
  | Extract<Begun, { kind: "refused" }>;

const WAITS = 60;
const WAIT_MS = 200;

/**
 * To the payment page. Begun → written down and committed → provider called → written down → redirected. Only who has written the answer
 * down redirects, so a transaction without a stored answer was never shown to anybody. Any number of clicks leads to the same page.
 */
export async function startOnline(deps: PaymentsDeps, provider: PaymentClient, payment: string, tenant: string, given: StartOnline): Promise<StartOutcome> {
  let asked = false;
  let waited = 0;
  for (let round = 0; round < 6;) {
    const begun: Begun = await deps.db.inTenant(tenant, (tx) => beginAttempt(tx, deps, { payment, tenant, returnUrl: given.returnUrl, asked }));
    switch (begun.kind) {
      case "already-paid": case "refused": return begun;
      case "reuse": return { kind: "redirect", url: begun.url };
      case "ask":
        if (await refreshPayment(deps, provider, payment, tenant) === "unknown") return { kind: "provider-down" };
        asked = true;
        round += 1;
        break;
      case "running":
        waited += 1;
        if (waited > WAITS) return { kind: "provider-down" };
        await delay(WAIT_MS);
        // What the other click has opened a moment ago needs no question.
        asked = true;
        break;
      case "call": {
        const outcome = await provider.start(begun.attempt.originator, begun.attempt.end_point, requestOf(deps, begun.claim, begun.attempt, given));
        const settled = await deps.db.inTenant(tenant, (tx) => settle(tx, deps, begun.attempt, outcome));
        if (settled !== "once-more") return settled;
        round += 1;
      }
    }
  }
  return { kind: "provider-down" };
}

function requestOf(deps: PaymentsDeps, claim: ClaimRow, attempt: AttemptRow, { payer }: StartOnline): PaymentRequest {
  const bookingData = Object.keys(claim.booking_data).length === 0 ? {} : { bookingData: claim.booking_data };
  const fees = attempt.cents === claim.cents
    ? claim.items.map(({ id, description, quantity, cents }) => ({ id, description, singleNetCents: cents, reference: claim.reference, ...(quantity === undefined ? {} : { quantity }), ...bookingData }))
    : [{ id: "rest", description: "Restbetrag", singleNetCents: attempt.cents, reference: claim.reference, ...bookingData }];
  const what = claim.items[0]?.description ?? "";
  return paymentRequestOf({
    requestId: attempt.request_id, at: deps.clock.now(), purpose: `${claim.reference} ${what}`, description: what, redirectUrl: attempt.return_url, fees,
    ...(payer === undefined ? {} : { requestor: payer }),
  });
}

/** The row after the call. Whoever was overtaken meanwhile (the lease ran out) writes nothing and looks again. */
async function settle(tx: Tx, deps: PaymentsDeps, called: AttemptRow, outcome: PaymentOutcome): Promise<StartOutcome | "once-more"> {
  const claim = await lockedClaim(tx, called.claim_id);
  const attempt = await tx.maybe<AttemptRow>(sql`select * from payments.attempt where id = ${called.id} and state = 'starting' and calls = ${called.calls}`);
  if (!claim || !attempt) return "once-more";
  const now = deps.clock.now();
  const about = { payment: claim.id, tenant: claim.tenant_id, attempt: attempt.number };
  if (outcome.kind === "unreachable") {
    await tx.run(sql`update payments.attempt set called_until = null, detail = ${outcome.reason}, next_check_at = ${nextCheck(now, 2, now) ?? null} where id = ${attempt.id}`);
    deps.log.warn({ ...about, reason: outcome.reason, detail: outcome.detail }, "the payment provider did not answer a start");
    return { kind: "provider-down" };
  }
  if (outcome.kind === "refused") {
    const known = outcome.functionalCode === "PAYMENT_EXISTS";
    await tx.run(sql`update payments.attempt set state = ${known ? "lost" : "refused"}, detail = ${outcome.functionalCode}, called_until = null, next_check_at = null, ended_at = ${now} where id = ${attempt.id}`);
    if (known) return "once-more";
    deps.log.error({ ...about, code: outcome.functionalCode, detail: outcome.detail }, "the payment provider refused a payment");
    return { kind: "provider-refused" };
  }
  const { transactionId, transactionRedirectUrl = null, transactionReference = null, status } = outcome.transaction.paymentInformation;
  if (transactionRedirectUrl !== null && !isPaymentPage(transactionRedirectUrl, deps.settings)) {
    await tx.run(sql`update payments.attempt set state = 'refused', detail = 'foreign-page', called_until = null, next_check_at = null, ended_at = ${now} where id = ${attempt.id}`);
    deps.log.error(about, "the payment provider named a payment page at another place than the settings");
    return { kind: "provider-refused" };
  }
  await tx.run(sql`update payments.attempt set state = 'open', called_until = null, detail = null, provider_id = ${transactionId}, provider_reference = ${transactionReference},
    redirect_url = ${transactionRedirectUrl}, started_at = ${now}, next_check_at = ${nextCheck(now, 0, now) ?? null} where id = ${attempt.id}`);
  if (claim.state !== "open") return claim.state === "paid" ? { kind: "already-paid" } : { kind: "refused", why: "ended" };
  if (status === "INITIAL" && transactionRedirectUrl !== null) return { kind: "redirect", url: transactionRedirectUrl };
  await recordAnswer(tx, deps, claim, { ...attempt, state: "open", started_at: now }, outcome.transaction);
  return "once-more";
}
