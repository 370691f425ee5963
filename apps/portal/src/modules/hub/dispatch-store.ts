import { sql, type Tx } from "#platform/database";
import type { HandedOver } from "./channel.ts";
import type { Dispatch, DispatchJournal } from "./dispatch.ts";
import type { HubDeps } from "./deps.ts";
import { gathered } from "./gathered.ts";
import { firstLookSeconds } from "./look-plan.ts";
import { togetherOrEach } from "./together-or-each.ts";

interface Row { parcel: string; bracket: string | null; memory: Readonly<Record<string, unknown>> }

const dispatchOf = ({ parcel, bracket, memory }: Row): Dispatch => ({ parcel, bracket: bracket ?? undefined, memory });

type Place = { readonly tenant: string; readonly destination: string };

/** What one delivery was announced as; `stored` is what counts. */
interface Announcement { readonly delivery: string; readonly dispatch: Dispatch; stored?: Dispatch; fault?: unknown }

/** Announcements at one destination within this time are written down together: nothing is handed over before, and a transaction for some costs what one for each would. */
const gatherMs = 20;

/** The journals of the deliveries of one destination. What `keep` has answered is durable. */
export function dispatchJournals(deps: Pick<HubDeps, "db" | "clock" | "log">, place: Place): (delivery: string, read: { readonly dispatch: Dispatch | undefined } | undefined) => DispatchJournal {
  const inTown = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => deps.db.inTenant(place.tenant, work);
  const write = gathered<Announcement>(gatherMs, async (all) => {
    await togetherOrEach(all, async (some) => {
      const stored = await inTown((tx) => keepMany(tx, place, some, deps.clock.now()));
      for (const one of some) one.stored = stored.get(one.delivery) ?? one.dispatch;
    }, (error) => { deps.log.warn({ err: error, count: all.length }, "announcements are written down one by one"); })
      .catch((error: unknown) => { for (const one of all) one.fault = error; });
  });
  const keep = async (delivery: string, dispatch: Dispatch): Promise<Dispatch> => {
    const one: Announcement = { delivery, dispatch };
    await write(place.destination, one);
    if (one.stored === undefined) throw one.fault;
    return one.stored;
  };
  return (delivery, read) => ({
    known: async () => (read ? read.dispatch : inTown((tx) => dispatchOfDelivery(tx, delivery))),
    keep: (dispatch, instead) => (instead === undefined ? keep(delivery, dispatch) : inTown((tx) => keepInstead(tx, place, { delivery, dispatch, instead, now: deps.clock.now() }))),
  });
}

/** Where another try was faster, what that one wrote is taken. */
async function keepMany(tx: Tx, { tenant, destination }: Place, some: readonly Announcement[], now: Date): Promise<Map<string, Dispatch>> {
  const written = await tx.rows<Row & { delivery_id: string }>(sql`insert into hub.dispatch (delivery_id, tenant_id, destination_id, parcel, bracket, memory, announced_at)
    select m.delivery, ${tenant}::uuid, ${destination}::uuid, m.parcel, m.bracket, m.memory, ${now}::timestamptz from unnest(${some.map(({ delivery }) => delivery)}::uuid[], ${some.map(({ dispatch }) => dispatch.parcel)}::text[],
      ${some.map(({ dispatch }) => dispatch.bracket ?? null)}::text[], ${some.map(({ dispatch }) => JSON.stringify(dispatch.memory))}::jsonb[]) as m (delivery, parcel, bracket, memory)
    on conflict (delivery_id) do nothing returning delivery_id, parcel, bracket, memory`);
  const stored = new Map(written.map((row) => [row.delivery_id, dispatchOf(row)]));
  for (const { delivery } of some) {
    const faster = stored.has(delivery) ? undefined : await dispatchOfDelivery(tx, delivery);
    if (faster) stored.set(delivery, faster);
  }
  return stored;
}

/** In the place of a parcel that is gone for good. */
async function keepInstead(tx: Tx, { tenant, destination }: Place, { delivery, dispatch, instead, now }: { readonly delivery: string; readonly dispatch: Dispatch; readonly instead: string; readonly now: Date }): Promise<Dispatch> {
  const row = await tx.maybe<Row>(sql`insert into hub.dispatch (delivery_id, tenant_id, destination_id, parcel, bracket, memory, announced_at)
    values (${delivery}, ${tenant}, ${destination}, ${dispatch.parcel}, ${dispatch.bracket ?? null}, ${JSON.stringify(dispatch.memory)}, ${now})
    on conflict (delivery_id) do update set parcel = excluded.parcel, bracket = excluded.bracket, memory = excluded.memory, announced_at = excluded.announced_at, handed_over_at = null, look_at = null, looks = 0
      where hub.dispatch.parcel = ${instead} returning parcel, bracket, memory`);
  return row ? dispatchOf(row) : (await dispatchOfDelivery(tx, delivery)) ?? dispatch;
}

/** The intermediary has them: from now on it is looked what became of them, first in a while where it tells by itself. It may have told already, before we heard that it took it: then that look stands. */
export async function markHandedOver(tx: Tx, now: Date, many: readonly (HandedOver & { readonly delivery: string })[]): Promise<void> {
  if (many.length === 0) return;
  await tx.run(sql`update hub.dispatch p set memory = p.memory || m.memory, handed_over_at = coalesce(p.handed_over_at, ${now}), look_at = coalesce(p.look_at, m.look)
    from unnest(${many.map(({ delivery }) => delivery)}::uuid[], ${many.map(({ memory }) => JSON.stringify(memory))}::jsonb[], ${many.map(({ told }) => new Date(now.getTime() + (told ? firstLookSeconds * 1000 : 0)))}::timestamptz[]) as m (id, memory, look) where p.delivery_id = m.id`);
}

export async function dispatchOfDelivery(tx: Tx, delivery: string): Promise<Dispatch | undefined> {
  const row = await tx.maybe<Row>(sql`select parcel, bracket, memory from hub.dispatch where delivery_id = ${delivery}`);
  return row && dispatchOf(row);
}

/** What was announced when the application went to this destination: what follows it goes into the same case. */
export async function caseOf(tx: Tx, given: { readonly application: string; readonly part: string; readonly destination: string }): Promise<Dispatch | undefined> {
  const row = await tx.maybe<Row>(sql`select p.parcel, p.bracket, p.memory from hub.dispatch p join hub.delivery d on d.id = p.delivery_id
    where d.application_id = ${given.application} and d.part = ${given.part} and d.destination_id = ${given.destination} and d.message = 'application.submitted' and p.bracket is not null
      and p.handed_over_at is not null order by d.sequence desc limit 1`);
  return row && dispatchOf(row);
}
