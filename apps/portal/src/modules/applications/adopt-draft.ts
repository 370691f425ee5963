import { type Applicant, ownerKind } from "./applicant.ts";
import type { ApplicationsDeps } from "./deps.ts";
import type { DraftRefusal } from "./draft.ts";
import { passOn } from "./pass-on-draft.ts";
import { unsealDraft } from "./sealed-draft.ts";

/**
 * A visitor who signs in on the way takes the draft along, as does one who goes on in another tab of the browser that keeps cookies of its own. Neither owner alone sees both rows, so it is an operator's transaction; both
 * prove themselves by their keys.
 */
export async function adoptDraft(deps: ApplicationsDeps, given: { readonly draft: string; readonly from: Applicant; readonly to: Applicant }): Promise<{ readonly ok: true } | DraftRefusal> {
  const { from, to } = given;
  if (ownerKind(from) !== "visitor" || ownerKind(to) === "staff") throw new Error("a draft passes from a visitor to a person who signed in");
  return deps.db.asOperator("a visitor's draft is taken along into a sign-in", async (tx) => {
    const opened = await unsealDraft(tx, deps, given.draft, from, "lock");
    if (!opened.ok) return opened;
    await passOn(tx, deps, opened, to);
    return { ok: true };
  });
}
