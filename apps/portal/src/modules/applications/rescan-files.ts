import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import type { ApplicationsDeps } from "./deps.ts";
import { record } from "./event-log.ts";
import { heldKey } from "./file-about.ts";
import { type FileRow, heldFiles } from "./file-rows.ts";
import { contexts } from "./keys.ts";
import { check } from "./receive-file.ts";

const batch = 50;

/**
 * Asks the scanner again about files that were held back. Clean ones are let through; a finding is deleted, and the person is told:
 * by an event of the application, or by the draft itself, which names a file that is gone. Stops at the first that cannot be checked.
 */
export async function rescanFiles(deps: ApplicationsDeps): Promise<{ readonly clean: number; readonly found: number }> {
  const counts = { clean: 0, found: 0 };
  for (;;) {
    const held = await deps.db.asOperator("files that wait for the scanner", (tx) => heldFiles(tx, batch));
    for (const file of held) {
      if (!file.held_key) throw new Error(`file ${file.id} is held back and has no key for the scanner`);
      const dek = await heldKey(deps.towns, file, file.held_key);
      const verdict = await check({ ...deps, allowUnchecked: deps.settings.allowUnchecked }, file.store_key, { dek, context: contexts.fileBytes(file.id) });
      if (verdict === "held") return counts;
      if (verdict === "clean" || verdict === "unchecked") {
        await deps.db.asOperator("a held file was checked", (tx) => tx.run(sql`update applications.file set scan = ${verdict}, held_key = null where id = ${file.id} and scan = 'held'`));
        counts.clean += 1;
      } else {
        await remove(deps, file);
        counts.found += 1;
      }
    }
    if (held.length < batch) return counts;
  }
}

/** What the scanner found or will never take. The row stays as `found` where a draft or an application names it. */
async function remove(deps: ApplicationsDeps, file: FileRow): Promise<void> {
  await deps.files.delete(file.store_key);
  await deps.db.asOperator("a held file was found to be malware", async (tx) => {
    const now = deps.clock.now();
    const changed = await tx.run(sql`update applications.file set scan = 'found', held_key = null where id = ${file.id} and scan = 'held'`);
    if (changed === 0) return;
    await tx.run(sql`insert into applications.deletion (id, tenant_id, subject_kind, subject_id, reason, at) values (${newId(now.getTime())}, ${file.tenant_id}, 'file', ${file.id}, 'malware', ${now})`);
    // Whoever handed it in with a part has to do so again, without it.
    await tx.run(sql`delete from applications.part_answers p using applications.file f where f.id = ${file.id} and f.handed_in and p.part_id = f.draft_id`);
    if (file.application_id !== null) await record(tx, deps, file.application_id, { type: "file-removed", actor: { kind: "system", what: "malware-scan" }, data: { file: file.id } });
  });
}
