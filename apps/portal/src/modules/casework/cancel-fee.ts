import { type WrongInput, wrongInput } from "#modules/answers";
import { type CancelClaimRefusal, applicationFee, decisionPurpose, isClaimable, isSetByDecision, type Payment, whyNotCancelled } from "#modules/payments";
import { isId } from "#platform/ids";
import type { Case, CaseRefusal } from "./case.ts";
import type { Reach } from "./case-policy.ts";
import { updateCase } from "./case-store.ts";
import { changeCase } from "./change-case.ts";
import { staffActor } from "./open-case.ts";
import type { CaseworkDeps } from "./ports.ts";
import { feeCancelledText, reasonProblem, tellPerson } from "./tell-person.ts";

export type CancelFeeOutcome =
  | { readonly ok: true; readonly one: Case }
  | WrongInput<FeeProblem>
  | CaseRefusal;

export type FeeProblem = "fee-unknown" | "fee-paid" | "fee-ended" | "fee-with-application" | "fee-by-decision" | "amount-wrong" | "text-missing" | "text-too-long";

const refusals = { "not-found": "fee-unknown", "already-paid": "fee-paid", ended: "fee-ended", "with-application": "fee-with-application", "by-decision": "fee-by-decision", "amount-wrong": "amount-wrong" } as const satisfies Record<CancelClaimRefusal, string>;

/**
 * Whose business a claim is: of a decision its office's; of a program, which claims for the whole application, that of every office that decides in it. The
 * fee that came with the submission is nobody's to take back. `decisions`: those of the case's own office.
 */
export function mayCancelFee(one: Pick<Case, "involvement">, decisions: readonly { readonly id: string }[], payment: Pick<Payment, "purpose">): boolean {
  if (one.involvement === "information" || payment.purpose === applicationFee) return false;
  return !isSetByDecision(payment) || decisions.some(({ id }) => payment.purpose === decisionPurpose(id));
}

/** The office takes back a claim of a wrong amount that is not paid; a program's claim may be replaced by the right one. Also in a case that is closed: what nobody owes nobody pays. */
export function cancelFeeInCase(deps: CaseworkDeps, reach: Reach, given: {
  readonly case: string; readonly version?: number; readonly payment: string; /** The person reads it, in the case and in the mailbox. */ readonly reason: string; /** Whole cents that are owed instead. */ readonly instead?: number;
}): Promise<CancelFeeOutcome> {
  return changeCase(deps, reach, given, async (tx, { one, head }): Promise<CancelFeeOutcome> => {
    const words = given.reason.trim();
    const decisions = (await deps.answers.decisions(tx, one.application)).filter(({ office }) => office === one.office);
    const claimOf = async (id: string): Promise<Payment | undefined> => (await deps.payments.ofApplication(tx, one.application)).find((each) => each.id === id);
    const fee = isId(given.payment) ? await claimOf(given.payment) : undefined;
    const known = fee && mayCancelFee(one, decisions, fee) ? fee : undefined;
    const wrong = wrongInput<FeeProblem>([...feeProblems(known, given.instead), reasonProblem(words)]);
    if (wrong) return wrong;
    if (!known) throw new Error("a fee that is not known counts as right");
    const done = await deps.payments.cancel(tx, { payment: known.id, ...(given.instead === undefined ? {} : { instead: given.instead }) });
    if (!done.ok) return { ok: false, why: refusals[done.why] };
    const instead = done.instead === undefined ? undefined : await claimOf(done.instead);
    const actor = staffActor(reach, one.office);
    await deps.audit.record(tx, { tenant: reach.tenant, ...(head.account === undefined ? {} : { account: head.account }), actor, action: "payment.cancel", subject: { kind: "payment", id: known.id } });
    await tellPerson(tx, deps, head, { type: "fee-cancelled", actor, office: one.office, data: { office: one.office, payment: known.id, ...(instead === undefined ? {} : { instead: instead.id }) }, text: feeCancelledText(head, known, instead, words) });
    return { ok: true, one: await updateCase(tx, one, {}, { change: "fee-cancelled", at: deps.clock.now(), by: reach.staff }) };
  });
}

/** In the order of the form. Of a fee that nobody chose only the amount can be said to be none. */
function feeProblems(fee: Payment | undefined, instead: number | undefined): readonly (FeeProblem | undefined)[] {
  if (!fee) return ["fee-unknown", instead === undefined || isClaimable(instead) ? undefined : "amount-wrong"];
  const why = whyNotCancelled(fee, instead);
  return [why && refusals[why]];
}
