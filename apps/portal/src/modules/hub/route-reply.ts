import { sql } from "#platform/database";
import type { HubDeps } from "./deps.ts";
import { queueDelivery } from "./route-application.ts";

interface Row { destination_id: string; part: string; office: string; service: string; reference: string; submitted_at: Date; round: number }

/**
 * What the person answers goes back where the question came from: by the same way, into the same case. Offices that were not asked hear nothing.
 * An answer without a question goes to every office system that has the application. One that is told by webhook hears answers where it has spoken by webhook itself; otherwise it
 * talks by the Extension-API, whose event feed tells it. So does a program that fetches; and who is told by mail looks into the inbox.
 */
export async function routeReply(deps: HubDeps, given: { readonly tenant: string; readonly application: string; readonly event: string }): Promise<number> {
  return deps.db.inTenant(given.tenant, async (tx) => {
    const told = await tx.rows<Row>(sql`select distinct d.destination_id, d.part, d.office, d.service, d.reference, d.submitted_at, d.round from hub.delivery d join hub.destination t on t.id = d.destination_id
      where d.application_id = ${given.application} and d.message = 'application.submitted' and d.state in ('received', 'accepted') and t.retired_at is null
        and (t.channel in ('fit-connect', 'xta', 'sftp') or (t.channel = 'webhook' and exists (select from hub.reply r join hub.delivery a on a.id = r.delivery_id where r.destination_id = t.id and r.result = 'taken' and a.application_id = d.application_id)))
        and not exists (select from hub.delivery h where h.application_id = d.application_id and h.destination_id = d.destination_id and h.round = d.round and h.message = 'application.handed-over')`);
    if (told.length === 0) return 0;
    const event = (await deps.applications.timeline(tx, given.application, { kind: "tenant" }, "office")).find(({ id }) => id === given.event);
    const request = event?.data["request"];
    const asked = request === undefined ? undefined : (await deps.answers.requests(tx, given.application)).find(({ id }) => id === request)?.office;
    let queued = 0;
    for (const row of told) {
      if (asked !== undefined && row.office !== asked) continue;
      queued += await queueDelivery(tx, deps, {
        tenant: given.tenant, destination: row.destination_id, application: given.application, message: "application.replied", about: given.event, part: row.part, office: row.office, service: row.service,
        reference: row.reference, submittedAt: row.submitted_at, round: row.round,
      });
    }
    return queued;
  });
}
