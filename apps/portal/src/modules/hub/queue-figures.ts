import { sql, type Tx } from "#platform/database";
import { deliveryStates, type DeliveryState } from "./delivery.ts";
import { failuresThatCount } from "./destination.ts";

export interface QueueFigures {
  readonly byState: Readonly<Record<DeliveryState, number>>;
  /** Since when the oldest delivery waits that nobody holds back. */
  readonly oldestQueuedAt: Date | undefined;
}

/** How the queue stands now. */
export async function queueFigures(tx: Tx): Promise<QueueFigures> {
  const rows = await tx.rows<{ state: DeliveryState; count: number; oldest: Date }>(sql`select state, count(*)::int as count, min(queued_at) as oldest from hub.delivery group by state`);
  const counts = new Map(rows.map(({ state, count }) => [state, count]));
  const of = (state: DeliveryState): number => counts.get(state) ?? 0;
  const waiting = rows.filter(({ state }) => state === "queued" || state === "sent").map(({ oldest }) => oldest.getTime());
  return {
    byState: Object.fromEntries(deliveryStates.map((state) => [state, of(state)])) as Record<DeliveryState, number>,
    oldestQueuedAt: waiting.length === 0 ? undefined : new Date(Math.min(...waiting)),
  };
}

/** Towns that have a destination which did not answer twice in a row or more. */
export async function failingTowns(tx: Tx): Promise<string[]> {
  return (await tx.rows<{ tenant_id: string }>(sql`select distinct tenant_id from hub.destination where retired_at is null and paused_at is null and failures >= ${failuresThatCount}`)).map((row) => row.tenant_id);
}
