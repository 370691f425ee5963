import { sql, type Tx } from "#platform/database";
import type { Applicant } from "./applicant.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { keyedHash, ownerKey } from "./keys.ts";
import { lookupCodeFor } from "./lookup-code.ts";
import type { Submit, SubmitOutcome } from "./submit.ts";

/** What the same request, or any other one for the same draft, has made before: the same answer again. */
export async function repeatedSubmission(tx: Tx, deps: ApplicationsDeps, given: Submit): Promise<SubmitOutcome | undefined> {
  const { owner } = given.applicant;
  const before = await tx.maybe<SubmittedRow>(sql`select id, reference, fee_cents from applications.application
    where tenant_id = ${given.tenant} and (request_key = ${keyedHash(deps.pepper, "request", owner, given.requestId)} or draft_key = ${keyedHash(deps.pepper, "draft", owner, given.draft)})`);
  return before && outcomeOf(tx, deps, given.applicant, before);
}

export interface SubmittedRow { readonly id: string; readonly reference: string | null; readonly fee_cents: number | null }

/** The visitor's code is made again from the cookie; it stands nowhere. */
export async function outcomeOf(tx: Tx, deps: ApplicationsDeps, applicant: Applicant, row: SubmittedRow): Promise<SubmitOutcome> {
  if (row.reference === null) return { kind: "payment", application: row.id, cents: row.fee_cents ?? 0 };
  const lookupCode = applicant.account === undefined ? lookupCodeFor(await ownerKey(tx, applicant, { tenants: deps.towns, accounts: deps.accounts }), row.id) : undefined;
  return { kind: "submitted", application: row.id, reference: row.reference, lookupCode };
}
