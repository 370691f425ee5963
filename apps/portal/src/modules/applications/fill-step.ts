import { legalDate } from "#platform/clock";
import { canonicalJson } from "#platform/json";
import { fillFromExtension, type FieldError, stillFilled } from "@kommunalportal/form-engine";
import type { Applicant } from "./applicant.ts";
import { changedDraft } from "./changed-draft.ts";
import type { ApplicationsDeps } from "./deps.ts";
import type { DraftRefusal, OpenedDraft } from "./draft.ts";
import { updateDraft } from "./draft-store.ts";
import { draftForm } from "./draft-form.ts";
import { draftOf, unsealDraft } from "./sealed-draft.ts";

export type FilledStep = (OpenedDraft & { readonly filled: readonly string[]; readonly errors: readonly FieldError[] }) | DraftRefusal;

/**
 * Puts values that an extension gave into the fields that the step lets it fill, checked like typed input; what does not fit is left out and
 * told. The step counts as answered only after the person has seen it and gone on. The same values twice change nothing.
 */
export async function fillStep(deps: ApplicationsDeps, given: { readonly draft: string; readonly applicant: Applicant; readonly step: string; readonly values: Readonly<Record<string, unknown>> }): Promise<FilledStep> {
  return deps.db.asAccount(given.applicant.owner, async (tx) => {
    const opened = await unsealDraft(tx, deps, given.draft, given.applicant, "lock");
    if (!opened.ok) return opened;
    const { row, content } = opened;
    const service = await draftForm(deps.services, row);
    if (!service.form.steps.some(({ id }) => id === given.step)) return { ok: false, why: "not-found" };
    const { answers, filled, errors } = fillFromExtension(service.form, given.step, content.answers, given.values, legalDate(deps.clock.now()));
    if (canonicalJson(answers) === canonicalJson(content.answers)) return { ok: true, draft: draftOf(row, content), service, filled, errors };
    const kept = { answers, filled: stillFilled(content.filled, content.answers, answers) };
    const next = changedDraft(deps, opened, given.applicant, kept, {});
    updateDraft(tx, next);
    return { ok: true, draft: draftOf(next, kept), service, filled, errors };
  });
}
