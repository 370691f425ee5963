import type { Applicant } from "./applicant.ts";
import type { ApplicationsDeps } from "./deps.ts";
import type { DraftHead, DraftRefusal, OpenedDraft } from "./draft.ts";
import { type DraftHeadRow, draftsByOwner, headOf } from "./draft-store.ts";
import { draftForm } from "./draft-form.ts";
import type { FoundDraft, FoundDrafts } from "./read-ahead.ts";
import { draftOf, readDraft } from "./sealed-draft.ts";

/** A person's own draft with the version of the form it was begun with, at no lower level than it was worked on with. */
export async function openDraft(deps: ApplicationsDeps, given: { readonly draft: string; readonly applicant: Applicant; readonly found?: FoundDraft | undefined }): Promise<OpenedDraft | DraftRefusal> {
  const opened = await readDraft(deps, given.draft, given.applicant, given.found);
  if (!opened.ok) return opened;
  // The page that is shown now will be submitted: what that transaction needs is in memory by then.
  await deps.towns.tenantKey(opened.row.tenant_id);
  return { ok: true, draft: draftOf(opened.row, opened.content), service: await draftForm(deps.services, opened.row) };
}

/** All drafts of an owner, in all towns, last edited first; nothing of their content. */
export async function drafts(deps: ApplicationsDeps, applicant: Pick<Applicant, "owner">, found?: FoundDrafts): Promise<DraftHead[]> {
  return (found?.rows.filter(({ owner_id }) => owner_id === applicant.owner) ?? await deps.db.read<DraftHeadRow>({ kind: "account", account: applicant.owner }, draftsByOwner(applicant.owner))).map(headOf);
}
