import type { Actor } from "#modules/audit";
import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import { destination } from "./destination-store.ts";
import type { HubDeps } from "./deps.ts";
import { lockedRoute } from "./find-routes.ts";

export interface ChangeRoute {
  readonly route: string;
  /** Of the page the change was made on. */
  readonly version: number;
  readonly destination: string;
  readonly service: string | undefined;
  readonly office: string | undefined;
  readonly part: string | undefined;
  /** For a rule that has begun: from when the change holds; the past is not rewritten. */
  readonly validFrom: Date;
  readonly validUntil: Date | undefined;
  readonly actor: Actor;
}

export type ChangeRouteOutcome =
  | { readonly ok: true; readonly route: string }
  | { readonly ok: false; readonly why: "not-found" | "over" | "changed-meanwhile" | "destination-unknown" | "ends-before-it-begins" };

/**
 * Changes a rule. One that has not begun is rewritten; one that has begun ends where the change begins, and another takes its place, so it can
 * always be said by which rule something went where it went.
 */
export async function changeRoute(deps: HubDeps, tx: Tx, given: ChangeRoute): Promise<ChangeRouteOutcome> {
  const now = deps.clock.now();
  const before = await lockedRoute(tx, given.route);
  if (!before) return { ok: false, why: "not-found" };
  if (before.validUntil !== undefined && before.validUntil <= now) return { ok: false, why: "over" };
  if (before.version !== given.version) return { ok: false, why: "changed-meanwhile" };
  const to = await destination(tx, given.destination);
  if (!to || to.retiredAt || to.tenant !== before.tenant) return { ok: false, why: "destination-unknown" };
  const hasBegun = before.validFrom <= now;
  const from = hasBegun && given.validFrom < now ? now : given.validFrom;
  if (given.validUntil && given.validUntil <= from) return { ok: false, why: "ends-before-it-begins" };
  const [service, office, part, until] = [given.service ?? null, given.office ?? null, given.part ?? null, given.validUntil ?? null];
  let id = before.id;
  if (hasBegun) {
    id = newId(now.getTime());
    await tx.run(sql`update hub.route set valid_until = ${from}, version = version + 1 where id = ${before.id}`);
    await tx.run(sql`insert into hub.route (id, tenant_id, destination_id, service, office, part, valid_from, valid_until, replaces)
      values (${id}, ${before.tenant}, ${to.id}, ${service}, ${office}, ${part}, ${from}, ${until}, ${before.id})`);
  } else {
    await tx.run(sql`update hub.route set destination_id = ${to.id}, service = ${service}, office = ${office}, part = ${part}, valid_from = ${from}, valid_until = ${until}, version = version + 1 where id = ${before.id}`);
  }
  await deps.audit.record(tx, { tenant: before.tenant, actor: given.actor, action: "route.change", subject: { kind: "route", id } });
  return { ok: true, route: id };
}
