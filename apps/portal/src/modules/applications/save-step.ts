import { legalDate } from "#platform/clock";
import { sameJson } from "#platform/json";
import { parseStep, stillFilled } from "@kommunalportal/form-engine";
import type { Applicant, Language } from "./applicant.ts";
import type { ApplicationsDeps } from "./deps.ts";
import type { SavedStep } from "./draft.ts";
import { changedDraft } from "./changed-draft.ts";
import { type DraftRow, nextRevision, updateDraft } from "./draft-store.ts";
import { discardFiles } from "./file-rows.ts";
import { filesIn } from "./files-in-answers.ts";
import { draftForm } from "./draft-form.ts";
import type { FoundDraft } from "./read-ahead.ts";
import { draftOf, unsealDraft, type UnsealedDraft, unsealFound } from "./sealed-draft.ts";

export interface SaveStep {
  readonly draft: string;
  readonly applicant: Applicant;
  readonly step: string;
  /** Revision of the draft that the page was made from (a hidden field). */
  readonly revision: number;
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly language?: Language;
  /** The draft, read together with the session. */
  readonly found?: FoundDraft | undefined;
}

/**
 * Reads a posted step into the draft as it is now, so a post from another tab keeps what was saved on other steps meanwhile. When this
 * very step was saved meanwhile with other answers, nothing is stored and both versions come back. Right values are stored
 * even when others on the page are wrong. A value from the account that is changed here is the person's own from then on.
 *
 * A draft that was read ahead is changed only if it still is as it was read, in one exchange. Otherwise, and where files go with their answers, it is read again and locked.
 */
export async function saveStep(deps: ApplicationsDeps, given: SaveStep): Promise<SavedStep> {
  return (given.found && await saveFound(deps, given, given.found)) ?? deps.db.asAccount(given.applicant.owner, async (tx) => {
    const opened = await unsealDraft(tx, deps, given.draft, given.applicant, "lock");
    if (!opened.ok) return opened;
    const read = await readStep(deps, given, opened);
    if (read.next === undefined) return read.saved;
    if (read.removed.length > 0) await discardFiles(tx, { draft: opened.row.id, files: read.removed });
    updateDraft(tx, read.next);
    return read.saved;
  });
}

/** Undefined where it has to be done the other way. */
async function saveFound(deps: ApplicationsDeps, given: SaveStep, found: FoundDraft): Promise<SavedStep | undefined> {
  const opened = unsealFound(deps, given.draft, given.applicant, found);
  if (!opened?.ok) return opened;
  const { saved, next, removed } = await readStep(deps, given, opened);
  if (next === undefined) return saved;
  if (removed.length > 0) return undefined;
  const stored = await deps.db.write({ kind: "account", account: given.applicant.owner }, nextRevision(next));
  return stored === 1 ? saved : undefined;
}

/** `next`: the row as it is to be stored, undefined where nothing is; `removed`: files that are in no answer any more. */
interface ReadStep { readonly saved: SavedStep; readonly next?: DraftRow; readonly removed: readonly string[] }

async function readStep(deps: ApplicationsDeps, given: SaveStep, opened: UnsealedDraft): Promise<ReadStep> {
  const { row, content } = opened;
  const { form } = await draftForm(deps.services, row);
  const parsed = parseStep(form, given.step, given.fields, content.answers, legalDate(deps.clock.now()));
  const same = sameJson(parsed.answers, content.answers);
  const savedAt = row.step_revisions[given.step] ?? 0;
  if (savedAt > given.revision && !same) return { saved: { ok: false, why: "changed-elsewhere", draft: draftOf(row, content), parsed }, removed: [] };
  const clean = parsed.errors.length === 0 && parsed.action === undefined && !parsed.reveal;
  // The same post twice changes nothing; a step that is read and found right is still remembered as such.
  if (same && (!clean || savedAt > 0)) return { saved: { ok: true, draft: draftOf(row, content), parsed }, removed: [] };

  const named = new Set(filesIn(parsed.answers).map(({ file }) => file.id));
  const removed = filesIn(content.answers).filter(({ file }) => !named.has(file.id)).map(({ file }) => file.id);
  const kept = { answers: parsed.answers, filled: stillFilled(content.filled, content.answers, parsed.answers) };
  const next = changedDraft(deps, opened, given.applicant, kept, {
    step: given.step, ...(given.language === undefined ? {} : { language: given.language }),
  });
  return { saved: { ok: true, draft: draftOf(next, kept), parsed }, next, removed };
}
