import type { Answer, Answers } from "@kommunalportal/form-engine";
import type { Applicant } from "./applicant.ts";
import { changedDraft } from "./changed-draft.ts";
import type { ApplicationsDeps } from "./deps.ts";
import type { Draft, DraftRefusal } from "./draft.ts";
import { updateDraft } from "./draft-store.ts";
import { discardFiles } from "./file-rows.ts";
import { filesIn } from "./files-in-answers.ts";
import { draftOf, unsealDraft } from "./sealed-draft.ts";

/** Takes an upload out of a draft, wherever the answers name it. A file that is not there any more is no error. */
export async function removeFile(deps: ApplicationsDeps, given: { readonly draft: string; readonly applicant: Applicant; readonly file: string }): Promise<{ readonly ok: true; readonly draft: Draft } | DraftRefusal> {
  return deps.db.asAccount(given.applicant.owner, async (tx) => {
    const opened = await unsealDraft(tx, deps, given.draft, given.applicant, "lock");
    if (!opened.ok) return opened;
    await discardFiles(tx, { draft: given.draft, files: [given.file] });
    if (!filesIn(opened.content.answers).some(({ file }) => file.id === given.file)) return { ok: true, draft: draftOf(opened.row, opened.content) };
    const content = { ...opened.content, answers: withoutFile(opened.content.answers, given.file) };
    const next = changedDraft(deps, opened, given.applicant, content, {});
    updateDraft(tx, next);
    return { ok: true, draft: draftOf(next, content) };
  });
}

/** The answers without one file; a field that loses its last one has no answer any more. */
export function withoutFile(answers: Answers, file: string): Answers {
  return Object.fromEntries(Object.entries(answers).flatMap(([id, answer]) => {
    const left = answer === undefined ? undefined : without(answer, file);
    return left === undefined ? [] : [[id, left]];
  }));
}

function without(answer: Answer, file: string): Answer | undefined {
  if (typeof answer !== "object" || answer === null) return answer;
  if (Array.isArray(answer)) {
    const before = answer as readonly Answer[];
    const left = before.map((entry) => without(entry, file)).filter((entry) => entry !== undefined);
    return left.length === 0 && before.length > 0 ? undefined : left;
  }
  if ("sha256" in answer && "id" in answer && answer.id === file) return undefined;
  return "sha256" in answer || "words" in answer ? answer : withoutFile(answer as Answers, file);
}
