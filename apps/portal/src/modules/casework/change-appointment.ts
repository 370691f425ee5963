import type { InCase } from "#modules/appointments";
import { isId } from "#platform/ids";
import type { Tx } from "#platform/database";
import type { Case, CaseChange, CaseRefusal } from "./case.ts";
import type { Reach } from "./case-policy.ts";
import { updateCase } from "./case-store.ts";
import { type CaseInHand, changeCase } from "./change-case.ts";
import { keepsAppointment, staffActor } from "./open-case.ts";
import type { CaseworkDeps } from "./ports.ts";
import { longestReason } from "./tell-person.ts";

export type AppointmentChange = { readonly ok: true; readonly one: Case } | { readonly ok: false; readonly why: "appointment-unknown" | "appointment-over" | "slot-taken" | "text-missing" | "text-too-long" } | CaseRefusal;

interface OnAppointment { readonly case: string; readonly version?: number; readonly appointment: string; /** The person reads it, in the case and in the mailbox. */ readonly reason: string }

/** The office cancels. Whoever keeps the calendar hears it by the event (`by` is `staff`). Also in a case that is closed: what somebody would come to in vain is called off. */
export function cancelCaseAppointment(deps: CaseworkDeps, reach: Reach, given: OnAppointment): Promise<AppointmentChange> {
  return change(deps, reach, given, "appointment-cancelled", (tx, inCase, words) => deps.appointments.cancel(tx, { ...inCase, appointment: given.appointment, words }));
}

/** The office moves it to another time that the same office offers and that is free. */
export function moveCaseAppointment(deps: CaseworkDeps, reach: Reach, given: OnAppointment & { readonly slot: string }): Promise<AppointmentChange> {
  return change(deps, reach, given, "appointment-moved", async (tx, inCase, words) => (isId(given.slot) ? deps.appointments.move(tx, { ...inCase, appointment: given.appointment, slot: given.slot, words }) : { ok: false, why: "slot-taken" }));
}

type Doing = (tx: Tx, inCase: InCase, words: string) => ReturnType<CaseworkDeps["appointments"]["cancel"]>;

function change(deps: CaseworkDeps, reach: Reach, given: OnAppointment, name: Extract<CaseChange, `appointment-${string}`>, act: Doing): Promise<AppointmentChange> {
  return changeCase(deps, reach, given, async (tx, { one, head }: CaseInHand): Promise<AppointmentChange> => {
    const words = given.reason.trim();
    const found = isId(given.appointment) ? (await deps.appointments.of(tx, one.application)).find((each) => each.id === given.appointment && keepsAppointment(one, each)) : undefined;
    if (!found) return { ok: false, why: "appointment-unknown" };
    if (words === "" || words.length > longestReason) return { ok: false, why: words === "" ? "text-missing" : "text-too-long" };
    const actor = staffActor(reach, one.office);
    const done = await act(tx, { head, office: found.office, actor }, words);
    if (!done.ok) return { ok: false, why: done.why === "not-found" ? "appointment-unknown" : done.why };
    await deps.audit.record(tx, { tenant: reach.tenant, ...(head.account === undefined ? {} : { account: head.account }), actor, action: name === "appointment-moved" ? "appointment.move" : "appointment.cancel", subject: { kind: "application", id: one.application } });
    return { ok: true, one: await updateCase(tx, one, {}, { change: name, at: deps.clock.now(), by: reach.staff }) };
  });
}
