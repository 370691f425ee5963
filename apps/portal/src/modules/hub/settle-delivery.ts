import type { Actor } from "#modules/audit";
import { sql, type Tx } from "#platform/database";
import { lockedDelivery } from "./delivery-store.ts";
import type { HubDeps } from "./deps.ts";

/**
 * Notes that a dead letter is not sent any more because its office works on the application in its inbox: it is no alarm then. False: it is none, or noted already.
 * It can still be sent again or corrected; then it is open again.
 */
export async function settleDelivery(deps: Pick<HubDeps, "clock" | "audit">, tx: Tx, given: { readonly delivery: string; readonly actor: Actor }): Promise<boolean> {
  const row = await lockedDelivery(tx, given.delivery);
  if (!row || row.settled_at !== null || (row.state !== "rejected" && row.state !== "dead")) return false;
  await tx.run(sql`update hub.delivery set settled_at = ${deps.clock.now()} where id = ${row.id}`);
  await deps.audit.record(tx, { tenant: row.tenant_id, actor: given.actor, action: "delivery.settle", subject: { kind: "delivery", id: row.id } });
  return true;
}
