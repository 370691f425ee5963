import { sql, type Sql, type Tx } from "#platform/database";
import type { Channel, Language, Level, OwnerKind } from "./applicant.ts";
import type { DraftHead } from "./draft.ts";

export interface DraftRow {
  readonly id: string; readonly owner_id: string; readonly owner_kind: OwnerKind; readonly tenant_id: string; readonly service: string; readonly form_version: string;
  readonly channel: Channel; readonly language: Language; readonly minimum_level: Level; readonly wrapped_key: Buffer; readonly content: Buffer;
  readonly revision: number; readonly step_revisions: Readonly<Record<string, number>>; readonly created_at: Date; readonly edited_at: Date; readonly expires_at: Date;
  /** There is a link and a code to come back with. */
  readonly returnable: boolean;
  /** Of somebody who fills in a part of another's application: that draft, and whose steps. */
  readonly part_of: string | null;
  readonly person: string | null;
}

export function headOf(row: DraftHeadRow): DraftHead {
  return {
    id: row.id, tenant: row.tenant_id, service: row.service, formVersion: row.form_version, channel: row.channel, language: row.language,
    minimumLevel: row.minimum_level, revision: row.revision, ...(row.part_of === null || row.person === null ? {} : { part: { of: row.part_of, person: row.person } }), createdAt: row.created_at, editedAt: row.edited_at, expiresAt: row.expires_at,
  };
}

/** Sent with the commit. With `most` only while the owner has fewer drafts; `onTooMany` is told after the commit, which then left nothing. */
export function insertDraft(tx: Tx, row: DraftRow, limit?: { readonly most: number; readonly onTooMany: () => void }): void {
  const most = limit?.most ?? null;
  tx.later(sql`insert into applications.draft (id, owner_id, owner_kind, tenant_id, service, form_version, channel, language, minimum_level, wrapped_key, content,
      revision, step_revisions, created_at, edited_at, expires_at, returnable, part_of, person)
    select ${row.id}::uuid, ${row.owner_id}, ${row.owner_kind}, ${row.tenant_id}, ${row.service}, ${row.form_version}, ${row.channel}, ${row.language}, ${row.minimum_level},
      ${row.wrapped_key}, ${row.content}, ${row.revision}, ${JSON.stringify(row.step_revisions)}, ${row.created_at}, ${row.edited_at}, ${row.expires_at}, ${row.returnable}, ${row.part_of}::uuid, ${row.person}::text
    where ${most}::int is null or (select count(*) from applications.draft where owner_id = ${row.owner_id}) < ${most}::int`,
  (rows) => { if (rows === 0) limit?.onTooMany(); });
}

/** The owner is asked for by name as well as by policy: an operator's transaction sees everybody's. */
export function findDraft(tx: Tx, id: string, owner: string): Promise<DraftRow | undefined> {
  return tx.maybe<DraftRow>(draftById(id, owner));
}

export const draftById = (id: string, owner: string): Sql => sql`select * from applications.draft where id = ${id} and owner_id = ${owner}`;

export function lockDraft(tx: Tx, id: string, owner: string): Promise<DraftRow | undefined> {
  return tx.maybe<DraftRow>(sql`select * from applications.draft where id = ${id} and owner_id = ${owner} for update`);
}

/** One revision on. Touches the row only while the draft is as it was read. */
export const nextRevision = (row: DraftRow): Sql => sql`update applications.draft set content = ${row.content}, revision = ${row.revision}, step_revisions = ${JSON.stringify(row.step_revisions)},
    minimum_level = ${row.minimum_level}, language = ${row.language}, edited_at = ${row.edited_at}, expires_at = ${row.expires_at}, warned_at = null
  where id = ${row.id} and owner_id = ${row.owner_id} and revision = ${row.revision - 1} and returnable = ${row.returnable}`;

/** Of a draft that is locked. Sent with the commit. */
export function updateDraft(tx: Tx, row: DraftRow): void {
  tx.later(nextRevision(row), (changed) => { if (changed !== 1) throw new Error("the draft changed although it was locked"); });
}

export async function draftsOf(tx: Tx, owner: string): Promise<DraftHead[]> {
  return (await tx.rows<DraftHeadRow>(draftsByOwner(owner))).map(headOf);
}

export type DraftHeadRow = Omit<DraftRow, "content" | "wrapped_key" | "returnable">;

/** Last edited first. */
export const draftsByOwner = (owner: string | Sql): Sql => sql`
  select id, owner_id, owner_kind, tenant_id, service, form_version, channel, language, minimum_level, revision, step_revisions, created_at, edited_at, expires_at, part_of, person
  from applications.draft where owner_id = ${owner} order by edited_at desc, id limit 500`;

/** Drafts go, their files stay as discarded until the sweep has taken them out of the store, and a line says when and why. */
export async function deleteDrafts(tx: Tx, drafts: readonly { readonly id: string; readonly stub: string }[], reason: "expired" | "by-owner" | "account-deleted", at: Date): Promise<number> {
  if (drafts.length === 0) return 0;
  const ids = drafts.map(({ id }) => id);
  // The draft before its files, as an upload does it.
  await tx.rows(sql`select id from applications.draft where id = any(${ids}::uuid[]) order by id for update`);
  await tx.run(sql`update applications.file set draft_id = null, scan = 'discarded' where draft_id = any(${ids}::uuid[])`);
  return tx.run(sql`with gone as (delete from applications.draft where id = any(${ids}::uuid[]) returning id, tenant_id, owner_id, owner_kind, service)
    insert into applications.deletion (id, tenant_id, account_id, subject_kind, subject_id, service, reason, at)
    select stub.id, gone.tenant_id, gone.owner_id, 'draft', gone.id, gone.service, ${reason}, ${at}
    from gone join unnest(${ids}::uuid[], ${drafts.map(({ stub }) => stub)}::uuid[]) as stub (draft, id) on stub.draft = gone.id`);
}
