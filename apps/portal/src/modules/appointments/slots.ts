import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import type { Slot } from "./appointment.ts";

interface SlotRow { readonly id: string; readonly office: string; readonly starts_at: Date; readonly ends_at: Date; readonly place: string; readonly capacity: number; readonly taken: number; readonly external_id: string | null }
export const slotColumns = sql`s.id, s.office, s.starts_at, s.ends_at, s.place, s.capacity, s.taken, s.external_id`;
const slotOf = (row: SlotRow): Slot => ({ id: row.id, office: row.office, startsAt: row.starts_at, endsAt: row.ends_at, place: row.place, capacity: row.capacity, free: row.capacity - row.taken, externalId: row.external_id ?? undefined });

export interface OfferedSlot { readonly office: string; readonly startsAt: Date; readonly endsAt: Date; readonly place: string; readonly capacity: number; readonly externalId: string | undefined }

/**
 * Offers times. One that has a number in its calendar and is offered already is changed; not below what people have, and not in its time while
 * somebody has it: then it is refused, because they would come at the wrong time.
 */
export async function offerSlots(tx: Tx, given: { readonly tenant: string; readonly source: string; readonly at: Date; readonly slots: readonly OfferedSlot[] }): Promise<{ readonly ok: true; readonly slots: readonly Slot[] } | { readonly ok: false; readonly why: "slot-taken"; readonly at: number }> {
  const slots: Slot[] = [];
  for (const [i, one] of given.slots.entries()) {
    const row = await tx.maybe<SlotRow>(sql`insert into appointments.slot as s (id, tenant_id, office, starts_at, ends_at, place, capacity, source, external_id, offered_at)
      values (${newId(given.at.getTime())}, ${given.tenant}, ${one.office}, ${one.startsAt}, ${one.endsAt}, ${one.place}, ${one.capacity}, ${given.source}, ${one.externalId ?? null}, ${given.at})
      on conflict (tenant_id, source, external_id) where external_id is not null and withdrawn_at is null
      do update set office = excluded.office, starts_at = excluded.starts_at, ends_at = excluded.ends_at, place = excluded.place, capacity = excluded.capacity, offered_at = excluded.offered_at
        where s.taken <= excluded.capacity and (s.taken = 0 or (s.office, s.starts_at, s.ends_at, s.place) = (excluded.office, excluded.starts_at, excluded.ends_at, excluded.place))
      returning ${slotColumns}`);
    if (!row) return { ok: false, why: "slot-taken", at: i };
    slots.push(slotOf(row));
  }
  return { ok: true, slots };
}

export interface FindSlots { readonly tenant: string; /** Undefined: of every office. */ readonly offices: readonly string[] | undefined; readonly from: Date; readonly until: Date | undefined; readonly onlyFree: boolean; readonly after: { readonly startsAt: Date; readonly id: string } | undefined; readonly limit: number }

/** By time; those that have begun before `from` are left out. */
export async function findSlots(tx: Tx, given: FindSlots): Promise<Slot[]> {
  const { after } = given;
  return (await tx.rows<SlotRow>(sql`select ${slotColumns} from appointments.slot s where s.tenant_id = ${given.tenant} and s.withdrawn_at is null and s.starts_at >= ${given.from}
    and (${given.until ?? null}::timestamptz is null or s.starts_at < ${given.until ?? null}) and (${given.offices ?? null}::text[] is null or s.office = any(${given.offices ?? null}::text[])) and (not ${given.onlyFree} or s.taken < s.capacity)
    and (${after?.id ?? null}::uuid is null or (s.starts_at, s.id) > (${after?.startsAt ?? null}::timestamptz, ${after?.id ?? null}::uuid)) order by s.starts_at, s.id limit ${given.limit}`)).map(slotOf);
}

/** Whether somebody can still have this time of an office. Who takes it meanwhile is faster (`move`). */
export async function isSlotFree(tx: Tx, given: { readonly tenant: string; readonly office: string; readonly slot: string; readonly now: Date }): Promise<boolean> {
  return await tx.maybe(sql`select from appointments.slot where id = ${given.slot} and tenant_id = ${given.tenant} and office = ${given.office} and withdrawn_at is null and taken < capacity and starts_at > ${given.now}`) !== undefined;
}

/** Not offered any more. Refused while people have it: their appointments are moved or cancelled first, so that they are told. */
export async function withdrawSlot(tx: Tx, given: { readonly tenant: string; readonly source: string; readonly slot: string; readonly at: Date }): Promise<"withdrawn" | "not-found" | "slot-taken"> {
  const row = await tx.maybe<{ taken: number }>(sql`select taken from appointments.slot where id = ${given.slot} and tenant_id = ${given.tenant} and source = ${given.source} and withdrawn_at is null for update`);
  if (!row) return "not-found";
  if (row.taken > 0) return "slot-taken";
  await tx.run(sql`update appointments.slot set withdrawn_at = ${given.at} where id = ${given.slot}`);
  return "withdrawn";
}
