import { sql } from "#platform/database";
import type { ExtensionsDeps } from "../deps.ts";

const batch = 200;

/** Bytes of uploads that were never used, broke off or were thrown away; then their rows, so that a crash in between only repeats it. */
export async function sweepUploads(deps: Pick<ExtensionsDeps, "db" | "clock" | "applications">): Promise<number> {
  for (let swept = 0; ;) {
    const now = deps.clock.now();
    const rows = await deps.db.asOperator("uploads of extensions whose time is over", async (tx) => {
      await tx.run(sql`update extensions.upload set state = 'discarded', about = null where id in (select id from extensions.upload where expires_at <= ${now} and state <> 'discarded' limit ${batch} for update skip locked)`);
      return tx.rows<{ id: string; store_key: string }>(sql`select id, store_key from extensions.upload where state = 'discarded' limit ${batch}`);
    });
    for (const { store_key } of rows) await deps.applications.deleteTaken(store_key);
    if (rows.length > 0) swept += await deps.db.asOperator("uploads whose bytes were removed", (tx) => tx.run(sql`delete from extensions.upload where id = any(${rows.map(({ id }) => id)}::uuid[]) and state = 'discarded'`));
    if (rows.length < batch) return swept;
  }
}
