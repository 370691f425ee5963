import type { Appointment, AppointmentOutcome, FindSlots, OfferedSlot, Slot } from "#modules/appointments";
import type { Tx } from "#platform/database";
import { asClient, type Access } from "./access.ts";
import type { Bearer } from "./bearer.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { grantedApplication, inGrantedCase, speakingOffice, type GrantedApplication } from "./granted-application.ts";
import { once, type WriteRequest, type WrittenAnswer } from "./idempotency.ts";
import { outcomeOf, Refused, type Outcome } from "./refusal.ts";

const scope = "termine.fuehren";

/** Times that a program offers for offices of its permission; all of them or none. */
export function offerSlots(deps: ExtensionsDeps, bearer: Bearer, slots: readonly OfferedSlot[], request: WriteRequest): Promise<Outcome<WrittenAnswer>> {
  return asClient(deps, bearer, scope, (tx, access) => once(tx, deps, access, request, async () => {
    const known = new Set(deps.offices.of(access.tenant).map(({ role }) => role));
    const offices = [...known].filter((role) => access.offices?.includes(role) ?? true);
    for (const { office } of slots) if (!offices.includes(office)) throw new Refused({ why: "office-needed", offices });
    const offered = await deps.appointments.offer(tx, { tenant: access.tenant, source: access.client, at: deps.clock.now(), slots });
    if (!offered.ok) throw new Refused({ why: "slot-taken", errors: [{ pointer: `/slots/${offered.at}`, message: "somebody has this time: it can be neither moved nor made smaller than what people have" }] });
    return { status: 201, body: { items: offered.slots.map(presentSlot) } };
  }));
}

/** Times of the permitted offices, whoever offers them. */
export function findSlots(deps: ExtensionsDeps, bearer: Bearer, given: Omit<FindSlots, "tenant" | "offices"> & { readonly office: string | undefined }): Promise<Outcome<readonly Slot[]>> {
  return asClient(deps, bearer, scope, (tx, access) => {
    const offices = given.office === undefined ? access.offices : [given.office].filter((one) => access.offices?.includes(one) ?? true);
    return deps.appointments.slots(tx, { ...given, tenant: access.tenant, offices });
  });
}

/** Only what the program itself offers. */
export function withdrawSlot(deps: ExtensionsDeps, bearer: Bearer, slot: string, request: WriteRequest): Promise<Outcome<WrittenAnswer>> {
  return asClient(deps, bearer, scope, (tx, access) => once(tx, deps, access, request, async () => {
    const done = await deps.appointments.withdraw(tx, { tenant: access.tenant, source: access.client, slot, at: deps.clock.now() });
    if (done !== "withdrawn") throw new Refused(done === "slot-taken" ? { why: "slot-taken", errors: [] } : { why: "not-found" });
    return { status: 204, body: null };
  }));
}

export function appointmentsOfCase(deps: ExtensionsDeps, bearer: Bearer, application: string): Promise<Outcome<readonly Appointment[]>> {
  return asClient(deps, bearer, scope, async (tx, access) => {
    const { head } = await grantedApplication(tx, deps, access, application);
    return (await deps.appointments.of(tx, head.id)).filter(({ office }) => access.offices?.includes(office) ?? true);
  });
}

export interface BookSlot { readonly application: string; readonly slot: string; readonly text: string; readonly office: string | undefined }

/** Of two for the last place one gets it; the other is told so. */
export function bookAppointment(deps: ExtensionsDeps, bearer: Bearer, given: BookSlot, request: WriteRequest): Promise<Outcome<WrittenAnswer>> {
  return inAppointments(deps, bearer, given.application, request, (tx, access, application) => deps.appointments.book(tx, { ...inCase(access, application, speakingOffice(application, given.office)), slot: given.slot, words: given.text }));
}

export function moveAppointment(deps: ExtensionsDeps, bearer: Bearer, given: { readonly application: string; readonly appointment: string; readonly slot: string; readonly text: string }, request: WriteRequest): Promise<Outcome<WrittenAnswer>> {
  return inAppointments(deps, bearer, given.application, request, async (tx, access, application) => deps.appointments.move(tx, { ...inCase(access, application, await officeOf(tx, deps, access, given)), appointment: given.appointment, slot: given.slot, words: given.text }));
}

export function cancelAppointment(deps: ExtensionsDeps, bearer: Bearer, given: { readonly application: string; readonly appointment: string; readonly text: string }, request: WriteRequest): Promise<Outcome<WrittenAnswer>> {
  return inAppointments(deps, bearer, given.application, request, async (tx, access, application) => deps.appointments.cancel(tx, { ...inCase(access, application, await officeOf(tx, deps, access, given)), appointment: given.appointment, words: given.text }));
}

function inAppointments(deps: ExtensionsDeps, bearer: Bearer, application: string, request: WriteRequest, act: (tx: Tx, access: Access, application: GrantedApplication) => Promise<AppointmentOutcome>): Promise<Outcome<WrittenAnswer>> {
  return outcomeOf(() => inGrantedCase(deps, bearer, scope, application, (tx, access, granted) => once(tx, deps, access, request, async () => {
    const { status } = granted.head;
    if (status === "closed" || status === "withdrawn") throw new Refused({ why: "status-not-allowed", from: status });
    const done = await act(tx, access, granted);
    if (!done.ok) throw new Refused(done.why === "slot-taken" ? { why: "slot-taken", errors: [] } : { why: done.why });
    return { status: 201, body: presentAppointment(done.appointment) };
  })));
}

const inCase = (access: Access, { head }: GrantedApplication, office: string) => ({ head, office, actor: access.actor });

/** The office of an appointment, as far as the permission goes. */
async function officeOf(tx: Tx, deps: ExtensionsDeps, access: Access, given: { readonly application: string; readonly appointment: string }): Promise<string> {
  const found = (await deps.appointments.of(tx, given.application)).find(({ id, office }) => id === given.appointment && (access.offices?.includes(office) ?? true));
  if (!found) throw new Refused({ why: "not-found" });
  return found.office;
}

export function presentSlot({ startsAt, endsAt, externalId, ...slot }: Slot): object {
  return { ...slot, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), ...(externalId === undefined ? {} : { externalId }) };
}

export function presentAppointment({ startsAt, endsAt, ...one }: Appointment): object {
  return { ...one, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
}
