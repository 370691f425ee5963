import { sql } from "#platform/database";
import type { HubDeps } from "./deps.ts";
import { queueDelivery } from "./route-application.ts";

interface Row { destination_id: string; part: string; office: string; service: string; reference: string; submitted_at: Date; round: number }

/**
 * What the person says later about electronic decisions goes to every office system that was told of it with the application, by the same way and into the same case. What is sent is how it
 * stands then, so whatever order the events come in, the last word is right.
 */
export async function routeConsent(deps: HubDeps, given: { readonly tenant: string; readonly application: string; readonly event: string }): Promise<number> {
  return deps.db.inTenant(given.tenant, async (tx) => {
    const head = await deps.applications.view(tx, given.application);
    if (!head || head.status === "withdrawn" || head.status === "closed") return 0;
    const told = await tx.rows<Row>(sql`select distinct d.destination_id, d.part, d.office, d.service, d.reference, d.submitted_at, d.round from hub.delivery d join hub.destination t on t.id = d.destination_id
      where d.application_id = ${given.application} and d.message = 'application.submitted' and d.state not in ('replaced', 'rejected', 'dead') and t.retired_at is null and t.channel in ('fit-connect', 'xta')
        and not exists (select from hub.delivery h where h.application_id = d.application_id and h.destination_id = d.destination_id and h.round = d.round and h.message = 'application.handed-over')`);
    let queued = 0;
    for (const row of told) {
      queued += await queueDelivery(tx, deps, {
        tenant: given.tenant, destination: row.destination_id, application: given.application, message: "application.consent-changed", about: given.event, part: row.part, office: row.office, service: row.service,
        reference: row.reference, submittedAt: row.submitted_at, round: row.round,
      });
    }
    return queued;
  });
}
