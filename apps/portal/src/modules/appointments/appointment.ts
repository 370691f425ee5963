/** A time that an office offers to people. */
export interface Slot {
  readonly id: string;
  readonly office: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Where to go, for the person. */
  readonly place: string;
  readonly capacity: number;
  /** Places that nobody has. */
  readonly free: number;
  /** Number in the calendar it comes from. */
  readonly externalId: string | undefined;
}

export interface Appointment {
  readonly id: string;
  readonly application: string;
  readonly office: string;
  readonly slot: string;
  readonly state: "booked" | "cancelled";
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly place: string;
  /** Grows when it is moved or cancelled. */
  readonly revision: number;
}

export type AppointmentRefusal =
  | { readonly ok: false; readonly why: "not-found" }
  /** Nobody is left to be taken, it has begun, or is not offered any more. */
  | { readonly ok: false; readonly why: "slot-taken" }
  | { readonly ok: false; readonly why: "appointment-over" };

export interface AppointmentRow { readonly id: string; readonly application_id: string; readonly office: string; readonly slot_id: string; readonly state: "booked" | "cancelled"; readonly revision: number; readonly starts_at: Date; readonly ends_at: Date; readonly place: string }

export function appointmentOf(row: AppointmentRow): Appointment {
  return { id: row.id, application: row.application_id, office: row.office, slot: row.slot_id, state: row.state, startsAt: row.starts_at, endsAt: row.ends_at, place: row.place, revision: row.revision };
}
