import { sql } from "#platform/database";
import type { HubDeps } from "../deps.ts";
import { accept, type EndedDelivery } from "../end-delivery.ts";
import { acknowledgementIn } from "./pull-channel.ts";

interface Row { id: string; destination_id: string; name: string; address: string; part: string; service: string }

/** A program has acknowledged an application: what waited for that has arrived. Told again nothing changes. */
export async function takeAcknowledgements(deps: HubDeps, given: { readonly tenant: string; readonly application: string }): Promise<number> {
  return deps.db.inTenant(given.tenant, async (tx) => {
    const rows = await tx.rows<Row>(sql`select d.id, t.id as destination_id, t.name, t.address, d.part, d.service from hub.delivery d join hub.destination t on t.id = d.destination_id
      where d.application_id = ${given.application} and t.channel = 'pull' and d.message = 'application.submitted' and d.state in ('received', 'queued', 'paused') order by d.id for update of d`);
    let taken = 0;
    for (const row of rows) {
      const receipt = await acknowledgementIn(deps, tx, { application: given.application, client: row.address });
      if (receipt === undefined) continue;
      const ended: EndedDelivery = { id: row.id, tenant: given.tenant, destination: row.destination_id, name: row.name, application_id: given.application, part: row.part, service: row.service };
      if (await accept(deps, tx, ended, receipt, true)) taken += 1;
    }
    return taken;
  });
}
