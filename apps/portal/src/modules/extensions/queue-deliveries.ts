import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import { addJob } from "#platform/jobs";
import type { ExtensionsDeps } from "./deps.ts";
import type { TownEvent } from "./event-store.ts";
import { covers } from "./permission.ts";

export const deliverJob = "extensions.deliver";

interface ListenerRow { readonly id: string; readonly types: string[] | null; readonly services: string[] | null; readonly offices: string[] | null }

/** One message per event and address that is permitted to know of it, in the transaction that gave the event its position. */
export async function queueDeliveries(tx: Tx, deps: Pick<ExtensionsDeps, "clock">, tenant: string, events: readonly TownEvent[]): Promise<void> {
  const listeners = await tx.rows<ListenerRow>(sql`select w.id, w.types, p.services, p.offices from extensions.webhook w
    join extensions.permission p on p.tenant_id = w.tenant_id and p.client_id = w.client_id and p.revoked_at is null and 'ereignisse.empfangen' = any(p.scopes)
    where w.tenant_id = ${tenant} and w.removed_at is null order by w.id`);
  const now = deps.clock.now();
  for (const { id, types, services, offices } of listeners) {
    const wanted = events.filter((event) => (types?.includes(event.type) ?? true) && covers({ services: services ?? undefined, offices: offices ?? undefined }, event));
    if (wanted.length === 0) continue;
    await tx.run(sql`insert into extensions.delivery (id, tenant_id, webhook_id, position, application_id, state, next_at, queued_at)
      select given.id, ${tenant}::uuid, ${id}::uuid, given.position, given.application, 'queued', ${now}::timestamptz, ${now}::timestamptz
      from unnest(${wanted.map(() => newId(now.getTime()))}::uuid[], ${wanted.map(({ position }) => position)}::bigint[], ${wanted.map(({ application }) => application)}::uuid[]) as given (id, position, application)
      on conflict (webhook_id, position) do nothing`);
    await wake(tx, { tenant, webhook: id });
  }
}

/** A job only wakes; what may be sent when is decided by rows. One for now and one for later per address, so that neither replaces the other. */
export function wake(tx: Tx, given: { readonly tenant: string; readonly webhook: string }, at?: Date): Promise<void> {
  return addJob(tx, deliverJob, { ...given }, { key: `${deliverJob}:${at ? "later" : "now"}:${given.webhook}`, ...(at ? { runAt: at, orEarlier: true } : {}) });
}
