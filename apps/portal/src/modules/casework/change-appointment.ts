import { type WrongInput, wrongInput } from "#modules/answers";
import type { Appointment, InCase } from "#modules/appointments";
import { isId } from "#platform/ids";
import type { Tx } from "#platform/database";
import type { Case, CaseChange, CaseRefusal } from "./case.ts";
import type { Reach } from "./case-policy.ts";
import { updateCase } from "./case-store.ts";
import { type CaseInHand, changeCase } from "./change-case.ts";
import { keepsAppointment, staffActor } from "./open-case.ts";
import type { CaseworkDeps } from "./ports.ts";
import { reasonProblem } from "./tell-person.ts";

export type AppointmentChange = { readonly ok: true; readonly one: Case } | WrongInput<AppointmentProblem> | CaseRefusal;
export type AppointmentProblem = "appointment-unknown" | "appointment-over" | "slot-taken" | "text-missing" | "text-too-long";

interface OnAppointment { readonly case: string; readonly version?: number; readonly appointment: string; /** The person reads it, in the case and in the mailbox. */ readonly reason: string }

/** The office cancels. Whoever keeps the calendar hears it by the event (`by` is `staff`). Also in a case that is closed: what somebody would come to in vain is called off. */
export function cancelCaseAppointment(deps: CaseworkDeps, reach: Reach, given: OnAppointment): Promise<AppointmentChange> {
  return change(deps, reach, given, { name: "appointment-cancelled", problem: async () => undefined, act: (tx, inCase, words) => deps.appointments.cancel(tx, { ...inCase, appointment: given.appointment, words }) });
}

/** The office moves it to another time that the same office offers and that is free. */
export function moveCaseAppointment(deps: CaseworkDeps, reach: Reach, given: OnAppointment & { readonly slot: string }): Promise<AppointmentChange> {
  return change(deps, reach, given, {
    name: "appointment-moved", problem: (tx, one, found) => slotProblem(tx, deps, one, found, given.slot),
    act: (tx, inCase, words) => deps.appointments.move(tx, { ...inCase, appointment: given.appointment, slot: given.slot, words }),
  });
}

/** Of an appointment that nobody chose only a time that is none can be said to be wrong. */
async function slotProblem(tx: Tx, deps: CaseworkDeps, one: Case, found: Appointment | undefined, slot: string): Promise<"slot-taken" | undefined> {
  if (!isId(slot)) return "slot-taken";
  if (!found || found.slot === slot || deps.appointments.isOver(found)) return undefined;
  return await deps.appointments.isFree(tx, { tenant: one.tenant, office: found.office, slot }) ? undefined : "slot-taken";
}

interface Doing {
  readonly name: Extract<CaseChange, `appointment-${string}`>;
  readonly problem: (tx: Tx, one: Case, found: Appointment | undefined) => Promise<AppointmentProblem | undefined>;
  readonly act: (tx: Tx, inCase: InCase, words: string) => ReturnType<CaseworkDeps["appointments"]["cancel"]>;
}

function change(deps: CaseworkDeps, reach: Reach, given: OnAppointment, { name, problem, act }: Doing): Promise<AppointmentChange> {
  return changeCase(deps, reach, given, async (tx, { one, head }: CaseInHand): Promise<AppointmentChange> => {
    const words = given.reason.trim();
    const found = isId(given.appointment) ? (await deps.appointments.of(tx, one.application)).find((each) => each.id === given.appointment && keepsAppointment(one, each)) : undefined;
    // In the order of the form.
    const wrong = wrongInput<AppointmentProblem>([!found ? "appointment-unknown" : deps.appointments.isOver(found) ? "appointment-over" : undefined, await problem(tx, one, found), reasonProblem(words)]);
    if (wrong) return wrong;
    if (!found) throw new Error("an appointment that is not known counts as right");
    const actor = staffActor(reach, one.office);
    const done = await act(tx, { head, office: found.office, actor }, words);
    if (!done.ok) return { ok: false, why: done.why === "not-found" ? "appointment-unknown" : done.why };
    await deps.audit.record(tx, { tenant: reach.tenant, ...(head.account === undefined ? {} : { account: head.account }), actor, action: name === "appointment-moved" ? "appointment.move" : "appointment.cancel", subject: { kind: "application", id: one.application } });
    return { ok: true, one: await updateCase(tx, one, {}, { change: name, at: deps.clock.now(), by: reach.staff }) };
  });
}
