import { sql } from "#platform/database";
import type { HubDeps } from "./deps.ts";
import { wake } from "./wake.ts";

/** What waited only for the PDF of this application waits no longer. */
export async function documentIsThere(deps: Pick<HubDeps, "db" | "clock">, given: { readonly tenant: string; readonly application: string }): Promise<void> {
  await deps.db.inTenant(given.tenant, async (tx) => {
    const freed = await tx.rows<{ destination_id: string }>(sql`update hub.delivery set next_attempt_at = ${deps.clock.now()}
      where application_id = ${given.application} and state = 'queued' and reason = 'document-missing' returning destination_id`);
    for (const { destination_id } of freed) await wake(tx, { tenant: given.tenant, destination: destination_id });
  });
}
