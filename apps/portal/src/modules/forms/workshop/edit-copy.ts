import { FormDefinitionError, type DefinitionProblem } from "@kommunalportal/form-engine";
import type { Clock } from "#platform/clock";
import type { Database, Tx } from "#platform/database";
import { canonicalJson } from "#platform/json";
import { type Change, changeAt, insertChange, lockCopy, updateCopy } from "./copy-store.ts";
import { type CopyContent, type Editor, type ImportedFrom, readContent, versionAfter, type WorkingCopy } from "./working-copy.ts";

export interface WorkshopDeps { readonly db: Database; readonly clock: Clock }

/** Which copy in which town, who acts, and the revision the person has seen. */
export interface AtCopy { readonly tenant: string; readonly copy: string; readonly by: Editor; readonly seen: number }

export interface Edit {
  /** In words, for the history: »Frage »Name« geändert«. */
  readonly what: string;
  /** The part that is changed. Two editors are in each other's way only where both have changed this; undefined: it does not exist. */
  readonly part: (content: CopyContent) => unknown;
  readonly apply: (content: CopyContent) => { readonly service: unknown; readonly form: unknown; readonly tests?: unknown; readonly imported?: ImportedFrom };
}

export type EditOutcome =
  | { readonly ok: true; readonly copy: WorkingCopy }
  | { readonly ok: false; readonly why: "not-found" }
  /** Somebody else changed the same part since. `seen`: as the person saw it, where that revision is still kept. */
  | { readonly ok: false; readonly why: "changed-meanwhile"; readonly copy: WorkingCopy; readonly seen: CopyContent | undefined; readonly by: string }
  | { readonly ok: false; readonly why: "not-valid"; readonly problems: readonly DefinitionProblem[] };

/**
 * One change. Made on what the person has seen; where others changed something else meanwhile, it is made on theirs, where they changed the
 * same part, nothing is stored. What was released or published becomes a draft again, a published one with a new version number.
 */
export function editCopy({ db, clock }: WorkshopDeps, { tenant, copy: id, by, seen }: AtCopy, edit: Edit): Promise<EditOutcome> {
  return db.inTenant(tenant, async (tx): Promise<EditOutcome> => {
    const copy = await lockCopy(tx, id);
    if (copy?.tenant !== tenant) return { ok: false, why: "not-found" };
    const meanwhile = copy.revision === seen ? undefined : await conflict(tx, copy, seen, edit.part);
    if (meanwhile !== undefined) return meanwhile;
    let content: CopyContent;
    try {
      const applied = edit.apply(copy.content);
      const imported = applied.imported ?? copy.content.imported;
      content = readContent({ ...applied, ...(imported === undefined ? {} : { imported }) });
    } catch (error) {
      if (error instanceof FormDefinitionError) return { ok: false, why: "not-valid", problems: error.problems };
      throw error;
    }
    if (canonicalJson(content) === canonicalJson(copy.content)) return { ok: true, copy };
    return { ok: true, copy: await storeContent(tx, clock, copy, { content, what: edit.what, by, undoTo: copy.revision, redo: [] }) };
  });
}

/** Undefined: what the person wants to change is as the person saw it. */
async function conflict(tx: Tx, copy: WorkingCopy, seen: number, part: Edit["part"]): Promise<EditOutcome | undefined> {
  const before = await changeAt(tx, copy.id, seen);
  if (before !== undefined) {
    const [theirs, mine] = [part(copy.content), part(before.content)];
    if (theirs !== undefined && mine !== undefined && canonicalJson(theirs) === canonicalJson(mine)) return undefined;
  }
  const last = await changeAt(tx, copy.id, copy.revision);
  return { ok: false, why: "changed-meanwhile", copy, seen: before?.content, by: last?.name ?? "" };
}

export interface Stored { readonly content: CopyContent; readonly what: string; readonly by: Editor; readonly undoTo: number | undefined; readonly redo: readonly number[] }

export async function storeContent(tx: Tx, clock: Clock, copy: WorkingCopy, { content, what, by, undoTo, redo }: Stored): Promise<WorkingCopy> {
  // A version that was published stands for ever; whoever goes on working works on the next one.
  const numbered = copy.state === "published" && copy.adapts === undefined ? { ...content, form: { ...content.form, version: versionAfter(copy.content.form.version) } } : { ...content, form: { ...content.form, version: copy.content.form.version } };
  const next: WorkingCopy = { ...copy, content: numbered, revision: copy.revision + 1, state: "draft", asked: undefined, decided: undefined, editors: [...new Set([...copy.editors, by.id])], changedAt: clock.now() };
  await updateCopy(tx, next);
  await insertChange(tx, { copy: next, what, by, undoTo, redo });
  return next;
}

export type UndoOutcome = EditOutcome | { readonly ok: false; readonly why: "nothing-to-do" };

/** Takes the last change back (undo), or does it again (redo); each step is a revision of its own and can itself be seen in the history. */
export function undoChange(deps: WorkshopDeps, at: AtCopy, direction: "undo" | "redo"): Promise<UndoOutcome> {
  return restoring(deps, at, (top) => (direction === "undo" ? top.undoTo : top.redo[0]), ({ top, content }) => (direction === "undo"
    ? { content: content.content, what: `Zurück bis: ${shownOf(content)}`, undoTo: content.undoTo, redo: [top.revision, ...top.redo] }
    : { content: content.content, what: `Wieder vor bis: ${shownOf(content)}`, undoTo: content.undoTo, redo: top.redo.slice(1) }));
}

/** Back to any revision that is kept; undo takes this back, too. */
export function restoreRevision(deps: WorkshopDeps, at: AtCopy, revision: number): Promise<UndoOutcome> {
  return restoring(deps, at, () => revision, ({ top, content }) => ({ content: content.content, what: `Stand ${revision} wiederhergestellt`, undoTo: top.revision, redo: [] }));
}

interface Restoring { readonly top: Change; readonly content: Change & { readonly content: CopyContent } }

function restoring({ db, clock }: WorkshopDeps, { tenant, copy: id, by, seen }: AtCopy, targetOf: (top: Change) => number | undefined, make: (found: Restoring) => Omit<Stored, "by">): Promise<UndoOutcome> {
  return db.inTenant(tenant, async (tx): Promise<UndoOutcome> => {
    const copy = await lockCopy(tx, id);
    if (copy?.tenant !== tenant) return { ok: false, why: "not-found" };
    const top = await changeAt(tx, id, copy.revision);
    // Undo is about the last change of all: who has not seen it may not take it back.
    if (copy.revision !== seen) return { ok: false, why: "changed-meanwhile", copy, seen: undefined, by: top?.name ?? "" };
    const target = top && targetOf(top);
    const content = target === undefined ? undefined : await changeAt(tx, id, target);
    if (top === undefined || content === undefined) return { ok: false, why: "nothing-to-do" };
    return { ok: true, copy: await storeContent(tx, clock, copy, { ...make({ top, content }), by }) };
  });
}

function shownOf({ what }: Change): string {
  return what.replace(/^(?:Zurück|Wieder vor) bis: /, "");
}
