import type { ApplicationHead } from "#modules/applications";
import { sql, type Tx } from "#platform/database";
import type { DeliveryMessage } from "./delivery.ts";
import type { HubDeps } from "./deps.ts";
import type { SeenReceipt } from "./channel.ts";
import type { Attempt } from "./delivery.ts";

/** One thing that happened to an application, in the clear: no word of its content and none that anybody wrote. */
export type StoryLine = { readonly at: Date } & (
  /** An entry of the application's own log. */
  | { readonly kind: "event"; readonly type: string; readonly by: string; /** The destination whose office system spoke. */ readonly destination: string | undefined; readonly data: Readonly<Record<string, string | number | boolean>> }
  | { readonly kind: "queued"; readonly delivery: string; readonly destination: string; readonly message: DeliveryMessage; readonly part: string; /** It stands in the place of one that could not be delivered. */ readonly corrected: boolean }
  /** The operator has noted that the office works on it in its inbox. */
  | { readonly kind: "settled"; readonly delivery: string; readonly destination: string }
  | { readonly kind: "try"; readonly delivery: string; readonly destination: string; readonly number: number; readonly result: Attempt["result"]; readonly reason: string | undefined; readonly status: number | undefined; readonly endedAt: Date | undefined }
  | { readonly kind: "receipt"; readonly delivery: string; readonly destination: string; readonly what: SeenReceipt["what"] }
  | { readonly kind: "reply"; readonly delivery: string; readonly destination: string; readonly result: "taken" | "refused" }
);

export interface Story { readonly head: ApplicationHead; readonly lines: readonly StoryLine[] }

/** At one instant: it was submitted, then queued, tried, receipted; what the log says of a delivery follows from it. */
const rank = (line: StoryLine): number => ({ event: line.kind === "event" && line.type === "submitted" ? 0 : 5, queued: 1, try: 2, receipt: 3, reply: 4, settled: 6 })[line.kind];

/**
 * The whole story of one application in order, from its log and from every delivery with its tries, receipts and replies, whichever town had it.
 * For an operator's transaction; undefined where there is no such application.
 */
export async function story(deps: Pick<HubDeps, "applications">, tx: Tx, application: string): Promise<Story | undefined> {
  const head = await deps.applications.view(tx, application);
  if (!head) return undefined;
  const [events, deliveries, tries, receipts, replies] = [
    await deps.applications.timeline(tx, application, { kind: "tenant" }, "office"),
    await tx.rows<{ id: string; destination_id: string; name: string; message: DeliveryMessage; part: string; queued_at: Date; corrected: boolean; settled_at: Date | null }>(sql`select d.id, d.destination_id, t.name, d.message, d.part, d.queued_at, d.corrects is not null as corrected, d.settled_at from hub.delivery d join hub.destination t on t.id = d.destination_id where d.application_id = ${application} order by d.sequence limit 500`),
    await tx.rows<{ id: string; name: string; number: number; result: NonNullable<Attempt["result"]> | null; reason: string | null; status: number | null; started_at: Date; ended_at: Date | null }>(sql`
      select d.id, t.name, a.number, a.result, a.reason, a.status, a.started_at, a.ended_at from hub.attempt a join hub.delivery d on d.id = a.delivery_id join hub.destination t on t.id = d.destination_id
      where d.application_id = ${application} order by a.started_at, a.number limit 2000`),
    await tx.rows<{ id: string; name: string; what: SeenReceipt["what"]; at: Date }>(sql`select d.id, t.name, r.what, r.at from hub.receipt r join hub.delivery d on d.id = r.delivery_id join hub.destination t on t.id = d.destination_id where d.application_id = ${application} order by r.at, r.what limit 500`),
    await tx.rows<{ id: string; name: string; result: "taken" | "refused"; at: Date }>(sql`select d.id, t.name, r.result, r.taken_at as at from hub.reply r join hub.delivery d on d.id = r.delivery_id join hub.destination t on t.id = d.destination_id where d.application_id = ${application} order by r.taken_at limit 500`),
  ];
  const names = new Map(deliveries.map(({ destination_id, name }) => [destination_id, name]));
  const lines: StoryLine[] = [
    ...deliveries.map((row): StoryLine => ({ at: row.queued_at, kind: "queued", delivery: row.id, destination: row.name, message: row.message, part: row.part, corrected: row.corrected })),
    ...deliveries.flatMap((row): StoryLine[] => (row.settled_at === null ? [] : [{ at: row.settled_at, kind: "settled", delivery: row.id, destination: row.name }])),
    ...tries.map((row): StoryLine => ({ at: row.started_at, kind: "try", delivery: row.id, destination: row.name, number: row.number, result: row.result ?? undefined, reason: row.reason ?? undefined, status: row.status ?? undefined, endedAt: row.ended_at ?? undefined })),
    ...receipts.map((row): StoryLine => ({ at: row.at, kind: "receipt", delivery: row.id, destination: row.name, what: row.what })),
    ...replies.map((row): StoryLine => ({ at: row.at, kind: "reply", delivery: row.id, destination: row.name, result: row.result })),
    ...events.map(({ at, type, data, actor }): StoryLine => ({ at, kind: "event", type, by: actor.kind, destination: actor.kind === "extension" ? names.get(actor.id ?? "") : undefined, data })),
  ];
  // Stable: what has the same instant and rank stays in the order of its own list.
  return { head, lines: lines.toSorted((a, b) => a.at.getTime() - b.at.getTime() || rank(a) - rank(b)) };
}
