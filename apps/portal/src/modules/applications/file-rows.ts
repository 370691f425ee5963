import { sql, type Reading, type Sql, type Tx } from "#platform/database";
import type { FileKind, ScanState } from "./application.ts";

export interface FileRow {
  readonly id: string; readonly tenant_id: string; readonly draft_id: string | null; readonly application_id: string | null; readonly kind: FileKind; readonly label: string | null;
  readonly scan: ScanState | "arriving" | "discarded"; readonly store_key: string; readonly wrapped_key: Buffer; readonly about: Buffer | null; readonly held_key: Buffer | null; readonly created_at: Date;
  /** Of an application: only the town has a key to it. */
  readonly hidden: boolean;
}

const columns: Sql = sql`id, tenant_id, draft_id, application_id, kind, label, scan, store_key, wrapped_key, about, held_key, created_at, hidden`;

/** Written before the bytes arrive, so that a crash in between leaves a row for the sweep and no bytes that nobody knows of. */
export async function insertArriving(tx: Tx, file: {
  readonly id: string; readonly owner: string | null; readonly draft?: string; readonly application?: string; readonly tenant: string;
  readonly kind: FileKind; readonly label?: string; readonly hidden?: boolean; readonly storeKey: string; readonly wrappedKey: Buffer; readonly at: Date;
}): Promise<void> {
  await tx.run(sql`insert into applications.file (id, owner_id, draft_id, tenant_id, application_id, kind, label, scan, store_key, wrapped_key, created_at, hidden)
    values (${file.id}, ${file.owner}, ${file.draft ?? null}, ${file.tenant}, ${file.application ?? null}, ${file.kind}, ${file.label ?? null}, 'arriving', ${file.storeKey}, ${file.wrappedKey}, ${file.at}, ${file.hidden ?? false})`);
}

/** The file has arrived. False when its row is gone: the draft was deleted or the sweep was faster. */
export async function fileArrived(tx: Tx, file: { readonly id: string; readonly scan: ScanState; readonly about: Buffer; readonly bytes: number; readonly heldKey: Buffer | null }): Promise<boolean> {
  return (await tx.run(sql`update applications.file set scan = ${file.scan}, about = ${file.about}, bytes = ${file.bytes}, held_key = ${file.heldKey}
    where id = ${file.id} and scan = 'arriving'`)) === 1;
}

export async function deleteFileRow(tx: Tx, id: string): Promise<void> {
  await tx.run(sql`delete from applications.file where id = ${id}`);
}

/** Taken out of the answers: the sweep removes the bytes. What was handed in with a part stays until the part is handed in again. */
export async function discardFiles(tx: Tx, given: { readonly draft: string; readonly files: readonly string[] }): Promise<number> {
  return tx.run(sql`update applications.file set scan = 'discarded', draft_id = null where draft_id = ${given.draft} and id = any(${given.files}::uuid[]) and not handed_in`);
}

/** What was kept because it had been handed in, and is named no more. */
export function discardUnnamed(tx: Tx, draft: string, named: readonly string[]): Promise<number> {
  return tx.run(sql`update applications.file set scan = 'discarded', draft_id = null where draft_id = ${draft} and scan <> 'arriving' and not handed_in and not (id = any(${named}::uuid[]))`);
}

/** How many of these files can go along with a submission; those of others are seen only there. */
export async function countUsable(tx: Tx, ids: readonly string[]): Promise<number> {
  return ids.length === 0 ? 0 : (await tx.one<{ count: number }>(sql`select count(*) from applications.file where id = any(${ids}::uuid[]) and draft_id is not null and scan in ('clean', 'unchecked', 'held')`)).count;
}

export function draftFiles(tx: Tx, draft: string): Promise<FileRow[]> {
  return tx.rows<FileRow>(sql`select ${columns} from applications.file where draft_id = ${draft} order by created_at, id`);
}

export async function countDraftFiles(tx: Tx, draft: string): Promise<number> {
  return (await tx.one<{ count: number }>(sql`select count(*) from applications.file where draft_id = ${draft}`)).count;
}

/**
 * What is there to be read; what is still arriving, or was left by an attempt that broke off, tells nothing about itself. Whoever is not the
 * office reads what is not hidden.
 */
export function applicationFiles(tx: Reading, application: string): Promise<FileRow[]> {
  return tx.rows<FileRow>(sql`select ${columns} from applications.file where application_id = ${application} and scan not in ('arriving', 'discarded') and not hidden order by created_at, id`);
}

/** For the office, where others have filled in something that is hidden from the applicant: with what they handed in, and without the applicant's copies, which lack it. */
export function officeFiles(tx: Tx, application: string): Promise<FileRow[]> {
  return tx.rows<FileRow>(sql`select ${columns} from applications.file where application_id = ${application} and scan not in ('arriving', 'discarded') and (hidden or kind <> 'rendition') order by created_at, id`);
}

/** Both copies, where there are two. */
export function renditions(tx: Tx, application: string): Promise<FileRow[]> {
  return tx.rows<FileRow>(sql`select ${columns} from applications.file where application_id = ${application} and kind = 'rendition' and scan not in ('arriving', 'discarded')`);
}

export function fileOf(tx: Tx, application: string, file: string): Promise<FileRow | undefined> {
  return tx.maybe<FileRow>(sql`select ${columns} from applications.file where id = ${file} and application_id = ${application}`);
}

/** Those that wait for the scanner, the oldest first. */
export function heldFiles(tx: Tx, limit: number): Promise<FileRow[]> {
  return tx.rows<FileRow>(sql`select ${columns} from applications.file where scan = 'held' order by created_at, id limit ${limit}`);
}
