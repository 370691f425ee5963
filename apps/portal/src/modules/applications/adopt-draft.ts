import { sql } from "#platform/database";
import { type Applicant, ownerKind } from "./applicant.ts";
import { changedDraft } from "./changed-draft.ts";
import type { ApplicationsDeps } from "./deps.ts";
import type { DraftRefusal } from "./draft.ts";
import { contexts, ownerKey, wrapKey } from "./keys.ts";
import { unsealDraft } from "./sealed-draft.ts";

/**
 * A visitor who signs in on the way takes the draft along: its key is wrapped for the new owner, its level rises. Neither owner alone sees
 * both rows, so it is an operator's transaction; both prove themselves by their keys.
 */
export async function adoptDraft(deps: ApplicationsDeps, given: { readonly draft: string; readonly from: Applicant; readonly to: Applicant }): Promise<{ readonly ok: true } | DraftRefusal> {
  const { from, to } = given;
  if (ownerKind(from) !== "visitor" || ownerKind(to) === "staff") throw new Error("a draft passes from a visitor to a person who signed in");
  return deps.db.asOperator("a visitor's draft is taken along into a sign-in", async (tx) => {
    const opened = await unsealDraft(tx, deps, given.draft, from, "lock");
    if (!opened.ok) return opened;
    const holder = await ownerKey(tx, to, { tenants: deps.towns, accounts: deps.accounts });
    const next = changedDraft(deps, { ...opened, row: { ...opened.row, owner_kind: ownerKind(to) } }, to, opened.content, {});
    await tx.run(sql`update applications.draft set owner_id = ${to.owner}, owner_kind = ${next.owner_kind}, wrapped_key = ${wrapKey(holder, opened.key, contexts.draftKey(given.draft))},
      content = ${next.content}, minimum_level = ${next.minimum_level}, revision = ${next.revision}, edited_at = ${next.edited_at}, expires_at = ${next.expires_at}, warned_at = null
      where id = ${given.draft}`);
    await tx.run(sql`update applications.file set owner_id = ${to.owner} where draft_id = ${given.draft}`);
    return { ok: true };
  });
}
