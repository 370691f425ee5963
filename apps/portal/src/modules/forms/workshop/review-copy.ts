import type { Tx } from "#platform/database";
import { contentOf } from "./adapt-copy.ts";
import { type AtCopy, type WorkshopDeps } from "./edit-copy.ts";
import { changeAt, insertChange, lockCopy, updateCopy } from "./copy-store.ts";
import { checkPublication, isPublishable, type PublicationCheck } from "./publication-check.ts";
import type { WorkingCopy } from "./working-copy.ts";

export type ReviewOutcome =
  | { readonly ok: true; readonly copy: WorkingCopy }
  | { readonly ok: false; readonly why: "not-found" | "changed-meanwhile" | "wrong-state" | "own-work" }
  | { readonly ok: false; readonly why: "not-publishable"; readonly check: PublicationCheck };

/** Asks for a second person. What has a fault or a red test is not put before anybody. */
export function askForReview(deps: WorkshopDeps, at: AtCopy, note?: string): Promise<ReviewOutcome> {
  return step(deps, at, ["draft"], async (tx, copy, now) => {
    // Which rules are undecided is listed at publication; it does not stop the review.
    const check = checkPublication(copy.content, new Set(), copy.adapts === undefined ? undefined : await contentOf(tx, copy.slug, copy.adapts));
    if (!isPublishable(check)) return { ok: false, why: "not-publishable", check };
    const asked = { by: at.by.id, name: at.by.name, at: now.toISOString(), ...(note === undefined || note === "" ? {} : { note }) };
    return { ok: true, what: "Zur Prüfung gegeben", copy: { ...copy, state: "review", asked, decided: undefined } };
  });
}

/** A second person releases, or sends back with a note. Nobody releases what they have worked on since the last publication. */
export function decideReview(deps: WorkshopDeps, at: AtCopy, verdict: { readonly release: boolean; readonly note?: string }): Promise<ReviewOutcome> {
  return step(deps, at, ["review"], (_tx, copy, now) => {
    if (verdict.release && copy.editors.includes(at.by.id)) return { ok: false, why: "own-work" };
    const decided = { by: at.by.id, name: at.by.name, at: now.toISOString(), released: verdict.release, ...(verdict.note === undefined || verdict.note === "" ? {} : { note: verdict.note }) };
    return { ok: true, what: verdict.release ? "Freigegeben" : "Zurückgegeben", copy: { ...copy, state: verdict.release ? "released" : "draft", decided } };
  });
}

type Step = { readonly ok: true; readonly what: string; readonly copy: WorkingCopy } | Extract<ReviewOutcome, { ok: false }>;

function step({ db, clock }: WorkshopDeps, { tenant, copy: id, by, seen }: AtCopy, from: readonly WorkingCopy["state"][], act: (tx: Tx, copy: WorkingCopy, now: Date) => Step | Promise<Step>): Promise<ReviewOutcome> {
  return db.inTenant(tenant, async (tx): Promise<ReviewOutcome> => {
    const copy = await lockCopy(tx, id);
    if (copy?.tenant !== tenant) return { ok: false, why: "not-found" };
    // What is reviewed and released is what the person has seen, nothing newer.
    if (copy.revision !== seen) return { ok: false, why: "changed-meanwhile" };
    if (!from.includes(copy.state)) return { ok: false, why: "wrong-state" };
    const now = clock.now();
    const outcome = await act(tx, copy, now);
    if (!outcome.ok) return outcome;
    return { ok: true, copy: await storeState(tx, { ...outcome.copy, changedAt: now }, outcome.what, by) };
  });
}

/** A change of state is a revision, too: the content stays and so does what undo leads to. */
export async function storeState(tx: Tx, copy: WorkingCopy, what: string, by: AtCopy["by"]): Promise<WorkingCopy> {
  const top = await changeAt(tx, copy.id, copy.revision);
  const next = { ...copy, revision: copy.revision + 1 };
  await updateCopy(tx, next);
  await insertChange(tx, { copy: next, what, by, undoTo: top?.undoTo, redo: top?.redo ?? [] });
  return next;
}
