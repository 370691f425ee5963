import { sql, type Tx } from "#platform/database";
import type { CopyContent, CopyState, Editor, Verdict, WorkingCopy } from "./working-copy.ts";

interface CopyRow {
  readonly id: string; readonly tenant_id: string; readonly slug: string; readonly adapts: string | null; readonly revision: number; readonly state: CopyState; readonly content: CopyContent;
  readonly asked: Verdict | null; readonly decided: Verdict | null; readonly editors: string[]; readonly changed_at: Date;
}

const columns = sql`id, tenant_id, slug, adapts, revision, state, content, asked, decided, editors, changed_at`;

function copyOf(row: CopyRow): WorkingCopy {
  return { id: row.id, tenant: row.tenant_id, slug: row.slug, adapts: row.adapts ?? undefined, revision: row.revision, state: row.state, content: row.content, asked: row.asked ?? undefined, decided: row.decided ?? undefined, editors: row.editors, changedAt: row.changed_at };
}

export async function findCopy(tx: Tx, id: string): Promise<WorkingCopy | undefined> {
  const row = await tx.maybe<CopyRow>(sql`select ${columns} from forms.working_copy where id = ${id}`);
  return row && copyOf(row);
}

/** Locked until the end of the transaction: changes of one copy happen one after the other. */
export async function lockCopy(tx: Tx, id: string): Promise<WorkingCopy | undefined> {
  const row = await tx.maybe<CopyRow>(sql`select ${columns} from forms.working_copy where id = ${id} for update`);
  return row && copyOf(row);
}

/** A copy in a list, without what is in it. */
export interface CopyHead { readonly id: string; readonly slug: string; readonly adapts: string | undefined; readonly title: string; readonly version: string; readonly state: CopyState; readonly changedAt: Date; readonly changedBy: string }

export async function copiesOf(tx: Tx, tenant: string): Promise<readonly CopyHead[]> {
  return (await tx.rows<{ id: string; slug: string; adapts: string | null; title: string; version: string; state: CopyState; changed_at: Date; name: string | null }>(sql`
    select c.id, c.slug, c.adapts, c.content #>> '{service,title,de}' as title, c.content #>> '{form,version}' as version, c.state, c.changed_at, h.changed_by_name as name
    from forms.working_copy c left join forms.working_change h on h.copy_id = c.id and h.revision = c.revision where c.tenant_id = ${tenant} order by c.changed_at desc limit 1000`))
    .map(({ changed_at, name, adapts, ...head }) => ({ ...head, adapts: adapts ?? undefined, changedAt: changed_at, changedBy: name ?? "" }));
}

/** False when the name is taken, here or in another town. */
export async function insertCopy(tx: Tx, copy: WorkingCopy): Promise<boolean> {
  return (await tx.run(sql`insert into forms.working_copy (id, tenant_id, slug, adapts, revision, state, content, editors, changed_at)
    values (${copy.id}, ${copy.tenant}, ${copy.slug}, ${copy.adapts ?? null}, ${copy.revision}, ${copy.state}, ${JSON.stringify(copy.content)}, ${copy.editors as string[]}::uuid[], ${copy.changedAt}) on conflict do nothing`)) === 1;
}

export async function updateCopy(tx: Tx, copy: WorkingCopy): Promise<void> {
  await tx.run(sql`update forms.working_copy set revision = ${copy.revision}, adapts = ${copy.adapts ?? null}, state = ${copy.state}, content = ${JSON.stringify(copy.content)},
    asked = ${copy.asked === undefined ? null : JSON.stringify(copy.asked)}, decided = ${copy.decided === undefined ? null : JSON.stringify(copy.decided)}, editors = ${copy.editors as string[]}::uuid[], changed_at = ${copy.changedAt}
    where id = ${copy.id}`);
}

export async function deleteCopy(tx: Tx, id: string): Promise<void> {
  await tx.run(sql`delete from forms.working_copy where id = ${id}`);
}

/** A revision as it was, with what undo and redo lead to. */
export interface Change { readonly revision: number; readonly what: string; readonly undoTo: number | undefined; readonly redo: readonly number[]; readonly by: string; readonly name: string; readonly at: Date }

interface ChangeRow { readonly revision: number; readonly what: string; readonly undo_to: number | null; readonly redo: number[]; readonly changed_by: string; readonly changed_by_name: string; readonly changed_at: Date }

const changeOf = (row: ChangeRow): Change => ({ revision: row.revision, what: row.what, undoTo: row.undo_to ?? undefined, redo: row.redo, by: row.changed_by, name: row.changed_by_name, at: row.changed_at });

/** Revisions kept of each copy. */
export const keptRevisions = 200;

/** The newest first. */
export async function changesOf(tx: Tx, copy: string): Promise<readonly Change[]> {
  return (await tx.rows<ChangeRow>(sql`select revision, what, undo_to, redo, changed_by, changed_by_name, changed_at from forms.working_change where copy_id = ${copy} order by revision desc`)).map(changeOf);
}

export async function changeAt(tx: Tx, copy: string, revision: number): Promise<(Change & { readonly content: CopyContent }) | undefined> {
  const row = await tx.maybe<ChangeRow & { readonly content: CopyContent }>(sql`select revision, what, undo_to, redo, changed_by, changed_by_name, changed_at, content from forms.working_change where copy_id = ${copy} and revision = ${revision}`);
  return row && { ...changeOf(row), content: row.content };
}

export async function insertChange(tx: Tx, { copy, what, by, undoTo, redo }: { readonly copy: WorkingCopy; readonly what: string; readonly by: Editor; readonly undoTo: number | undefined; readonly redo: readonly number[] }): Promise<void> {
  await tx.run(sql`insert into forms.working_change (copy_id, tenant_id, revision, content, what, undo_to, redo, changed_by, changed_by_name, changed_at)
    values (${copy.id}, ${copy.tenant}, ${copy.revision}, ${JSON.stringify(copy.content)}, ${what.slice(0, 300)}, ${undoTo ?? null}, ${redo as number[]}::int[], ${by.id}, ${by.name.slice(0, 200)}, ${copy.changedAt})`);
  await tx.run(sql`delete from forms.working_change where copy_id = ${copy.id} and revision <= ${copy.revision - keptRevisions}`);
}
