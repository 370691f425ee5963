import type { Actor } from "#modules/audit";
import type { Level } from "#modules/accounts";
import type { ApplicationHead, Applications } from "#modules/applications";
import type { Answers } from "#modules/answers";
import type { Forms } from "#modules/forms";
import type { Clock } from "#platform/clock";
import { sql, type Database, type Sql, type Tx } from "#platform/database";
import type { DomainEvent, Subscription } from "#platform/events";
import { isId, newId } from "#platform/ids";
import type { JobHandler } from "#platform/jobs";
import { appointmentOf, type Appointment, type AppointmentRefusal, type AppointmentRow } from "./appointment.ts";
import { forgetAppointments } from "./forget-appointments.ts";
import { chosenSlots, type FormSlot, formSlots, formSlotState } from "./form-slots.ts";
import { findSlots, isSlotFree, offerSlots, withdrawSlot } from "./slots.ts";
import { told } from "./words.ts";

export interface AppointmentsDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly applications: Pick<Applications, "record" | "heads" | "view" | "parts" | "content" | "timeline">;
  readonly answers: Pick<Answers, "tell" | "inCase">;
  readonly forms: Pick<Forms, "service">;
}

/** In whose name something is done in a case; the transaction has the town and, where there is one, the applicant's account in its scope (`answers.inCase`). */
export interface InCase { readonly head: ApplicationHead; readonly office: string; readonly actor: Actor }
export type AppointmentOutcome = { readonly ok: true; readonly appointment: Appointment } | AppointmentRefusal;
/** Somebody who is signed in, and one of their own cases. */
export interface Own { readonly account: string; readonly level: Level; readonly application: string }

const select = sql`select a.id, a.application_id, a.office, a.slot_id, a.state, a.revision, s.starts_at, s.ends_at, s.place from appointments.appointment a join appointments.slot s on s.tenant_id = a.tenant_id and s.id = a.slot_id`;
type Told = "appointment-booked" | "appointment-moved" | "appointment-cancelled" | "appointment-missed";

