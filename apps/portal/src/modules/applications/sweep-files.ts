import { sql } from "#platform/database";
import type { ApplicationsDeps } from "./deps.ts";

const batch = 200;
/** An upload that has not ended by then never will. */
const unfinishedAfter = 3_600_000;

/** Removes the bytes of files that nobody names any more, and of uploads that broke off; then their rows, so a crash in between only repeats it. */
export async function sweepFiles(deps: ApplicationsDeps): Promise<number> {
  let swept = 0;
  for (;;) {
    const before = new Date(deps.clock.now().getTime() - unfinishedAfter);
    const rows = await deps.db.asOperator("files that nobody names any more", (tx) => tx.rows<{ id: string; store_key: string }>(sql`
      select id, store_key from applications.file where scan = 'discarded' or (scan = 'arriving' and created_at < ${before}) or (draft_id is null and application_id is null) order by created_at limit ${batch}`));
    for (const { store_key } of rows) await deps.files.delete(store_key);
    if (rows.length > 0) {
      swept += await deps.db.asOperator("files whose bytes were removed", (tx) => tx.run(sql`delete from applications.file
        where id = any(${rows.map(({ id }) => id)}::uuid[]) and (scan in ('discarded', 'arriving') or (draft_id is null and application_id is null))`));
    }
    if (rows.length < batch) return swept;
  }
}
