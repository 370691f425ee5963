import type { Actor } from "#modules/audit";
import type { ApplicationHead, Applications } from "#modules/applications";
import type { Answers } from "#modules/answers";
import type { Clock } from "#platform/clock";
import { sql, type Database, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import type { JobHandler } from "#platform/jobs";
import { inWords, type Appointment, type AppointmentRefusal } from "./appointment.ts";
import { forgetAppointments } from "./forget-appointments.ts";
import { findSlots, offerSlots, withdrawSlot } from "./slots.ts";

export interface AppointmentsDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly applications: Pick<Applications, "record" | "heads">;
  readonly answers: Pick<Answers, "tell">;
}

/** In whose name something is done in a case; the transaction has the town and, where there is one, the applicant's account in its scope (`answers.inCase`). */
export interface InCase { readonly head: ApplicationHead; readonly office: string; readonly actor: Actor }
export type AppointmentOutcome = { readonly ok: true; readonly appointment: Appointment } | AppointmentRefusal;

interface Row { readonly id: string; readonly application_id: string; readonly office: string; readonly slot_id: string; readonly state: "booked" | "cancelled"; readonly revision: number; readonly starts_at: Date; readonly ends_at: Date; readonly place: string }
const select = sql`select a.id, a.application_id, a.office, a.slot_id, a.state, a.revision, s.starts_at, s.ends_at, s.place from appointments.appointment a join appointments.slot s on s.tenant_id = a.tenant_id and s.id = a.slot_id`;
const appointmentOf = (row: Row): Appointment => ({ id: row.id, application: row.application_id, office: row.office, slot: row.slot_id, state: row.state, startsAt: row.starts_at, endsAt: row.ends_at, place: row.place, revision: row.revision });

/** Times that offices offer, and appointments of cases in them. */
export function createAppointments(deps: AppointmentsDeps) {
  const one = async (tx: Tx, id: string): Promise<Appointment> => appointmentOf(await tx.one<Row>(sql`${select} where a.id = ${id}`));

  async function locked(tx: Tx, { head, office }: InCase, id: string): Promise<Appointment | undefined> {
    const row = await tx.maybe<Row>(sql`${select} where a.id = ${id} and a.application_id = ${head.id} and a.office = ${office} for update of a`);
    return row && appointmentOf(row);
  }
  /** The last place goes to one: the row counts. */
  async function take(tx: Tx, tenant: string, slot: string, office: string): Promise<boolean> {
    return (await tx.run(sql`update appointments.slot set taken = taken + 1 where id = ${slot} and tenant_id = ${tenant} and office = ${office} and withdrawn_at is null and taken < capacity and starts_at > ${deps.clock.now()}`)) === 1;
  }
  async function free(tx: Tx, slot: string): Promise<void> {
    await tx.run(sql`update appointments.slot set taken = taken - 1 where id = ${slot}`);
  }
  /** In the case's log, and in the person's mailbox where there is one. */
  async function tell(tx: Tx, { head, office, actor }: InCase, type: "appointment-booked" | "appointment-moved" | "appointment-cancelled", subject: string, appointment: Appointment, text: string): Promise<void> {
    await deps.applications.record(tx, head.id, { type, actor, text, data: { office, appointment: appointment.id } });
    await deps.answers.tell(tx, { head, office, kind: "status", subject, text });
  }
  const withWords = (text: string, words: string): string => (words.trim() === "" ? text : `${text}\n\n${words.trim()}`);

  return {
    offer: offerSlots,
    slots: findSlots,
    withdraw: withdrawSlot,
    /** Of one case, oldest first. */
    of: async (tx: Tx, application: string): Promise<readonly Appointment[]> => (await tx.rows<Row>(sql`${select} where a.application_id = ${application} order by a.booked_at, a.id`)).map(appointmentOf),

    async book(tx: Tx, given: InCase & { readonly slot: string; readonly words: string }): Promise<AppointmentOutcome> {
      const { head, office } = given;
      if (!await take(tx, head.tenant, given.slot, office)) return { ok: false, why: "slot-taken" };
      const at = deps.clock.now();
      const id = newId(at.getTime());
      await tx.run(sql`insert into appointments.appointment (id, tenant_id, application_id, office, slot_id, state, booked_at, changed_at) values (${id}, ${head.tenant}, ${head.id}, ${office}, ${given.slot}, 'booked', ${at}, ${at})`);
      const appointment = await one(tx, id);
      await tell(tx, given, "appointment-booked", "Ihr Termin", appointment, withWords(`Sie haben einen Termin: ${inWords(appointment)}.`, given.words));
      return { ok: true, appointment };
    },

    /** To another time of the same office; the old place is free in the same transaction. */
    async move(tx: Tx, given: InCase & { readonly appointment: string; readonly slot: string; readonly words: string }): Promise<AppointmentOutcome> {
      const before = await locked(tx, given, given.appointment);
      if (!before) return { ok: false, why: "not-found" };
      if (before.state === "cancelled" || before.startsAt <= deps.clock.now()) return { ok: false, why: "appointment-over" };
      if (before.slot === given.slot) return { ok: true, appointment: before };
      if (!await take(tx, given.head.tenant, given.slot, given.office)) return { ok: false, why: "slot-taken" };
      await free(tx, before.slot);
      await tx.run(sql`update appointments.appointment set slot_id = ${given.slot}, revision = revision + 1, changed_at = ${deps.clock.now()} where id = ${before.id}`);
      const appointment = await one(tx, before.id);
      await tell(tx, given, "appointment-moved", "Ihr Termin wurde verlegt", appointment, withWords(`Ihr Termin am ${inWords(before)} ist verlegt. Der neue Termin: ${inWords(appointment)}.`, given.words));
      return { ok: true, appointment };
    },

    async cancel(tx: Tx, given: InCase & { readonly appointment: string; readonly words: string }): Promise<AppointmentOutcome> {
      const before = await locked(tx, given, given.appointment);
      if (!before) return { ok: false, why: "not-found" };
      if (before.state === "cancelled" || before.startsAt <= deps.clock.now()) return { ok: false, why: "appointment-over" };
      await free(tx, before.slot);
      await tx.run(sql`update appointments.appointment set state = 'cancelled', revision = revision + 1, changed_at = ${deps.clock.now()} where id = ${before.id}`);
      const appointment = await one(tx, before.id);
      await tell(tx, given, "appointment-cancelled", "Ihr Termin ist abgesagt", appointment, withWords(`Ihr Termin am ${inWords(before)} ist abgesagt.`, given.words));
      return { ok: true, appointment };
    },

    jobs: { "appointments.forget": async () => { await forgetAppointments(deps); } } satisfies Record<string, JobHandler>,
    crontab: ["50 2 * * * appointments.forget"],
  };
}

export type Appointments = ReturnType<typeof createAppointments>;
