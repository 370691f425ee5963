import { announce } from "#platform/events";
import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import type { DeliveryMessage } from "./delivery.ts";
import type { HubDeps } from "./deps.ts";
import { preview } from "./preview.ts";
import { wake } from "./wake.ts";

/**
 * Queues one delivery per part and destination. May be called again for the same application: what is queued stays as it is.
 * The casework inbox needs no delivery; it hears of the application itself.
 */
export async function routeApplication(deps: HubDeps, given: { readonly tenant: string; readonly application: string }): Promise<number> {
  return deps.db.inTenant(given.tenant, async (tx) => {
    const head = await deps.applications.view(tx, given.application);
    // Deleted in the meantime, or not submitted at all: nothing to send.
    if (!head || head.submittedAt === undefined || head.reference === undefined) return 0;
    let queued = 0;
    for (const { part, office } of await deps.applications.parts(tx, head.id)) {
      const { ways } = await preview(deps, tx, { tenant: head.tenant, service: head.service, office, part, at: head.hereSince ?? head.submittedAt });
      for (const way of ways) {
        if (way.kind !== "destination") continue;
        queued += await queueDelivery(tx, deps, {
          tenant: head.tenant, destination: way.destination.id, application: head.id, message: "application.submitted", part, office, service: head.service, reference: head.reference, submittedAt: head.submittedAt,
          route: way.route.id, round: head.towns,
        });
      }
    }
    return queued;
  });
}

export interface NewDelivery {
  readonly tenant: string; readonly destination: string; readonly application: string; readonly message: DeliveryMessage;
  /** The event that it is about, where there may be several of its kind. */
  readonly about?: string;
  readonly part: string; readonly office: string; readonly service: string; readonly reference: string; readonly submittedAt: Date; readonly corrects?: string; readonly route?: string;
  /** Which of the application's stays in a town it belongs to (`ApplicationHead.towns`). */
  readonly round: number;
}

/** 1, or 0 where it is already queued. The unique index decides, so two workers with the same event make one delivery. */
export async function queueDelivery(tx: Tx, deps: Pick<HubDeps, "clock">, delivery: NewDelivery): Promise<number> {
  const now = deps.clock.now();
  const id = newId(now.getTime());
  const inserted = await tx.run(sql`insert into hub.delivery (id, tenant_id, destination_id, application_id, message, part, office, service, reference, submitted_at, about, state, next_attempt_at, queued_at, corrects, route_id, round)
    values (${id}, ${delivery.tenant}, ${delivery.destination}, ${delivery.application}, ${delivery.message}, ${delivery.part}, ${delivery.office}, ${delivery.service}, ${delivery.reference},
      ${delivery.submittedAt}, ${delivery.about ?? ""}, 'queued', ${now}, ${now}, ${delivery.corrects ?? null}, ${delivery.route ?? null}, ${delivery.round})
    on conflict (application_id, part, destination_id, message, round, about) where state <> 'replaced' do nothing`);
  if (inserted === 0) return 0;
  await announce(tx, { type: "delivery.queued", id, tenant: delivery.tenant, application: delivery.application, service: delivery.service, destination: delivery.destination, delivery: id });
  await wake(tx, delivery);
  return inserted;
}
