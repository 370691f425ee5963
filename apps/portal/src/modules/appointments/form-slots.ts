import { legalDateTime } from "#platform/clock";
import { sql, type Tx } from "#platform/database";
import { isId } from "#platform/ids";
import { findSlots } from "./slots.ts";

/** A time as the field `appointment` of a form has it: `at` is `YYYY-MM-DDTHH:MM` in German legal time, `slot` the id of the time here. */
export interface FormSlot { readonly slot: string; readonly at: string }

/** More than somebody reads on a page. */
const mostShown = 30;
const legalAt = (instant: Date): string => legalDateTime(instant).replace(" ", "T");

/** The next free times of an office, for a form that asks for an appointment. */
export async function formSlots(tx: Tx, given: { readonly tenant: string; readonly office: string; readonly now: Date }): Promise<FormSlot[]> {
  const free = await findSlots(tx, { tenant: given.tenant, offices: [given.office], from: given.now, until: undefined, onlyFree: true, after: undefined, limit: mostShown });
  return free.map(({ id, startsAt }) => ({ slot: id, at: legalAt(startsAt) }));
}

/** Whether a chosen time still takes somebody. `unknown`: it comes from elsewhere, for example from the calendar of a program that helps with the step. */
export async function formSlotState(tx: Tx, given: FormSlot & { readonly tenant: string; readonly office: string; readonly now: Date }): Promise<"free" | "taken" | "unknown"> {
  if (!isId(given.slot)) return "unknown";
  const row = await tx.maybe<{ office: string; starts_at: Date; open: boolean }>(sql`select office, starts_at, withdrawn_at is null and taken < capacity and starts_at > ${given.now} as open from appointments.slot where id = ${given.slot} and tenant_id = ${given.tenant}`);
  if (!row) return "unknown";
  return row.open && row.office === given.office && legalAt(row.starts_at) === given.at ? "free" : "taken";
}

/** The times that were chosen in answers, wherever they stand: no other type of field has an answer of this shape. */
export function chosenSlots(answers: unknown): readonly FormSlot[] {
  if (typeof answers !== "object" || answers === null) return [];
  if (!Array.isArray(answers) && "slot" in answers && "at" in answers && typeof answers.slot === "string" && typeof answers.at === "string") return [{ slot: answers.slot, at: answers.at }];
  return Object.values(answers).flatMap(chosenSlots);
}
