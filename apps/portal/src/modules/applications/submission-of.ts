import { timingSafeEqual } from "node:crypto";
import { sql } from "#platform/database";
import type { Applicant } from "./applicant.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { ownerKey } from "./keys.ts";
import { lookupCodeFor, lookupSecrets } from "./lookup-code.ts";
import { outcomeOf, type SubmittedRow } from "./repeated-submission.ts";
import type { SubmitOutcome } from "./submit.ts";

/**
 * What became of one's own submission: for the page after the return from the payment, and for the acknowledgement that is loaded again.
 * A visitor proves to be the sender with the cookie. Undefined for anybody else.
 */
export async function submissionOf(deps: ApplicationsDeps, given: { readonly application: string; readonly tenant: string; readonly applicant: Applicant }): Promise<Extract<SubmitOutcome, { kind: "submitted" | "payment" }> | undefined> {
  const { applicant, application } = given;
  return deps.db.inTenant(given.tenant, async (tx) => {
    const row = await tx.maybe<SubmittedRow & { readonly account_id: string | null; readonly lookup_hash: Buffer | null }>(sql`
      select id, reference, fee_cents, account_id, lookup_hash from applications.application where id = ${application} and tenant_id = ${given.tenant}`);
    if (!row) return undefined;
    if (row.account_id !== null || row.lookup_hash === null) {
      if (row.account_id !== applicant.account || applicant.account === undefined) return undefined;
    } else {
      if (applicant.account !== undefined) return undefined;
      const code = lookupCodeFor(await ownerKey(tx, applicant, { tenants: deps.towns, accounts: deps.accounts }), application);
      if (!timingSafeEqual(lookupSecrets(deps.pepper, application, code).hash, row.lookup_hash)) return undefined;
    }
    const outcome = await outcomeOf(tx, deps, applicant, row);
    return outcome.kind === "submitted" || outcome.kind === "payment" ? outcome : undefined;
  }, { account: applicant.owner });
}
