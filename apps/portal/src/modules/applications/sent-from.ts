import { sql } from "#platform/database";
import type { Applicant } from "./applicant.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { keyedHash } from "./keys.ts";

export interface SentFrom { readonly application: string; readonly kind: "submitted" | "payment" }

/** What one's own draft has become: for somebody who goes back in the browser, or has it open in a second window. Undefined for anybody else. */
export async function sentFrom(deps: ApplicationsDeps, given: { readonly draft: string; readonly tenant: string; readonly applicant: Applicant }): Promise<SentFrom | undefined> {
  const { owner } = given.applicant;
  const row = await deps.db.inTenant(given.tenant, (tx) => tx.maybe<{ readonly id: string; readonly reference: string | null }>(sql`
    select id, reference from applications.application where tenant_id = ${given.tenant} and draft_key = ${keyedHash(deps.pepper, "draft", owner, given.draft)}`), { account: owner });
  return row && { application: row.id, kind: row.reference === null ? "payment" : "submitted" };
}
