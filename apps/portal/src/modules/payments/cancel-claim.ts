import { MAX_CENTS } from "@kommunalportal/xbezahldienste";
import type { Tx } from "#platform/database";
import { claimPayment } from "./claim-payment.ts";
import { feeItemOf } from "./claims-for-applications.ts";
import type { PaymentsDeps } from "./deps.ts";
import { endClaim } from "./end-claims.ts";
import { lockedClaim } from "./payment-store.ts";
import { applicationFee, isSetByDecision } from "./purpose.ts";

export interface CancelClaim {
  readonly payment: string;
  /** Whole cents that are owed instead. Left out: nothing. */
  readonly instead?: number;
}

/**
 * `with-application`: the fee of the submission, whose amount follows from the form and on which the application's status depends ·
 * `by-decision`: what a decision has set only another decision changes (§§ 48, 49 VwVfG NRW, §§ 130, 131 AO) · `amount-wrong`: none, or the same again.
 */
export type CancelClaimRefusal = "not-found" | "already-paid" | "ended" | "with-application" | "by-decision" | "amount-wrong";
export type CancelClaimOutcome =
  /** `instead`: the new claim, with a Kassenzeichen of its own. */
  | { readonly ok: true; readonly instead: string | undefined }
  | { readonly ok: false; readonly why: CancelClaimRefusal };

/**
 * The office takes back a claim of a wrong amount that is not paid yet, or only in part: what has come in becomes a refund task, and so does what somebody
 * pays at a page of the provider that is open already (`bookMoney`). With `instead` the right amount is claimed in the same transaction, by the way that
 * was chosen. The caller has checked the right to do so, and tells the person.
 */
export async function cancelClaim(tx: Tx, deps: PaymentsDeps, given: CancelClaim): Promise<CancelClaimOutcome> {
  const claim = await lockedClaim(tx, given.payment);
  const why = claim && whyNotCancelled(claim, given.instead);
  if (!claim || why) return { ok: false, why: why ?? "not-found" };
  await endClaim(tx, deps, claim, "cancelled");
  if (given.instead === undefined) return { ok: true, instead: undefined };
  const instead = await claimPayment(tx, deps, {
    tenant: claim.tenant_id, application: claim.application_id, ...(claim.account_id === null ? {} : { account: claim.account_id }), service: claim.service, purpose: claim.purpose, cents: given.instead, way: claim.way,
    ...await feeItemOf(deps, claim.tenant_id, claim.service, given.instead),
  });
  return { ok: true, instead };
}

/** Why a claim as it stands is not taken back, or not for this amount. */
export function whyNotCancelled(claim: { readonly purpose: string; readonly state: string; readonly cents: number }, instead: number | undefined): CancelClaimRefusal | undefined {
  if (claim.purpose === applicationFee) return "with-application";
  if (claim.state === "paid") return "already-paid";
  if (claim.state === "ended") return "ended";
  if (instead === undefined) return undefined;
  if (isSetByDecision(claim)) return "by-decision";
  return !isClaimable(instead) || instead === claim.cents ? "amount-wrong" : undefined;
}

/** Whether an amount can be claimed at all: whole cents, at least one. */
export function isClaimable(cents: number): boolean {
  return Number.isSafeInteger(cents) && cents >= 1 && cents <= MAX_CENTS;
}
