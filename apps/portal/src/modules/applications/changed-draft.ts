import type { Applicant, Language, Level } from "./applicant.ts";
import type { ApplicationsDeps } from "./deps.ts";
import type { DraftRow } from "./draft-store.ts";
import { draftExpiry } from "./draft-term.ts";
import type { DraftContent } from "./draft.ts";
import { sealContent, type UnsealedDraft } from "./sealed-draft.ts";

/** The row of a draft after a change: one revision on, its term begins anew, its level never falls. */
export function changedDraft(
  deps: Pick<ApplicationsDeps, "clock" | "settings">,
  { row, key }: Pick<UnsealedDraft, "row" | "key">,
  applicant: Applicant,
  content: DraftContent,
  change: { readonly step?: string; readonly language?: Language },
): DraftRow {
  const now = deps.clock.now();
  const revision = row.revision + 1;
  return {
    ...row,
    revision,
    content: sealContent(key, row.id, content),
    step_revisions: change.step === undefined ? row.step_revisions : { ...row.step_revisions, [change.step]: revision },
    minimum_level: Math.max(row.minimum_level, applicant.level) as Level,
    language: change.language ?? row.language,
    edited_at: now,
    expires_at: draftExpiry(now, { owner: row.owner_kind, returnable: row.returnable }, row.service, deps.settings),
  };
}
