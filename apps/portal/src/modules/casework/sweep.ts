import { legalDate } from "#platform/clock";
import { sql } from "#platform/database";
import type { CaseworkDeps } from "./ports.ts";

/** Closed cases whose application was deleted at the end of its retention term go too, with notes and readings; permits when they have run out. */
export async function sweep(deps: CaseworkDeps): Promise<void> {
  await deps.db.asOperator("cases of deleted applications", async (tx) => {
    let after = "00000000-0000-0000-0000-000000000000";
    for (;;) {
      const rows = await tx.rows<{ id: string; application_id: string }>(sql`select id, application_id from casework.case where state = 'closed' and id > ${after} order by id limit 1000`);
      if (rows.length === 0) break;
      const alive = new Set((await deps.applications.heads(tx, rows.map(({ application_id }) => application_id))).map(({ id }) => id));
      const gone = rows.filter(({ application_id }) => !alive.has(application_id)).map(({ id }) => id);
      if (gone.length > 0) {
        await tx.run(sql`with gone as (delete from casework.case where id = any(${gone}::uuid[]) returning tenant_id, office, state),
          fewer as (select tenant_id, office, state, count(*)::int as cases from gone group by tenant_id, office, state)
          update casework.counter n set cases = n.cases - fewer.cases from fewer where n.tenant_id = fewer.tenant_id and n.office = fewer.office and n.state = fewer.state`);
      }
      after = rows.at(-1)?.id ?? after;
    }
    await tx.run(sql`delete from casework.permit where valid_until < ${legalDate(deps.clock.now())}::date - 731`);
    await tx.run(sql`delete from casework.absence where until_day < ${legalDate(deps.clock.now())}::date - 365`);
  });
}
