import { Readable } from "node:stream";
import type { AddedFile, DraftRefusal } from "#modules/applications";
import type { AtField, EvidenceDeps } from "./deps.ts";
import { openPreview, removePreview } from "./preview-store.ts";
import { recordStep } from "./step-store.ts";

/** The person has seen it and wants it used: it becomes a file of the draft, in the field that only registers fill. Checked like any other file. */
export async function useEvidence(deps: EvidenceDeps, given: AtField): Promise<AddedFile | DraftRefusal | { readonly ok: false; readonly why: "gone" }> {
  const { applicant } = given;
  const preview = await deps.db.asAccount(applicant.owner, (tx) => openPreview(tx, deps, given));
  if (!preview) return { ok: false, why: "gone" };
  const opened = await deps.applications.openDraft({ draft: given.draft, applicant });
  if (!opened.ok) return opened;
  const { tenant, service } = opened.draft;
  const added = await deps.applications.addFile({ draft: given.draft, applicant, path: given.path, name: `${preview.kind}-${preview.issuedOn}-${preview.reference.replace(/[^\w.-]/g, "-")}.pdf`, content: Readable.from([preview.pdf]), from: "register" });
  if (!added.ok) return added;
  await deps.db.asAccount(applicant.owner, async (tx) => {
    await removePreview(tx, given);
    await recordStep(tx, applicant, { kind: preview.kind, service, tenant, draft: given.draft, what: "used", at: deps.clock.now() });
  });
  return added;
}

/** The person does not want it used: nothing of it stays. Without a preview nothing happens. */
export async function declineEvidence(deps: EvidenceDeps, given: AtField): Promise<void> {
  const { applicant } = given;
  const opened = await deps.applications.openDraft({ draft: given.draft, applicant });
  if (!opened.ok) return;
  const { tenant, service } = opened.draft;
  await deps.db.asAccount(applicant.owner, async (tx) => {
    const preview = await openPreview(tx, deps, given);
    if (!preview || !(await removePreview(tx, given))) return;
    await recordStep(tx, applicant, { kind: preview.kind, service, tenant, draft: given.draft, what: "declined", at: deps.clock.now() });
  });
}
