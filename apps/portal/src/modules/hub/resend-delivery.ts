import type { Actor } from "#modules/audit";
import { sql, type Tx } from "#platform/database";
import { lockDestination } from "./destination-store.ts";
import { lockedDelivery } from "./delivery-store.ts";
import type { HubDeps } from "./deps.ts";
import { endRest } from "./end-rest.ts";
import { wake } from "./wake.ts";

export type ResendOutcome = { readonly ok: true } | { readonly ok: false; readonly why: "not-found" | "already-accepted" | "under-way" | "answered" | "replaced" | "destination-retired" };

/** Tries again now, under the same id: whatever the receiver already has keeps its one effect. Also ends the rest of a destination. */
export async function resendDelivery(deps: HubDeps, tx: Tx, given: { readonly delivery: string; readonly actor: Actor }): Promise<ResendOutcome> {
  // The destination first, as everybody does who ends a rest: whoever holds a waiting delivery and then waits for its destination stands in the way of an outcome that holds both the other way round.
  const of = await tx.maybe<{ destination_id: string }>(sql`select destination_id from hub.delivery where id = ${given.delivery}`);
  const to = of && await lockDestination(tx, of.destination_id);
  const row = await lockedDelivery(tx, given.delivery);
  if (!row) return { ok: false, why: "not-found" };
  if (row.state === "accepted") return { ok: false, why: "already-accepted" };
  if (row.state === "replaced") return { ok: false, why: "replaced" };
  if (to?.retiredAt) return { ok: false, why: "destination-retired" };
  // The intermediary has it: sending again would change nothing, and its answer is looked for anyway.
  if (row.state === "sent" || row.state === "received") return { ok: false, why: "under-way" };
  // The intermediary has it, and the receiver has said no to it: under this id nothing but that no would come back. Anew it goes by a correction.
  if ((row.state === "rejected" || row.state === "declined") && (await tx.maybe(sql`select from hub.dispatch where delivery_id = ${row.id} and handed_over_at is not null`))) return { ok: false, why: "answered" };
  await tx.run(sql`update hub.delivery set state = 'queued', attempts_before = attempts, next_attempt_at = ${deps.clock.now()}, finished_at = null, reasons = null, settled_at = null where id = ${row.id}`);
  await endRest(deps, tx, row.destination_id);
  await deps.audit.record(tx, { tenant: row.tenant_id, actor: given.actor, action: "delivery.resend", subject: { kind: "delivery", id: row.id } });
  await wake(tx, { tenant: row.tenant_id, destination: row.destination_id });
  return { ok: true };
}
