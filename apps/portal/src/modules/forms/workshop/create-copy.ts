import { FormDefinitionError, type DefinitionProblem } from "@kommunalportal/form-engine";
import { newId } from "#platform/ids";
import { sql } from "#platform/database";
import { deleteCopy, findCopy, insertChange, insertCopy, lockCopy } from "./copy-store.ts";
import type { AtCopy, WorkshopDeps } from "./edit-copy.ts";
import { type CopyContent, type Editor, firstOwnNumber, type ImportedFrom, readContent, versionAfter, type WorkingCopy } from "./working-copy.ts";

export interface NewCopy {
  readonly tenant: string;
  readonly by: Editor;
  readonly what: string;
  readonly content: { readonly service: unknown; readonly form: unknown; readonly tests?: unknown; readonly imported?: ImportedFrom };
  /** The person may go on with a service that the installation or another town has published. */
  readonly mayAll: boolean;
}

export type NewCopyOutcome = { readonly ok: true; readonly copy: WorkingCopy } | { readonly ok: false; readonly why: "name-taken" } | { readonly ok: false; readonly why: "not-valid"; readonly problems: readonly DefinitionProblem[] };

/** Begins a working copy. Of a service that is published already, the copy gets the number after its greatest version. */
export async function createCopy({ db, clock }: WorkshopDeps, { tenant, by, what, content: given, mayAll }: NewCopy): Promise<NewCopyOutcome> {
  let content: CopyContent;
  try {
    content = readContent(given);
  } catch (error) {
    if (error instanceof FormDefinitionError) return { ok: false, why: "not-valid", problems: error.problems };
    throw error;
  }
  const { slug } = content.service;
  return db.inTenant(tenant, async (tx): Promise<NewCopyOutcome> => {
    const published = await tx.maybe<{ version: string }>(sql`select version from forms.version where slug = ${slug} and ordinal[3] < ${firstOwnNumber} order by ordinal desc limit 1`);
    if (published && !mayAll) return { ok: false, why: "name-taken" };
    const version = published ? versionAfter(published.version) : content.form.version;
    const copy: WorkingCopy = { id: newId(), tenant, slug, adapts: undefined, revision: 1, state: "draft", content: { ...content, form: { ...content.form, version } }, asked: undefined, decided: undefined, editors: [by.id], changedAt: clock.now() };
    if (!(await insertCopy(tx, copy))) return { ok: false, why: "name-taken" };
    await insertChange(tx, { copy, what, by, undoTo: undefined, redo: [] });
    return { ok: true, copy };
  });
}

/** Throws a copy away that was never published. */
export function discardCopy({ db }: WorkshopDeps, { tenant, copy: id, seen }: AtCopy): Promise<"gone" | "changed-meanwhile" | "published"> {
  return db.inTenant(tenant, async (tx) => {
    const copy = await lockCopy(tx, id);
    if (copy?.tenant !== tenant) return "gone";
    if (copy.revision !== seen) return "changed-meanwhile";
    // What an adaptation offers is kept by its releases; the copy can go.
    if (copy.adapts === undefined && await tx.maybe(sql`select 1 as one from forms.version where slug = ${copy.slug}`)) return "published";
    await deleteCopy(tx, id);
    return "gone";
  });
}

/** A town's own copy; another's is not there. */
export async function openCopy({ db }: WorkshopDeps, { tenant, copy }: { readonly tenant: string; readonly copy: string }): Promise<WorkingCopy | undefined> {
  const found = await db.inTenant(tenant, (tx) => findCopy(tx, copy));
  return found?.tenant === tenant ? found : undefined;
}
