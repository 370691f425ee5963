import type { Applicant } from "./applicant.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { contexts } from "./keys.ts";
import { type LinkAndCode, unlock } from "./link-and-code.ts";
import { parseCode } from "./lookup-code.ts";
import { passOn } from "./pass-on-draft.ts";
import { lockAnyDraft, returnByLink } from "./return-store.ts";

export type Returned =
  | { readonly ok: true; readonly draft: string; readonly tenant: string }
  /** `mistyped`: the code cannot be right, its check character says so; nothing was looked up and nothing is counted. */
  | { readonly ok: false; readonly why: "mistyped" | "no-match" | "too-many-attempts" };

/** Link and code bring a draft into this browser, or into the account that is signed in. */
export async function returnToDraft(deps: ApplicationsDeps, given: LinkAndCode & { readonly to: Applicant }): Promise<Returned> {
  const code = parseCode(given.code);
  if (code === undefined) return { ok: false, why: "mistyped" };
  return deps.db.asOperator("back to a draft with link and code", async (tx): Promise<Returned> => {
    const found = await unlock(tx, deps, { ...given, code }, (hash) => returnByLink(tx, hash), (row) => contexts.returnKey(row.draft_id));
    if (!found.ok) return found;
    const row = await lockAnyDraft(tx, found.row.draft_id);
    if (!row || row.expires_at <= deps.clock.now()) return { ok: false, why: "no-match" };
    await passOn(tx, deps, { row, key: found.key }, given.to);
    return { ok: true, draft: row.id, tenant: row.tenant_id };
  });
}
