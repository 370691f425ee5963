import { legalDate } from "#platform/clock";
import { sameJson } from "#platform/json";
import { parseStep, stillFilled } from "@kommunalportal/form-engine";
import type { Applicant, Language } from "./applicant.ts";
import type { ApplicationsDeps } from "./deps.ts";
import type { SavedStep } from "./draft.ts";
import { changedDraft } from "./changed-draft.ts";
import { updateDraft } from "./draft-store.ts";
import { discardFiles } from "./file-rows.ts";
import { filesIn } from "./files-in-answers.ts";
import { draftForm } from "./draft-form.ts";
import { draftOf, unsealDraft } from "./sealed-draft.ts";

export interface SaveStep {
  readonly draft: string;
  readonly applicant: Applicant;
  readonly step: string;
  /** Revision of the draft that the page was made from (a hidden field). */
  readonly revision: number;
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly language?: Language;
}

/**
 * Reads a posted step into the draft as it is now, so a post from another tab keeps what was saved on other steps meanwhile. When this
 * very step was saved meanwhile with other answers, nothing is stored and both versions come back. Right values are stored
 * even when others on the page are wrong. A value from the account that is changed here is the person's own from then on.
 */
export async function saveStep(deps: ApplicationsDeps, given: SaveStep): Promise<SavedStep> {
  return deps.db.asAccount(given.applicant.owner, async (tx) => {
    const opened = await unsealDraft(tx, deps, given.draft, given.applicant, "lock");
    if (!opened.ok) return opened;
    const { row, content } = opened;
    const now = deps.clock.now();
    const { form } = await draftForm(deps.services, row);
    const parsed = parseStep(form, given.step, given.fields, content.answers, legalDate(now));
    const same = sameJson(parsed.answers, content.answers);
    const savedAt = row.step_revisions[given.step] ?? 0;
    if (savedAt > given.revision && !same) return { ok: false, why: "changed-elsewhere", draft: draftOf(row, content), parsed };
    const clean = parsed.errors.length === 0 && parsed.action === undefined && !parsed.reveal;
    // The same post twice changes nothing; a step that is read and found right is still remembered as such.
    if (same && (!clean || savedAt > 0)) return { ok: true, draft: draftOf(row, content), parsed };

    const named = new Set(filesIn(parsed.answers).map(({ file }) => file.id));
    const removed = filesIn(content.answers).filter(({ file }) => !named.has(file.id));
    if (removed.length > 0) await discardFiles(tx, { draft: row.id, files: removed.map(({ file }) => file.id) });
    const kept = { answers: parsed.answers, filled: stillFilled(content.filled, content.answers, parsed.answers) };
    const next = changedDraft(deps, opened, given.applicant, kept, {
      step: given.step, ...(given.language === undefined ? {} : { language: given.language }),
    });
    updateDraft(tx, next);
    return { ok: true, draft: draftOf(next, kept), parsed };
  });
}
