import { feeCancelledText, longestReason, tellPerson } from "#modules/casework";
import { type CancelClaimRefusal, decisionPurpose, isSetByDecision, type Payment } from "#modules/payments";
import type { Tx } from "#platform/database";
import type { Bearer } from "./bearer.ts";
import { paymentIn, presentPayment } from "./case-money.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { inGrantedCase, speakingOffice, type GrantedApplication } from "./granted-application.ts";
import { once, type WriteRequest, type WrittenAnswer } from "./idempotency.ts";
import { outcomeOf, Refused, type Outcome, type Refusal } from "./refusal.ts";

export interface CancelPayment {
  readonly application: string;
  readonly payment: string;
  /** For the person. */
  readonly text: string;
  /** Whole cents that are owed instead. */
  readonly instead: number | undefined;
  readonly office: string | undefined;
}

type Because = Extract<Refusal, { why: "fee-not-cancellable" }>["because"];
const because = { "already-paid": "paid", ended: "ended", "with-application": "with-application", "by-decision": "set-by-decision", "amount-wrong": "same-amount" } as const satisfies Record<Exclude<CancelClaimRefusal, "not-found">, Because>;

/**
 * Takes back a fee of a wrong amount that is not paid, as an office does at its desk: one that a program asked for, or that a decision of the office set. The person reads why, and what is owed
 * instead. Also in a case that is closed: what nobody owes nobody pays.
 */
export async function cancelPayment(deps: ExtensionsDeps, bearer: Bearer, given: CancelPayment, request: WriteRequest): Promise<Outcome<WrittenAnswer>> {
  return outcomeOf(() => inGrantedCase(deps, bearer, "zahlungen.verlangen", given.application, (tx, access, application) => once(tx, deps, access, request, async () => {
    const fee = await paymentIn(tx, deps, application, given.payment);
    const { head } = application;
    const office = speakingOffice(application, given.office);
    await ofThisOffice(tx, deps, application, { fee, office });
    const words = given.text.trim();
    if (words === "" || words.length > longestReason) throw new Refused({ why: words === "" ? "text-missing" : "text-too-long" });
    const done = await deps.payments.cancel(tx, { payment: fee.id, ...(given.instead === undefined ? {} : { instead: given.instead }) });
    if (!done.ok) throw new Refused(done.why === "not-found" ? { why: "not-found" } : { why: "fee-not-cancellable", because: because[done.why] });
    const instead = done.instead === undefined ? undefined : await paymentIn(tx, deps, application, done.instead);
    await tellPerson(tx, deps, head, { type: "fee-cancelled", actor: access.actor, office, data: { office, payment: fee.id, ...(instead === undefined ? {} : { instead: instead.id }) }, text: feeCancelledText(head, fee, instead, words) });
    await deps.audit.record(tx, { tenant: access.tenant, actor: access.actor, action: "payment.cancel", subject: { kind: "payment", id: fee.id } });
    return { status: 201, body: { payment: presentPayment(await paymentIn(tx, deps, application, fee.id)), ...(instead === undefined ? {} : { instead: presentPayment(instead) }) } };
  })));
}

/** What a decision set is the business of the office that decided. */
async function ofThisOffice(tx: Tx, deps: ExtensionsDeps, { head }: GrantedApplication, { fee, office }: { readonly fee: Payment; readonly office: string }): Promise<void> {
  if (!isSetByDecision(fee)) return;
  const own = (await deps.answers.decisions(tx, head.id)).some((decision) => decision.office === office && fee.purpose === decisionPurpose(decision.id));
  if (!own) throw new Refused({ why: "fee-not-cancellable", because: "of-another-office" });
}
