import type { WrongInput } from "#modules/answers";
import { newId } from "#platform/ids";
import { alertOffice } from "./alert-staff.ts";
import { isFinished } from "./assign-case.ts";
import type { Case, CaseRefusal } from "./case.ts";
import type { Reach } from "./case-policy.ts";
import { insertCase, updateCase } from "./case-store.ts";
import { changeCase } from "./change-case.ts";
import { type OfficeProblem, officeProblems } from "./office-problems.ts";
import { staffActor } from "./open-case.ts";
import type { CaseworkDeps } from "./ports.ts";
import { involvedText, tellPerson } from "./tell-person.ts";

export type InvolveOutcome = { readonly ok: true; readonly one: Case } | { readonly ok: false; readonly why: "finished" | "already-there" } | WrongInput<OfficeProblem> | CaseRefusal;

/**
 * Another office of the town works on the same part too and answers for itself (`joint`), or is only to know of it (`information`): it gets a case
 * of its own. The application is decided with the last decision of the offices that work on it. The person is told who got it and why.
 */
export function involveOffice(deps: CaseworkDeps, reach: Reach, given: { readonly case: string; readonly version?: number; readonly office: string; readonly involvement: "joint" | "information"; readonly reason: string }): Promise<InvolveOutcome> {
  return changeCase(deps, reach, given, async (tx, hand): Promise<InvolveOutcome> => {
    const { one, head } = hand;
    const reason = given.reason.trim();
    if (isFinished(one)) return { ok: false, why: "finished" };
    const office = deps.offices.describe(reach.tenant, given.office);
    const wrong = officeProblems(office?.name, { office: given.office, reason }, one.office);
    if (wrong) return wrong;
    if (!office) throw new Error("an office that is not there counts as right");
    const at = deps.clock.now();
    const fresh = await insertCase(tx, {
      id: newId(at.getTime()), tenant: one.tenant, application: one.application, part: one.part, office: given.office, service: one.service, reference: one.reference, channel: one.channel,
      receivedAt: one.receivedAt, unpaid: one.unpaid, withdrawn: one.withdrawn, involvement: given.involvement, at,
    });
    if (!fresh) return { ok: false, why: "already-there" };
    await tellPerson(tx, deps, head, {
      type: "office-involved", actor: staffActor(reach, one.office), data: { from: one.office, to: given.office, involvement: given.involvement }, office: one.office,
      text: involvedText(head, office.name, given.involvement, reason),
    });
    await deps.audit.record(tx, {
      tenant: reach.tenant, ...(head.account === undefined ? {} : { account: head.account }), actor: staffActor(reach, one.office), action: given.involvement === "joint" ? "application.involve" : "application.inform",
      subject: { kind: "application", id: one.application },
    });
    await alertOffice(tx, reach.tenant, given.office, at);
    return { ok: true, one: await updateCase(tx, one, {}, { change: "involved", at, by: reach.staff }) };
  });
}
