import { newId } from "#platform/ids";
import { open } from "#platform/crypto";
import { sql, type Tx } from "#platform/database";
import type { Level } from "./applicant.ts";
import { type DraftRow, insertDraft } from "./draft-store.ts";
import { contexts, freshKey, wrapKey } from "./keys.ts";

interface KeptRow {
  readonly id: string; readonly person: string | null; readonly draft_id: string; readonly draft_key: Buffer;
  readonly part_id: string | null; readonly own: Buffer | null; readonly part_level: Level | null; readonly account_id: string | null; readonly account_key: Buffer | null;
  readonly file_keys: Readonly<Record<string, string>> | null;
}

export interface PeopleBefore { readonly draft: string; readonly key: Buffer; readonly rows: readonly KeptRow[] }

/** Who was invited to what waits for its fee, with the draft and its key; undefined where nobody was. */
export async function peopleBefore(tx: Tx, application: string, applicationKey: Buffer): Promise<PeopleBefore | undefined> {
  const rows = await tx.rows<KeptRow>(sql`select id, person, draft_id, draft_key, part_id, own, part_level, account_id, account_key, file_keys
    from applications.participation where application_id = ${application} and draft_id is not null order by id`);
  const [first] = rows;
  return first && { draft: first.draft_id, key: open(applicationKey, first.draft_key, contexts.participationDraftKey(application)), rows };
}

/**
 * Everybody as they were before the sending: invitations with their links and codes, confirmations (which count as long as the answers are those
 * they were given for), and parts as they were handed in. A part of somebody without account has no owner until they come with link and code.
 * After the draft is there again and before the application goes; an operator's transaction, because the parts are other people's.
 */
export async function restorePeople(tx: Tx, main: DraftRow, { rows }: PeopleBefore): Promise<void> {
  await tx.run(sql`insert into applications.participant (id, draft_id, tenant_id, kind, person, link_hash, wrapped_key, name, invited_at, confirmed_at, confirmed_hash, confirmed_level, account_id)
    select id, draft_id, tenant_id, kind, person, link_hash, wrapped_key, name, invited_at, confirmed_at, confirmed_hash, confirmed_level, case when person is null then account_id end
    from applications.participation where id = any(${rows.map(({ id }) => id)}::uuid[])`);
  for (const row of rows) {
    // Handed in before parts were kept: they fill in again, with the same link and code.
    if (row.person === null || row.part_id === null || row.own === null) continue;
    const account = row.account_id !== null && row.account_key !== null ? { id: row.account_id, key: row.account_key } : undefined;
    const owner = account?.id ?? newId();
    insertDraft(tx, {
      ...main, id: row.part_id, owner_id: owner, owner_kind: account === undefined ? "visitor" : "account", wrapped_key: account?.key ?? wrapKey(freshKey(), freshKey(), contexts.draftKey(row.part_id)),
      content: row.own, minimum_level: row.part_level ?? 0, returnable: account === undefined, part_of: main.id, person: row.person,
    });
    await tx.run(sql`insert into applications.part_answers (part_id, draft_id, tenant_id, person, content, files, level, at)
      select part_id, draft_id, tenant_id, person, part_content, part_files, part_level, part_at from applications.participation where id = ${row.id}`);
    await tx.run(sql`insert into applications.part_own (part_id, draft_id, tenant_id, content, account_id, account_key)
      select part_id, draft_id, tenant_id, own, case when account_key is not null then account_id end, account_key from applications.participation where id = ${row.id}`);
    for (const [file, wrapped] of Object.entries(row.file_keys ?? {})) {
      await tx.run(sql`update applications.file set application_id = null, draft_id = ${row.part_id}, owner_id = ${owner}, hidden = false, handed_in = true, wrapped_key = ${Buffer.from(wrapped, "base64")} where id = ${file} and tenant_id = ${main.tenant_id}`);
    }
  }
}
