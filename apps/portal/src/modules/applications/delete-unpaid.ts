import { sql } from "#platform/database";
import { deleteApplications } from "./delete-applications.ts";
import type { ApplicationsDeps } from "./deps.ts";

const batch = 100;

/** Deletes what was sealed for a payment that never came, unless a transaction at the provider may still end in money. */
export async function deleteUnpaid(deps: ApplicationsDeps): Promise<number> {
  let deleted = 0;
  let last = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const page = await deps.db.asOperator("applications that were never paid", async (tx) => {
      const now = deps.clock.now();
      const before = new Date(now.getTime() - deps.settings.unpaidDays * 86_400_000);
      const rows = await tx.rows<{ id: string }>(sql`select id from applications.application
        where status = 'payment' and created_at < ${before} and id > ${last} order by id limit ${batch} for update skip locked`);
      const over: string[] = [];
      for (const { id } of rows) {
        if ((await deps.claims?.mayStillBePaid(tx, id)) === true) continue;
        await deps.claims?.ended(tx, id, "unpaid");
        over.push(id);
      }
      return { rows, deleted: await deleteApplications(tx, over, "unpaid", now) };
    });
    deleted += page.deleted;
    last = page.rows.at(-1)?.id ?? last;
    if (page.rows.length < batch) return deleted;
  }
}
