import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { type Applicant, ownerKind } from "./applicant.ts";
import { applicationKey } from "./application-key.ts";
import { lockedRow } from "./application-store.ts";
import { deleteApplications } from "./delete-applications.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { type DraftRow, insertDraft } from "./draft-store.ts";
import { draftExpiry } from "./draft-term.ts";
import { draftForm } from "./draft-form.ts";
import { fileKeyOf } from "./file-about.ts";
import { applicationFiles } from "./file-rows.ts";
import { filesIn } from "./files-in-answers.ts";
import { contexts, freshKey, ownerKey, wrapKey } from "./keys.ts";
import { openSubmitted } from "./read-content.ts";
import { peopleBefore, restorePeople } from "./restore-people.ts";
import { sealContent } from "./sealed-draft.ts";
import { submissionOf } from "./submission-of.ts";

export type ReopenOutcome =
  | { readonly ok: true; readonly draft: string }
  /** `payment-may-come`: a transaction at the provider may still end in money, so nothing may be changed until that is known. */
  | { readonly ok: false; readonly why: "not-found" | "already-submitted" | "payment-may-come" };

/** Back from an unfinished payment to the form: the sealed answers become a draft again, and the unpaid application is gone. */
export async function reopenUnpaid(deps: ApplicationsDeps, given: { readonly application: string; readonly tenant: string; readonly applicant: Applicant }): Promise<ReopenOutcome> {
  const { application, applicant } = given;
  const own = await submissionOf(deps, given);
  if (!own) return { ok: false, why: "not-found" };
  if (own.kind === "submitted") return { ok: false, why: "already-submitted" };
  await deps.towns.tenantKey(given.tenant);
  // Whose it is was proved above; the parts of other people are nobody's in the scope of whoever comes back.
  return deps.db.asOperator("back from an unfinished payment to the form", async (tx): Promise<ReopenOutcome> => {
    const row = await lockedRow(tx, application);
    if (!row || row.tenant_id !== given.tenant) return { ok: false, why: "not-found" };
    if (row.status !== "payment") return { ok: false, why: "already-submitted" };
    if ((await deps.claims?.mayStillBePaid(tx, application)) === true) return { ok: false, why: "payment-may-come" };
    const sealedKey = await applicationKey(tx, deps, row, { kind: "tenant" });
    const submitted = openSubmitted(sealedKey, row);
    const now = deps.clock.now();
    const kind = ownerKind(applicant);
    const people = await peopleBefore(tx, application, sealedKey);
    // With others it is the same draft again: their links lead to it and what they confirmed is bound to it.
    const draft = people?.draft ?? newId(now.getTime());
    const key = people?.key ?? freshKey();
    const holder = await ownerKey(tx, applicant, { tenants: deps.towns, accounts: deps.accounts });
    const { form } = await draftForm(deps.services, { ...row, person: null });
    // What others have filled in stands in parts of their own.
    const answers = Object.fromEntries(Object.entries(submitted.answers).filter(([id]) => form.nodes.has(id)));
    const named = new Set(filesIn(answers).map(({ file }) => file.id));
    const content = { answers, filled: submitted.filled.map(({ path, source }) => ({ path, source })) };
    const restored: DraftRow = {
      id: draft, owner_id: applicant.owner, owner_kind: kind, tenant_id: row.tenant_id, service: row.service, form_version: row.form_version, channel: row.channel,
      language: row.language, minimum_level: row.trust_level, revision: 1, step_revisions: {}, created_at: now, edited_at: now,
      expires_at: draftExpiry(now, { owner: kind }, row.service, deps.settings), returnable: false, part_of: null, person: null, wrapped_key: wrapKey(holder, key, contexts.draftKey(draft)), content: sealContent(key, draft, content),
    };
    insertDraft(tx, restored);
    if (people) await restorePeople(tx, restored, people);
    for (const file of (await applicationFiles(tx, application)).filter(({ id }) => named.has(id))) {
      await tx.run(sql`update applications.file set application_id = null, draft_id = ${draft}, owner_id = ${applicant.owner},
        wrapped_key = ${wrapKey(key, fileKeyOf(sealedKey, file), contexts.fileKey(file.id))} where id = ${file.id}`);
    }
    await deps.claims?.ended(tx, application, "reopened");
    await deleteApplications(tx, [application], "reopened", now);
    return { ok: true, draft };
  });
}