/** Times that offices offer, and appointments of cases in them. */
export function createAppointments(deps: AppointmentsDeps) {
  const rows = async (tx: Tx, where: Sql): Promise<Appointment[]> => (await tx.rows<AppointmentRow>(sql`${select} where ${where} order by a.booked_at, a.id`)).map(appointmentOf);
  const one = async (tx: Tx, id: string): Promise<Appointment> => appointmentOf(await tx.one<AppointmentRow>(sql`${select} where a.id = ${id}`));

  async function locked(tx: Tx, { head, office }: InCase, id: string): Promise<Appointment | undefined> {
    const row = await tx.maybe<AppointmentRow>(sql`${select} where a.id = ${id} and a.application_id = ${head.id} and a.office = ${office} for update of a`);
    return row && appointmentOf(row);
  }
  /** The last place goes to one: the row counts. */
  async function take(tx: Tx, tenant: string, slot: string, office: string): Promise<boolean> {
    return (await tx.run(sql`update appointments.slot set taken = taken + 1 where id = ${slot} and tenant_id = ${tenant} and office = ${office} and withdrawn_at is null and taken < capacity and starts_at > ${deps.clock.now()}`)) === 1;
  }
  async function free(tx: Tx, slot: string): Promise<void> {
    await tx.run(sql`update appointments.slot set taken = taken - 1 where id = ${slot}`);
  }
  async function end(tx: Tx, before: Appointment): Promise<Appointment> {
    await free(tx, before.slot);
    await tx.run(sql`update appointments.appointment set state = 'cancelled', revision = revision + 1, changed_at = ${deps.clock.now()} where id = ${before.id}`);
    return one(tx, before.id);
  }
  /** In the case's log, and in the person's mailbox where there is one. */
  async function tell(tx: Tx, { head, office, actor }: InCase, type: Told, about: { readonly appointment: string } | { readonly slot: string }, words: { readonly subject: string; readonly text: string }, more = ""): Promise<void> {
    const text = more.trim() === "" ? words.text : `${words.text}\n\n${more.trim()}`;
    await deps.applications.record(tx, head.id, { type, actor, text, data: { office, ...about } });
    await deps.answers.tell(tx, { head, office, kind: "status", language: head.language, subject: words.subject, text });
  }
  const isOver = (given: Appointment): boolean => given.state === "cancelled" || given.startsAt <= deps.clock.now();

  /** In the person's own case: their office, their sign-in. Undefined for a case of somebody else, or below its level. */
  async function inOwn<T>({ account, level, application }: Own, work: (tx: Tx, head: ApplicationHead) => Promise<T>): Promise<T | undefined> {
    const tenant = await deps.db.asAccount(account, async (tx) => (await deps.applications.view(tx, application))?.tenant);
    if (tenant === undefined) return undefined;
    return deps.answers.inCase(tenant, application, async (tx, head) => (head.account === account && head.trustLevel <= level ? work(tx, head) : undefined));
  }

  const toCome = (): Sql => sql`a.state = 'booked' and s.starts_at > ${deps.clock.now()}`;
  const system = { kind: "system", what: "appointments" } as const;

  /** The person withdrew the application: what was still to come is free for others. Told again it finds nothing. */
  async function endWithdrawn(event: DomainEvent): Promise<void> {
    const { application, tenant } = idsOf(event);
    await deps.answers.inCase(tenant, application, async (tx, head) => {
      for (const { id, office } of await rows(tx, sql`a.application_id = ${application} and ${toCome()}`)) {
        const before = await locked(tx, { head, office, actor: system }, id);
        if (!before || isOver(before)) continue;
        await end(tx, before);
        await tell(tx, { head, office, actor: system }, "appointment-cancelled", { appointment: id }, told.endedWithdrawn(head.language, before));
      }
    });
  }

  /** Another town has the case now; its scope does not see the old town's rows, so the log is written in the operator's and the mailbox after it. */
  async function endElsewhere(event: DomainEvent): Promise<void> {
    const { application, tenant } = idsOf(event);
    const ended = await deps.db.asOperator("appointments of a case that another town has now", async (tx) => {
      const head = await deps.applications.view(tx, application);
      const still = (await tx.rows<AppointmentRow>(sql`${select} where a.application_id = ${application} and a.tenant_id <> ${tenant} and ${toCome()} order by a.id for update of a`)).map(appointmentOf);
      for (const appointment of still) {
        await end(tx, appointment);
        if (head) await deps.applications.record(tx, application, { type: "appointment-cancelled", actor: system, text: told.endedElsewhere(head.language, appointment).text, data: { appointment: appointment.id } });
      }
      return still;
    });
    if (ended.length === 0) return;
    await deps.answers.inCase(tenant, application, async (tx, head) => {
      for (const appointment of ended) await deps.answers.tell(tx, { head, office: appointment.office, kind: "status", language: head.language, ...told.endedElsewhere(head.language, appointment) });
    });
  }

  /** A new appointment in a slot that was taken for it. */
  async function insert(tx: Tx, { head, office }: InCase, slot: string): Promise<Appointment> {
    const at = deps.clock.now();
    const id = newId(at.getTime());
    await tx.run(sql`insert into appointments.appointment (id, tenant_id, application_id, office, slot_id, state, booked_at, changed_at) values (${id}, ${head.tenant}, ${head.id}, ${office}, ${slot}, 'booked', ${at}, ${at})`);
    return one(tx, id);
  }

  /** What the person chose in the form is booked with the application; who comes too late is told so. Told again it finds everything done. */
  async function bookChosen(event: DomainEvent): Promise<void> {
    const { application, tenant } = idsOf(event);
    await deps.answers.inCase(tenant, application, async (tx, head) => {
      const service = await deps.forms.service(head.service, head.formVersion);
      if (!asksForAppointment(service?.form)) return;
      const chosen = chosenSlots((await deps.applications.content(tx, application, { kind: "tenant" }))?.answers).filter(({ slot }) => isId(slot));
      if (chosen.length === 0) return;
      const offices = new Set((await deps.applications.parts(tx, application)).map(({ office }) => office));
      const before = new Set((await rows(tx, sql`a.application_id = ${application}`)).map(({ slot }) => slot));
      const missed = new Set((await deps.applications.timeline(tx, application, { kind: "tenant" }, "office")).flatMap(({ type, data }) => (type === "appointment-missed" ? [data["slot"]] : [])));
      const actor = head.account === undefined ? { kind: "visitor" } as const : { kind: "citizen", account: head.account } as const;
      for (const { slot } of chosen) {
        const row = before.has(slot) || missed.has(slot) ? undefined : await tx.maybe<{ office: string; starts_at: Date; ends_at: Date; place: string }>(sql`select office, starts_at, ends_at, place from appointments.slot where id = ${slot} and tenant_id = ${tenant}`);
        // Of another calendar, or of an office that has no part in this.
        if (!row || !offices.has(row.office)) continue;
        const given = { head, office: row.office, actor };
        const time = { startsAt: row.starts_at, endsAt: row.ends_at, place: row.place };
        if (await take(tx, tenant, slot, row.office)) await tell(tx, given, "appointment-booked", { appointment: (await insert(tx, given, slot)).id }, told.booked(head.language, time));
        else await tell(tx, { ...given, actor: system }, "appointment-missed", { slot }, told.missed(head.language, time));
      }
    });
  }

  return {
    offer: offerSlots,
    slots: findSlots,
    withdraw: withdrawSlot,
    /** Of one case, oldest first. */
    of: (tx: Tx, application: string): Promise<readonly Appointment[]> => rows(tx, sql`a.application_id = ${application}`),
    /** The same for the person whose case it is. */
    own: async (given: Own): Promise<readonly Appointment[]> => await inOwn(given, (tx) => rows(tx, sql`a.application_id = ${given.application}`)) ?? [],

    /** Free times of an office for a form that asks for an appointment, and whether one that was chosen is still free. */
    forForm: (given: { readonly tenant: string; readonly office: string }): Promise<readonly FormSlot[]> => deps.db.inTenant(given.tenant, (tx) => formSlots(tx, { ...given, now: deps.clock.now() })),
    stateInForm: (given: FormSlot & { readonly tenant: string; readonly office: string }) => deps.db.inTenant(given.tenant, (tx) => formSlotState(tx, { ...given, now: deps.clock.now() })),

    async book(tx: Tx, given: InCase & { readonly slot: string; readonly words: string }): Promise<AppointmentOutcome> {
      const { head, office } = given;
      if (!await take(tx, head.tenant, given.slot, office)) return { ok: false, why: "slot-taken" };
      const appointment = await insert(tx, given, given.slot);
      await tell(tx, given, "appointment-booked", { appointment: appointment.id }, told.booked(head.language, appointment), given.words);
      return { ok: true, appointment };
    },

    /** What stands in the way of a change, before it is made. */
    isOver,
    isFree: (tx: Tx, given: { readonly tenant: string; readonly office: string; readonly slot: string }) => isSlotFree(tx, { ...given, now: deps.clock.now() }),

    /** To another time of the same office; the old place is free in the same transaction. */
    async move(tx: Tx, given: InCase & { readonly appointment: string; readonly slot: string; readonly words: string }): Promise<AppointmentOutcome> {
      const before = await locked(tx, given, given.appointment);
      if (!before) return { ok: false, why: "not-found" };
      if (isOver(before)) return { ok: false, why: "appointment-over" };
      if (before.slot === given.slot) return { ok: true, appointment: before };
      if (!await take(tx, given.head.tenant, given.slot, given.office)) return { ok: false, why: "slot-taken" };
      await free(tx, before.slot);
      await tx.run(sql`update appointments.appointment set slot_id = ${given.slot}, revision = revision + 1, changed_at = ${deps.clock.now()} where id = ${before.id}`);
      const appointment = await one(tx, before.id);
      await tell(tx, given, "appointment-moved", { appointment: before.id }, told.moved(given.head.language, before, appointment), given.words);
      return { ok: true, appointment };
    },

    async cancel(tx: Tx, given: InCase & { readonly appointment: string; readonly words: string }): Promise<AppointmentOutcome> {
      const before = await locked(tx, given, given.appointment);
      if (!before) return { ok: false, why: "not-found" };
      if (isOver(before)) return { ok: false, why: "appointment-over" };
      const appointment = await end(tx, before);
      await tell(tx, given, "appointment-cancelled", { appointment: before.id }, told.cancelled(given.head.language, before), given.words);
      return { ok: true, appointment };
    },

    /** The person cancels. Whoever keeps the calendar is told by the event (`by` is `citizen`), the office by its case; also in a case that is closed. */
    async cancelOwn(given: Own & { readonly appointment: string; readonly words: string }): Promise<AppointmentOutcome> {
      return await inOwn(given, async (tx, head): Promise<AppointmentOutcome> => {
        const found = (await rows(tx, sql`a.id = ${given.appointment} and a.application_id = ${head.id}`))[0];
        if (!found) return { ok: false, why: "not-found" };
        const inCase = { head, office: found.office, actor: { kind: "citizen", account: given.account } } as const;
        const before = await locked(tx, inCase, found.id);
        if (!before || isOver(before)) return { ok: false, why: "appointment-over" };
        const appointment = await end(tx, before);
        await tell(tx, inCase, "appointment-cancelled", { appointment: before.id }, told.cancelledByPerson(head.language, before), given.words);
        return { ok: true, appointment };
      }) ?? { ok: false, why: "not-found" };
    },

    subscriptions: [
      { name: "appointments.submitted", to: "application.submitted", handle: bookChosen },
      { name: "appointments.withdrawn", to: "application.withdrawn", handle: endWithdrawn },
      { name: "appointments.handed-over", to: "application.handed-over", handle: endElsewhere },
    ] satisfies Subscription[],
    jobs: { "appointments.forget": async () => { await forgetAppointments(deps); } } satisfies Record<string, JobHandler>,
    crontab: ["50 2 * * * appointments.forget"],
  };
}

export type Appointments = ReturnType<typeof createAppointments>;

function idsOf(event: DomainEvent): { readonly tenant: string; readonly application: string } {
  const { application, tenant } = event;
  if (!isId(application) || !isId(tenant)) throw new Error(`the event ${event.type} names no application of a town`);
  return { application, tenant };
}

function asksForAppointment(form: NonNullable<Awaited<ReturnType<Forms["service"]>>>["form"] | undefined): boolean {
  return form !== undefined && [...form.nodes.values()].some((node) => node.kind === "field" && node.definition.type === "appointment");
}
