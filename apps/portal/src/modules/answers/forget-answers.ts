import { sql } from "#platform/database";
import type { AnswersDeps } from "./ports.ts";

/**
 * What is left of applications that were deleted at the end of their retention term: decisions, evidence, requests and consents go, and the
 * letters that were only printed. Decides by what `applications` still knows, so nothing can be forgotten too early.
 */
export async function forgetAnswers(deps: Pick<AnswersDeps, "db" | "applications" | "files">): Promise<number> {
  let after = "00000000-0000-0000-0000-000000000000";
  let forgotten = 0;
  for (;;) {
    const batch = await deps.db.asOperator("answers of deleted applications", async (tx) => {
      const ids = (await tx.rows<{ id: string }>(sql`select id from (
          select application_id as id from answers.decision where application_id > ${after} union select application_id from answers.request where application_id > ${after}
          union select application_id from answers.consent where application_id > ${after}) a order by id limit 500`)).map(({ id }) => id);
      const alive = new Set((await deps.applications.heads(tx, ids)).map(({ id }) => id));
      const gone = ids.filter((id) => !alive.has(id));
      const files = gone.length === 0 ? [] : (await tx.rows<{ file: string }>(sql`select file from answers.forget(${gone}::uuid[])`)).map(({ file }) => file);
      return { last: ids.at(-1), gone: gone.length, files };
    });
    // After the commit: a file without a row harms nobody, a row without its file does.
    for (const file of batch.files) await deps.files.delete(file);
    forgotten += batch.gone;
    if (batch.last === undefined) return forgotten;
    after = batch.last;
  }
}
