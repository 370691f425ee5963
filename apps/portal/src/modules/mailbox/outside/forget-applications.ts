import { sql } from "#platform/database";
import type { MailboxDeps } from "../deps.ts";

const batch = 500;

/** Where the answers of an application were to go, and what the status monitor showed of it, end with the application. */
export async function forgetApplications(deps: Pick<MailboxDeps, "db" | "applications">): Promise<number> {
  let after = "00000000-0000-0000-0000-000000000000";
  let forgotten = 0;
  for (;;) {
    const rows = await deps.db.asOperator("choices for deleted applications", async (tx) => {
      const page = await tx.rows<{ id: string }>(sql`select application_id as id from (select application_id from mailbox.answer_choice union select application_id from mailbox.monitored) both_
        where application_id > ${after}::uuid order by application_id limit ${batch}`);
      const known = new Set((await deps.applications.heads(tx, page.map(({ id }) => id))).map(({ id }) => id));
      const gone = page.map(({ id }) => id).filter((id) => !known.has(id));
      if (gone.length > 0) forgotten += await tx.run(sql`delete from mailbox.answer_choice where application_id = any(${gone}::uuid[])`) + await tx.run(sql`delete from mailbox.monitored where application_id = any(${gone}::uuid[])`);
      return page;
    });
    if (rows.length < batch) return forgotten;
    after = rows.at(-1)!.id;
  }
}
