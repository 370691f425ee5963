import { sql } from "#platform/database";
import type { ClaimedDelivery } from "./claim-delivery.ts";
import type { HubParts } from "./deps.ts";

/**
 * A large delivery takes longer than a lease: while it is on the way its lease is prolonged. What cannot be written down is no reason to stop;
 * whoever takes over then goes on with the same parcel. The result ends it.
 */
export function keepLease(parts: Pick<HubParts, "db" | "clock" | "settings" | "log">, delivery: Pick<ClaimedDelivery, "id" | "tenant" | "attempt">): () => void {
  const timer = setInterval(() => {
    const until = new Date(parts.clock.now().getTime() + parts.settings.leaseSeconds * 1000);
    parts.db.inTenant(delivery.tenant, (tx) => tx.run(sql`update hub.delivery set lease_until = ${until} where id = ${delivery.id} and state = 'sent' and attempts = ${delivery.attempt} and lease_until < ${until}`))
      .catch((error: unknown) => { parts.log.warn({ err: error, delivery: delivery.id }, "a lease was not prolonged"); });
  }, parts.settings.leaseSeconds * 333);
  timer.unref();
  return () => { clearInterval(timer); };
}
