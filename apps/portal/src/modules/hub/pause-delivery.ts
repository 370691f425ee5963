import type { Actor } from "#modules/audit";
import { sql, type Tx } from "#platform/database";
import { lockedDelivery } from "./delivery-store.ts";
import type { HubDeps } from "./deps.ts";
import { wake } from "./wake.ts";

export type PauseOutcome = { readonly ok: true } | { readonly ok: false; readonly why: "not-found" | "not-waiting" };

/** Holds one delivery back, or lets it go on. What came after it for the same application waits with it; everything else does not. */
export async function pauseDelivery(deps: HubDeps, tx: Tx, given: { readonly delivery: string; readonly paused: boolean; readonly actor: Actor }): Promise<PauseOutcome> {
  const row = await lockedDelivery(tx, given.delivery);
  if (!row) return { ok: false, why: "not-found" };
  if (row.state !== (given.paused ? "queued" : "paused")) return { ok: false, why: "not-waiting" };
  await tx.run(sql`update hub.delivery set state = ${given.paused ? "paused" : "queued"}, next_attempt_at = ${given.paused ? row.next_attempt_at : deps.clock.now()} where id = ${row.id}`);
  await deps.audit.record(tx, { tenant: row.tenant_id, actor: given.actor, action: given.paused ? "delivery.pause" : "delivery.resume", subject: { kind: "delivery", id: row.id } });
  if (!given.paused) await wake(tx, { tenant: row.tenant_id, destination: row.destination_id });
  return { ok: true };
}
