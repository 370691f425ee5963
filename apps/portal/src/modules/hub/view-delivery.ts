import { sql, type Tx } from "#platform/database";
import type { Attempt, Delivery } from "./delivery.ts";
import { attemptsOf, deliveryOf, deliveryRow } from "./delivery-store.ts";
import type { HubDeps } from "./deps.ts";
import { type KeptReceipt, receiptsOf, receiverOf } from "./record-sighting.ts";
import { openReasons } from "./rejection-reasons.ts";

export interface DeliveryView {
  readonly delivery: Delivery;
  /** The delivery that was sent in its place after a correction. */
  readonly correctedBy: string | undefined;
  /** Newest first. */
  readonly attempts: readonly Attempt[];
  /** The receiver's words for a rejection. */
  readonly rejectionReasons: readonly string[];
  /** What the intermediary and the office system signed or reported, in order. */
  readonly receipts: readonly KeptReceipt[];
  /** As the intermediary calls it, and why the last look at it brought nothing. */
  readonly dispatch: { readonly parcel: string; readonly bracket: string | undefined; readonly problem: string | undefined; readonly handedOver: boolean;
    /** The authority, where the destination finds one for each application. */
    readonly receiver: string | undefined } | undefined;
  /** Replies of the office system, in order. */
  readonly replies: readonly { readonly at: Date; readonly result: "taken" | "refused"; readonly reasons: readonly string[] }[];
}

/** Everything about one delivery but its content. Undefined where the transaction does not see it. */
export async function viewDelivery(deps: Pick<HubDeps, "tenants">, tx: Tx, id: string): Promise<DeliveryView | undefined> {
  const row = await deliveryRow(tx, id);
  if (!row) return undefined;
  const dispatch = await tx.maybe<{ parcel: string; bracket: string | null; problem: string | null; memory: Readonly<Record<string, unknown>>; handed_over: boolean }>(sql`select parcel, bracket, problem, memory, handed_over_at is not null as handed_over from hub.dispatch where delivery_id = ${id}`);
  return {
    receipts: await receiptsOf(tx, id), dispatch: dispatch && { parcel: dispatch.parcel, bracket: dispatch.bracket ?? undefined, problem: dispatch.problem ?? undefined, handedOver: dispatch.handed_over, receiver: receiverOf(dispatch.memory) },
    replies: await tx.rows(sql`select taken_at as at, result, reasons from hub.reply where delivery_id = ${id} order by taken_at`),
    delivery: deliveryOf(row), correctedBy: (await tx.maybe<{ id: string }>(sql`select id from hub.delivery where reference = ${row.reference} and corrects = ${id} order by sequence desc limit 1`))?.id, attempts: await attemptsOf(tx, id),
    rejectionReasons: row.reasons ? openReasons(await deps.tenants.tenantKey(row.tenant_id), id, row.reasons) : [],
  };
}
