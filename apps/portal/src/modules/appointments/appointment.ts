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

const day = new Intl.DateTimeFormat("de-DE", { timeZone: "Europe/Berlin", weekday: "long", day: "numeric", month: "long", year: "numeric" });
const time = new Intl.DateTimeFormat("de-DE", { timeZone: "Europe/Berlin", hour: "2-digit", minute: "2-digit" });

/** When and where, in German legal time, for the person. */
export function inWords(one: Pick<Appointment, "startsAt" | "endsAt" | "place">): string {
  return `${day.format(one.startsAt)}, ${time.format(one.startsAt)} bis ${time.format(one.endsAt)} Uhr, ${one.place}`;
}
