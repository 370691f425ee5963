import { sql, type Tx } from "#platform/database";
import type { HandedOver } from "./channel.ts";
import type { Dispatch, DispatchJournal } from "./dispatch.ts";
import type { HubDeps } from "./deps.ts";
import { firstLookSeconds } from "./look-plan.ts";

interface Row { parcel: string; bracket: string | null; memory: Readonly<Record<string, unknown>> }

const dispatchOf = ({ parcel, bracket, memory }: Row): Dispatch => ({ parcel, bracket: bracket ?? undefined, memory });

/** The journal of one delivery, each step in a transaction of its own: a step that was answered is durable. `read`: what stood there when the message was put together, where it was looked at. */
export function dispatchJournal(deps: Pick<HubDeps, "db" | "clock">, delivery: { readonly id: string; readonly tenant: string; readonly destination: string }, read?: { readonly dispatch: Dispatch | undefined }): DispatchJournal {
  const inTown = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => deps.db.inTenant(delivery.tenant, work);
  return {
    known: async () => (read ? read.dispatch : inTown((tx) => dispatchOfDelivery(tx, delivery.id))),
    keep: (dispatch, instead) => inTown(async (tx) => {
      const now = deps.clock.now();
      const row = await tx.maybe<Row>(sql`insert into hub.dispatch (delivery_id, tenant_id, destination_id, parcel, bracket, memory, announced_at)
        values (${delivery.id}, ${delivery.tenant}, ${delivery.destination}, ${dispatch.parcel}, ${dispatch.bracket ?? null}, ${JSON.stringify(dispatch.memory)}, ${now})
        on conflict (delivery_id) do update set parcel = excluded.parcel, bracket = excluded.bracket, memory = excluded.memory, announced_at = excluded.announced_at, handed_over_at = null, look_at = null, looks = 0
          where hub.dispatch.parcel = ${instead ?? null} returning parcel, bracket, memory`);
      return row ? dispatchOf(row) : (await dispatchOfDelivery(tx, delivery.id)) ?? dispatch;
    }),
  };
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
