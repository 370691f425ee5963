import { newId } from "#platform/ids";
import type { Applicant } from "./applicant.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { deleteDrafts, findDraft } from "./draft-store.ts";

/** Throws a draft away at its owner's wish; asks for no level, because nothing is shown. False where there was none. */
export async function deleteDraft(deps: ApplicationsDeps, given: { readonly draft: string; readonly applicant: Pick<Applicant, "owner"> }): Promise<boolean> {
  const { owner } = given.applicant;
  return deps.db.asAccount(owner, async (tx) => {
    if (!(await findDraft(tx, given.draft, owner))) return false;
    const now = deps.clock.now();
    return (await deleteDrafts(tx, [{ id: given.draft, stub: newId(now.getTime()) }], "by-owner", now)) === 1;
  });
}
