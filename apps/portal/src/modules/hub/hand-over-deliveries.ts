import { sql, type Tx } from "#platform/database";
import type { DeliveryState } from "./delivery.ts";
import type { HubDeps } from "./deps.ts";
import { queueDelivery } from "./route-application.ts";

interface Row { id: string; destination_id: string; state: DeliveryState; may_have_arrived: boolean; part: string; office: string; service: string; reference: string; submitted_at: Date; round: number; retired: boolean }

/**
 * The application goes to another town: what this town's systems have not got is not sent any more, and who has got it is told. In the transaction
 * of the hand-over. `under-way`: one is being sent at this moment, nothing was changed; a moment later it is known how that ended.
 */
export async function handOverDeliveries(tx: Tx, deps: Pick<HubDeps, "clock">, given: { readonly tenant: string; readonly application: string }): Promise<"done" | "under-way"> {
  const rows = await tx.rows<Row>(sql`select d.id, d.destination_id, d.state, d.may_have_arrived, d.part, d.office, d.service, d.reference, d.submitted_at, d.round, t.retired_at is not null as retired
    from hub.delivery d join hub.destination t on t.id = d.destination_id
    where d.tenant_id = ${given.tenant} and d.application_id = ${given.application} and d.message = 'application.submitted' and d.state <> 'replaced' order by d.sequence for update of d`);
  if (rows.some(({ state }) => state === "sent")) return "under-way";
  for (const row of rows) {
    // What an intermediary has is there, answered or not.
    const arrived = row.state === "accepted" || row.state === "received";
    if (!arrived) await tx.run(sql`update hub.delivery set state = 'replaced', reason = 'handed-over', reasons = null, finished_at = coalesce(finished_at, ${deps.clock.now()}) where id = ${row.id}`);
    if ((!arrived && !row.may_have_arrived) || row.retired) continue;
    await queueDelivery(tx, deps, {
      tenant: given.tenant, destination: row.destination_id, application: given.application, message: "application.handed-over", part: row.part, office: row.office, service: row.service,
      reference: row.reference, submittedAt: row.submitted_at, round: row.round,
    });
  }
  return "done";
}
