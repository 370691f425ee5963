import type { AnswerRefusal } from "#modules/answers";
import type { Case, CaseRefusal } from "./case.ts";
import type { Reach } from "./case-policy.ts";
import { updateCase } from "./case-store.ts";
import { changeCase } from "./change-case.ts";
import { keepsOpen } from "./closing.ts";
import { staffActor } from "./open-case.ts";
import type { CaseworkDeps } from "./ports.ts";

export type CloseOutcome = { readonly ok: true; readonly one: Case } | { readonly ok: false; readonly why: "finished" | "not-notified" } | AnswerRefusal | CaseRefusal;

/**
 * The office is done. The application closes with the last of its cases, and only then its retention term begins. A decision that is not
 * notified yet keeps the case open: somebody has to see to it; not one of an authority elsewhere, to which that is left.
 */
export function closeCase(deps: CaseworkDeps, reach: Reach, given: { readonly case: string; readonly version?: number; readonly text?: string }): Promise<CloseOutcome> {
  return changeCase(deps, reach, given, async (tx, hand): Promise<CloseOutcome> => {
    if (hand.one.state === "closed") return { ok: false, why: "finished" };
    // Who was only to know of it has taken note: nothing changes for the person.
    if (hand.one.involvement === "information") return { ok: true, one: await updateCase(tx, hand.one, { state: "closed", resubmitOn: null }, { change: "closed", at: deps.clock.now(), by: reach.staff }) };
    if ((await deps.answers.decisions(tx, hand.one.application)).some((decision) => keepsOpen(hand.one, decision))) return { ok: false, why: "not-notified" };
    if (hand.others.every(({ state, involvement }) => state === "closed" || involvement === "information") && hand.head.status !== "closed") {
      const done = await deps.answers.status(tx, { head: hand.head, actor: staffActor(reach, hand.one.office), office: hand.one.office, to: "closed", text: given.text ?? "" });
      if (!done.ok) return done;
    }
    const one = await updateCase(tx, hand.one, { state: "closed", dueOn: null, resubmitOn: null, task: null }, { change: "closed", at: deps.clock.now(), by: reach.staff });
    return { ok: true, one };
  }, { alsoForInformation: true });
}
