import type { Actor } from "#modules/audit";
import { sql, type Tx } from "#platform/database";
import { lockDestination } from "./destination-store.ts";
import { sealSecrets } from "./destination-secrets.ts";
import type { HubDeps } from "./deps.ts";
import { type EndedDelivery, giveUp } from "./end-delivery.ts";

export type RetireOutcome =
  | { readonly ok: true; readonly givenUp: number }
  /** So many are on the way at this moment, or lie with an intermediary whose answer only this destination brings. */
  | { readonly ok: false; readonly why: "under-way"; readonly count: number }
  | { readonly ok: false; readonly why: "not-found" };

/**
 * A system that is used no more: its rules end now, its secrets are deleted, nothing is sent there again and no alarm speaks of it. What waited for it
 * becomes a dead letter, from where it can be led to another destination. It stays in the stories and receipts of what it got.
 */
export async function retireDestination(deps: HubDeps, tx: Tx, given: { readonly destination: string; readonly actor: Actor }): Promise<RetireOutcome> {
  const to = await lockDestination(tx, given.destination);
  if (!to || to.retiredAt) return { ok: false, why: "not-found" };
  const now = deps.clock.now();
  const open = await tx.rows<Omit<EndedDelivery, "name" | "tenant" | "destination"> & { readonly state: string }>(sql`select id, application_id, part, service, state from hub.delivery
    where destination_id = ${to.id} and state in ('queued', 'paused', 'sent', 'received') order by sequence for update`);
  const count = open.filter(({ state }) => state === "sent" || state === "received").length;
  if (count > 0) return { ok: false, why: "under-way", count };
  // One that was held takes the same way as one that waited.
  await tx.run(sql`update hub.delivery set state = 'queued' where destination_id = ${to.id} and state = 'paused'`);
  for (const one of open) await giveUp(deps, tx, { ...one, tenant: to.tenant, destination: to.id, name: to.name }, { reason: "destination-retired" });
  await tx.run(sql`update hub.route set valid_until = greatest(${now}, valid_from), version = version + 1 where destination_id = ${to.id} and (valid_until is null or valid_until > ${now})`);
  await tx.run(sql`delete from hub.certificate_exchange where destination_id = ${to.id}`);
  await tx.run(sql`update hub.destination set retired_at = ${now}, paused_at = null, secrets = ${sealSecrets(await deps.tenants.tenantKey(to.tenant), to.id, [])} where id = ${to.id}`);
  await deps.audit.record(tx, { tenant: to.tenant, actor: given.actor, action: "destination.retire", subject: { kind: "destination", id: to.id } });
  return { ok: true, givenUp: open.length };
}
