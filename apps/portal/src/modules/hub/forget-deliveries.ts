import { sql } from "#platform/database";
import type { HubDeps } from "./deps.ts";

const batch = 500;

/** Removes what is left of deliveries whose application was deleted after its retention term; what waits has nothing left to send. */
export async function forgetDeliveries(deps: Pick<HubDeps, "db" | "applications">): Promise<number> {
  let after = "00000000-0000-0000-0000-000000000000";
  let forgotten = 0;
  for (;;) {
    const rows = await deps.db.asOperator("deliveries of deleted applications", async (tx) => {
      const page = await tx.rows<{ application_id: string }>(sql`select distinct application_id from hub.delivery where application_id > ${after}::uuid order by application_id limit ${batch}`);
      const known = new Set((await deps.applications.heads(tx, page.map((row) => row.application_id))).map(({ id }) => id));
      const gone = page.map((row) => row.application_id).filter((id) => !known.has(id));
      if (gone.length > 0) {
        const settled = sql`select id from hub.delivery where application_id = any(${gone}::uuid[]) and state <> 'sent'`;
        await tx.run(sql`delete from hub.attempt where delivery_id in (${settled})`);
        forgotten += await tx.run(sql`delete from hub.delivery where application_id = any(${gone}::uuid[]) and state <> 'sent'`);
      }
      return page;
    });
    if (rows.length < batch) return forgotten;
    after = rows.at(-1)!.application_id;
  }
}
