import type { Actor } from "#modules/audit";
import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import { destination } from "./destination-store.ts";
import type { HubDeps } from "./deps.ts";

export interface AddRoute {
  readonly destination: string;
  readonly service?: string;
  readonly office?: string;
  readonly part?: string;
  readonly validFrom: Date;
  readonly validUntil?: Date;
  readonly actor: Actor;
}

export type AddRouteOutcome = { readonly ok: true; readonly route: string } | { readonly ok: false; readonly why: "destination-unknown" | "ends-before-it-begins" };

/** A rule for what is submitted from `validFrom` on; what lies there already keeps its way. */
export async function addRoute(deps: HubDeps, tx: Tx, given: AddRoute): Promise<AddRouteOutcome> {
  const to = await destination(tx, given.destination);
  if (!to || to.retiredAt) return { ok: false, why: "destination-unknown" };
  if (given.validUntil && given.validUntil <= given.validFrom) return { ok: false, why: "ends-before-it-begins" };
  const id = newId(deps.clock.now().getTime());
  await tx.run(sql`insert into hub.route (id, tenant_id, destination_id, service, office, part, valid_from, valid_until)
    values (${id}, ${to.tenant}, ${to.id}, ${given.service ?? null}, ${given.office ?? null}, ${given.part ?? null}, ${given.validFrom}, ${given.validUntil ?? null})`);
  await deps.audit.record(tx, { tenant: to.tenant, actor: given.actor, action: "route.add", subject: { kind: "route", id } });
  return { ok: true, route: id };
}

/** Ends a rule now; false where it is already over or unknown. */
export async function endRoute(deps: HubDeps, tx: Tx, given: { readonly route: string; readonly actor: Actor }): Promise<boolean> {
  const now = deps.clock.now();
  const ended = await tx.maybe<{ tenant_id: string }>(sql`update hub.route set valid_until = greatest(${now}, valid_from), version = version + 1 where id = ${given.route} and (valid_until is null or valid_until > ${now}) returning tenant_id`);
  if (!ended) return false;
  await deps.audit.record(tx, { tenant: ended.tenant_id, actor: given.actor, action: "route.end", subject: { kind: "route", id: given.route } });
  return true;
}
