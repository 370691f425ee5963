import type { Tx } from "#platform/database";
import type { Attempt, Delivery } from "./delivery.ts";
import { attemptsOf, deliveryOf, deliveryRow } from "./delivery-store.ts";
import type { HubDeps } from "./deps.ts";
import { openReasons } from "./rejection-reasons.ts";

export interface DeliveryView {
  readonly delivery: Delivery;
  /** Newest first. */
  readonly attempts: readonly Attempt[];
  /** The receiver's words for a rejection. */
  readonly rejectionReasons: readonly string[];
}

/** Everything about one delivery but its content. Undefined where the transaction does not see it. */
export async function viewDelivery(deps: Pick<HubDeps, "tenants">, tx: Tx, id: string): Promise<DeliveryView | undefined> {
  const row = await deliveryRow(tx, id);
  if (!row) return undefined;
  return {
    delivery: deliveryOf(row), attempts: await attemptsOf(tx, id),
    rejectionReasons: row.reasons ? openReasons(await deps.tenants.tenantKey(row.tenant_id), id, row.reasons) : [],
  };
}
