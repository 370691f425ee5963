import { sql, type Tx } from "#platform/database";
import { type Applicant, ownerKind } from "./applicant.ts";
import { changedDraft } from "./changed-draft.ts";
import type { ApplicationsDeps } from "./deps.ts";
import type { DraftRow } from "./draft-store.ts";
import { contexts, ownerKey, wrapKey } from "./keys.ts";
import { openContent } from "./sealed-draft.ts";

/**
 * A draft gets another owner: its key is wrapped for that one, its level rises where the new owner's is higher. An account needs no link and
 * code any more. The caller holds the row and has proved by the draft's key that it may.
 */
export async function passOn(tx: Tx, deps: Pick<ApplicationsDeps, "clock" | "settings" | "towns" | "accounts">, { row, key }: { readonly row: DraftRow; readonly key: Buffer }, to: Applicant): Promise<void> {
  const holder = await ownerKey(tx, to, { tenants: deps.towns, accounts: deps.accounts });
  const kind = ownerKind(to);
  const returnable = row.returnable && kind === "visitor";
  const next = changedDraft(deps, { row: { ...row, owner_kind: kind, returnable }, key }, to, openContent(key, row), {});
  const wrapped = wrapKey(holder, key, contexts.draftKey(row.id));
  await tx.run(sql`update applications.draft set owner_id = ${to.owner}, owner_kind = ${next.owner_kind}, wrapped_key = ${wrapped},
    content = ${next.content}, minimum_level = ${next.minimum_level}, revision = ${next.revision}, edited_at = ${next.edited_at}, expires_at = ${next.expires_at}, returnable = ${returnable}, warned_at = null
    where id = ${row.id}`);
  await tx.run(sql`update applications.file set owner_id = ${to.owner} where draft_id = ${row.id}`);
  // What was handed in of a part goes along to whoever has the part now.
  if (row.part_of !== null) await tx.run(sql`update applications.part_own set account_id = ${kind === "account" ? to.owner : null}, account_key = ${kind === "account" ? wrapped : null} where part_id = ${row.id}`);
  if (row.returnable && !returnable) await tx.run(sql`delete from applications.draft_return where draft_id = ${row.id}`);
}
