import type { WrongInput } from "#modules/answers";
import type { StaffRole } from "#modules/accounts";
import { legalDate } from "#platform/clock";
import type { Tx } from "#platform/database";
import { ownAndDeputised } from "./absence.ts";
import type { Case, CaseChange, CaseRefusal } from "./case.ts";
import type { Reach } from "./case-policy.ts";
import { type CaseInHand, changeCase } from "./change-case.ts";
import { updateCase } from "./case-store.ts";
import { staffActor } from "./open-case.ts";
import type { CaseworkDeps } from "./ports.ts";
import { alertOffice } from "./alert-staff.ts";
import { type OfficeProblem, officeProblems } from "./office-problems.ts";
import { passedOnText, tellPerson } from "./tell-person.ts";

export type AssignOutcome =
  | { readonly ok: true; readonly one: Case }
  | { readonly ok: false; readonly why: "finished" | "taken-by-another" | "not-in-office" | "already-there" }
  | WrongInput<OfficeProblem>
  | CaseRefusal;

interface Given { readonly case: string; readonly version?: number }

/** Takes a case onto one's own desk. Somebody else's case is taken only by a supervisor, or given by its owner. */
export function takeCase(deps: CaseworkDeps, reach: Reach, given: Given): Promise<AssignOutcome> {
  return changeCase(deps, reach, given, async (tx, hand): Promise<AssignOutcome> => {
    if (isFinished(hand.one)) return { ok: false, why: "finished" };
    if (hand.one.assignee === reach.staff) return { ok: true, one: hand.one };
    if (hand.one.assignee !== undefined && !reach.supervisor && !(await standsIn(deps, tx, reach, hand.one.assignee))) return { ok: false, why: "taken-by-another" };
    return { ok: true, one: await put(tx, deps, reach, hand, reach.staff, "taken") };
  });
}

/** Whether somebody works on the cases of an office. */
export function worksIn({ roles }: { readonly roles: readonly StaffRole[] }, office: string): boolean {
  return roles.some((held) => held.role === "supervisor" || (held.role === "clerk" && (held.office === undefined || held.office === office)));
}

/** Gives a case to a colleague who may work on it. */
export async function assignCase(deps: CaseworkDeps, reach: Reach, given: Given & { readonly to: string }): Promise<AssignOutcome> {
  const colleague = (await deps.accounts.staffOf(reach.tenant)).find(({ id }) => id === given.to);
  return changeCase(deps, reach, given, async (tx, hand): Promise<AssignOutcome> => {
    if (isFinished(hand.one)) return { ok: false, why: "finished" };
    if (!colleague || !worksIn(colleague, hand.one.office)) return { ok: false, why: "not-in-office" };
    if (hand.one.assignee === given.to) return { ok: true, one: hand.one };
    return { ok: true, one: await put(tx, deps, reach, hand, given.to, "assigned") };
  });
}

/** Back into the office's inbox. */
export function handBackCase(deps: CaseworkDeps, reach: Reach, given: Given): Promise<AssignOutcome> {
  return changeCase(deps, reach, given, async (tx, hand): Promise<AssignOutcome> => {
    if (isFinished(hand.one)) return { ok: false, why: "finished" };
    if (hand.one.assignee === undefined) return { ok: true, one: hand.one };
    const at = deps.clock.now();
    const one = await updateCase(tx, hand.one, { assignee: null, ...(hand.one.state === "taken" ? { state: "open" as const } : {}) }, { change: "handed-back", at, by: reach.staff });
    await note(tx, deps, reach, hand, "case-handed-back");
    return { ok: true, one };
  });
}

/**
 * To another office of the town that is responsible, with the reason. It comes there as new; whoever passes it on may no longer see it. The day
 * of arrival stays, and the person is told.
 */
export function passCaseOn(deps: CaseworkDeps, reach: Reach, given: Given & { readonly office: string; readonly reason: string }): Promise<AssignOutcome> {
  return changeCase(deps, reach, given, async (tx, hand): Promise<AssignOutcome> => {
    if (isFinished(hand.one)) return { ok: false, why: "finished" };
    const reason = given.reason.trim();
    const wrong = officeProblems(deps.offices.describe(reach.tenant, given.office)?.name, { office: given.office, reason }, hand.one.office);
    if (wrong) return wrong;
    if (hand.others.some(({ part, office }) => part === hand.one.part && office === given.office)) return { ok: false, why: "already-there" };
    const at = deps.clock.now();
    const one = await updateCase(tx, hand.one, { office: given.office, assignee: null, resubmitOn: null, news: at, ...(hand.one.state === "open" ? {} : { state: "open" as const }) }, { change: "passed-on", at, by: reach.staff });
    // Whoever is asked for something answers the office that is competent.
    await deps.answers.endRequests(tx, hand.one.application, hand.one.office);
    if (hand.head.status === "waiting" && hand.others.every(({ state }) => state !== "waiting")) await deps.applications.setStatus(tx, one.application, { status: "in-progress", actor: staffActor(reach, hand.one.office), data: { office: given.office } });
    await tellPerson(tx, deps, hand.head, {
      type: "case-passed-on", actor: staffActor(reach, hand.one.office), data: { from: hand.one.office, to: given.office }, office: given.office,
      text: passedOnText(hand.head, deps.offices.describe(reach.tenant, given.office)?.name ?? given.office, reason),
    });
    await alertOffice(tx, reach.tenant, given.office, at);
    return { ok: true, one };
  });
}

export function isFinished(one: Case): boolean {
  return one.state === "decided" || one.state === "closed";
}

async function standsIn(deps: CaseworkDeps, tx: Tx, reach: Reach, assignee: string): Promise<boolean> {
  return (await ownAndDeputised(tx, reach, legalDate(deps.clock.now()))).includes(assignee);
}

/** On somebody's desk; the first time the citizen sees that work has begun. */
async function put(tx: Tx, deps: CaseworkDeps, reach: Reach, hand: CaseInHand, assignee: string, change: Extract<CaseChange, "taken" | "assigned">): Promise<Case> {
  const one = await updateCase(tx, hand.one, { assignee, ...(hand.one.state === "open" ? { state: "taken" as const } : {}) }, { change, at: deps.clock.now(), by: reach.staff });
  if (hand.head.status === "submitted") await deps.applications.setStatus(tx, one.application, { status: "in-progress", actor: staffActor(reach, one.office), data: { office: one.office } });
  await note(tx, deps, reach, hand, change === "taken" ? "case-taken" : "case-assigned");
  return one;
}

async function note(tx: Tx, deps: CaseworkDeps, reach: Reach, hand: CaseInHand, type: string): Promise<void> {
  await deps.applications.record(tx, hand.one.application, { type, actor: staffActor(reach, hand.one.office), forCitizen: false, data: { office: hand.one.office } });
}
