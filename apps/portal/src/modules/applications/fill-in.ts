import { legalDate } from "#platform/clock";
import { applyPrefill, type Filled, type PersonAttributes } from "@kommunalportal/form-engine";
import type { Applicant } from "./applicant.ts";
import { changedDraft } from "./changed-draft.ts";
import type { ApplicationsDeps } from "./deps.ts";
import type { DraftRefusal, OpenedDraft } from "./draft.ts";
import { updateDraft } from "./draft-store.ts";
import { draftForm } from "./draft-form.ts";
import { draftOf, unsealDraft } from "./sealed-draft.ts";

/** Fills empty fields of a draft from attributes of the account that the person has seen and agreed to. Says what came from where. */
export async function fillIn(deps: ApplicationsDeps, given: { readonly draft: string; readonly applicant: Applicant; readonly attributes: PersonAttributes }): Promise<(OpenedDraft & { readonly filled: readonly Filled[] }) | DraftRefusal> {
  return deps.db.asAccount(given.applicant.owner, async (tx) => {
    const opened = await unsealDraft(tx, deps, given.draft, given.applicant, "lock");
    if (!opened.ok) return opened;
    const service = await draftForm(deps.services, opened.row);
    const { answers, filled } = applyPrefill(service.form, opened.content.answers, given.attributes, legalDate(deps.clock.now()));
    if (filled.length === 0) return { ok: true, draft: draftOf(opened.row, opened.content), service, filled };
    const content = { answers, filled: [...opened.content.filled, ...filled] };
    const next = changedDraft(deps, opened, given.applicant, content, {});
    updateDraft(tx, next);
    return { ok: true, draft: draftOf(next, content), service, filled };
  });
}
