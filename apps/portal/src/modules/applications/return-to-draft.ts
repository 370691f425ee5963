import { SealBroken } from "#platform/crypto";
import type { Applicant } from "./applicant.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { contexts, unwrapKey } from "./keys.ts";
import { parseCode } from "./lookup-code.ts";
import { passOn } from "./pass-on-draft.ts";
import { hourOf, quotaReached, takeFromQuota } from "./quota.ts";
import { isReturnLink, linkHash, returnKey } from "./return-code.ts";
import { lockAnyDraft, returnByLink } from "./return-store.ts";

export type Returned =
  | { readonly ok: true; readonly draft: string; readonly tenant: string }
  /** `mistyped`: the code cannot be right, its check character says so; nothing was looked up and nothing is counted. */
  | { readonly ok: false; readonly why: "mistyped" | "no-match" | "too-many-attempts" };

/**
 * Link and code bring a draft into this browser, or into the account that is signed in. Wrong codes are counted in the database, per link
 * and per network. Whether there is a draft behind a link is not said.
 */
export async function returnToDraft(deps: ApplicationsDeps, given: { readonly link: string; readonly code: string; readonly to: Applicant; readonly network: string }): Promise<Returned> {
  const code = parseCode(given.code);
  if (code === undefined) return { ok: false, why: "mistyped" };
  const { wrongCodes } = deps.settings;
  return deps.db.asOperator("back to a draft with link and code", async (tx): Promise<Returned> => {
    const hour = hourOf(deps.clock.now());
    if (await quotaReached(tx, deps.pepper, hour, "wrong-return-link", given.link, wrongCodes.reference) || await quotaReached(tx, deps.pepper, hour, "wrong-return-network", given.network, wrongCodes.network)) return { ok: false, why: "too-many-attempts" };
    const found = isReturnLink(given.link) ? await returnByLink(tx, linkHash(deps.pepper, given.link)) : undefined;
    const key = found && keyBehind(deps, { link: given.link, code }, found);
    // The draft before what hangs on it, as everywhere.
    const row = found && key ? await lockAnyDraft(tx, found.draft_id) : undefined;
    if (key && row && row.expires_at > deps.clock.now()) {
      await passOn(tx, deps, { row, key }, given.to);
      return { ok: true, draft: row.id, tenant: row.tenant_id };
    }
    await takeFromQuota(tx, deps.pepper, hour, [
      { what: "wrong-return-link", value: given.link, count: 1, limit: { count: wrongCodes.reference, bytes: 0 } },
      { what: "wrong-return-network", value: given.network, count: 1, limit: { count: wrongCodes.network, bytes: 0 } },
    ]);
    return { ok: false, why: "no-match" };
  });
}

/** The draft's key; undefined for a code that does not belong to the link. */
function keyBehind(deps: Pick<ApplicationsDeps, "pepper">, secrets: { readonly link: string; readonly code: string }, found: { readonly draft_id: string; readonly wrapped_key: Buffer }): Buffer | undefined {
  try {
    return unwrapKey(returnKey(deps.pepper, secrets), found.wrapped_key, contexts.returnKey(found.draft_id));
  } catch (error) {
    if (error instanceof SealBroken) return undefined;
    throw error;
  }
}
