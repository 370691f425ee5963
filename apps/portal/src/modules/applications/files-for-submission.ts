import type { Tx } from "#platform/database";
import type { Answers, CompiledForm } from "@kommunalportal/form-engine";
import { draftFiles, type FileRow } from "./file-rows.ts";
import { filesIn } from "./files-in-answers.ts";
import type { SubmitProblem } from "./submit.ts";

/**
 * The rows of the files that the answers name; no statement where they name none. What was held back may go along, it stays closed until
 * somebody could check it. What turned out to be malware or is gone has to be replaced.
 */
export async function filesForSubmission(tx: Tx, draft: string, answers: Answers, form: CompiledForm): Promise<{ readonly rows: readonly FileRow[]; readonly problems: readonly SubmitProblem[] }> {
  const named = filesIn(answers);
  if (named.length === 0) return { rows: [], problems: [] };
  const rows = new Map((await draftFiles(tx, draft)).map((row) => [row.id, row]));
  const usable = (id: string): boolean => ["clean", "unchecked", "held"].includes(rows.get(id)?.scan ?? "");
  return {
    rows: named.flatMap(({ file }) => rows.get(file.id) ?? []),
    problems: named.filter(({ file }) => !usable(file.id)).map(({ path, file }) => ({
      path, step: form.steps.find(({ nodes }) => nodes.some(({ id }) => id === path.split(".")[0]))?.id,
      code: rows.get(file.id)?.scan === "found" ? "malware" : "file-missing",
      message: {
        de: `Die Datei »${file.name}« gibt es nicht mehr. Entfernen Sie sie und laden Sie, wenn nötig, eine andere hoch.`,
        en: `The file “${file.name}” no longer exists. Remove it and, if needed, upload another one.`,
      },
    })),
  };
}
