import { sql, type Tx } from "#platform/database";
import type { DraftRow } from "./draft-store.ts";

export interface ReturnRow { readonly draft_id: string; readonly tenant_id: string; readonly wrapped_key: Buffer; readonly contact: Buffer }

/** A new link replaces the one before: of a draft there is one. */
export async function putReturn(tx: Tx, row: ReturnRow & { readonly link_hash: Buffer; readonly at: Date; readonly expires_at: Date }): Promise<void> {
  await tx.run(sql`insert into applications.draft_return (draft_id, tenant_id, link_hash, wrapped_key, contact, created_at)
    values (${row.draft_id}, ${row.tenant_id}, ${row.link_hash}, ${row.wrapped_key}, ${row.contact}, ${row.at})
    on conflict (draft_id) do update set link_hash = excluded.link_hash, wrapped_key = excluded.wrapped_key, contact = excluded.contact, created_at = excluded.created_at`);
  await tx.run(sql`update applications.draft set returnable = true, expires_at = ${row.expires_at}, warned_at = null where id = ${row.draft_id}`);
}

/** The draft goes back to the term of a browser. */
export async function dropReturn(tx: Tx, draft: string, expiresAt: Date): Promise<void> {
  await tx.run(sql`delete from applications.draft_return where draft_id = ${draft}`);
  await tx.run(sql`update applications.draft set returnable = false, expires_at = ${expiresAt}, warned_at = null where id = ${draft}`);
}

export function returnByLink(tx: Tx, hash: Buffer): Promise<ReturnRow | undefined> {
  return tx.maybe<ReturnRow>(sql`select draft_id, tenant_id, wrapped_key, contact from applications.draft_return where link_hash = ${hash}`);
}

export function returnOf(tx: Tx, draft: string): Promise<(ReturnRow & Pick<DraftRow, "expires_at" | "language">) | undefined> {
  return tx.maybe(sql`select r.draft_id, r.tenant_id, r.wrapped_key, r.contact, d.expires_at, d.language from applications.draft_return r join applications.draft d on d.id = r.draft_id where r.draft_id = ${draft}`);
}

/** An operator's transaction: whoever brings link and code is not the owner yet. */
export function lockAnyDraft(tx: Tx, draft: string): Promise<DraftRow | undefined> {
  return tx.maybe<DraftRow>(sql`select * from applications.draft where id = ${draft} for update`);
}
