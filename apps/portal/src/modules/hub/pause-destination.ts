import type { Actor } from "#modules/audit";
import { sql, type Tx } from "#platform/database";
import { lockDestination } from "./destination-store.ts";
import type { HubDeps } from "./deps.ts";
import { endRest } from "./end-rest.ts";
import { wake } from "./wake.ts";

/** Stops or resumes everything to one destination; no other is touched. What is on the way ends as it may. False: nothing changed. */
export async function pauseDestination(deps: HubDeps, tx: Tx, given: { readonly destination: string; readonly paused: boolean; readonly actor: Actor }): Promise<boolean> {
  const to = await lockDestination(tx, given.destination);
  if (!to || to.retiredAt || (to.pausedAt !== undefined) === given.paused) return false;
  // Whoever resumes believes that it works again: the first try is now.
  if (!given.paused) await endRest(deps, tx, to.id);
  await tx.run(sql`update hub.destination set paused_at = ${given.paused ? deps.clock.now() : null} where id = ${to.id}`);
  await deps.audit.record(tx, { tenant: to.tenant, actor: given.actor, action: given.paused ? "destination.pause" : "destination.resume", subject: { kind: "destination", id: to.id } });
  if (!given.paused) await wake(tx, { tenant: to.tenant, destination: to.id });
  return true;
}
