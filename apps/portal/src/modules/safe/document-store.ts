import { sql, type Sql, type Tx } from "#platform/database";
import type { Level } from "#modules/accounts";
import type { Origin } from "./document.ts";
import type { DocumentRow } from "./document-seal.ts";

const columns: Sql = sql`id, account_id, state, origin, minimum_level, store_key, wrapped_key, about, created_at`;
const shown: Sql = sql`state in ('kept', 'unchecked', 'held', 'found')`;

/** Written before the first byte, so that a crash in between leaves a row for the sweep and no bytes that nobody knows of. False: the same file is there already. */
export async function insertArriving(tx: Tx, row: { readonly id: string; readonly account: string; readonly origin: Origin; readonly minimumLevel: Level; readonly storeKey: string; readonly wrappedKey: Buffer; readonly at: Date }): Promise<boolean> {
  return (await tx.run(sql`insert into safe.document (id, account_id, state, origin, origin_id, minimum_level, store_key, wrapped_key, created_at)
    values (${row.id}, ${row.account}, 'arriving', ${row.origin.kind}, ${row.origin.kind === "upload" ? null : row.origin.id}, ${row.minimumLevel}, ${row.storeKey}, ${row.wrappedKey}, ${row.at}) on conflict do nothing`)) === 1;
}

/** False when the sweep or the end of the account was faster. */
export async function markArrived(tx: Tx, row: { readonly id: string; readonly state: "kept" | "unchecked" | "held"; readonly about: Buffer; readonly bytes: number; readonly heldKey: Buffer | null }): Promise<boolean> {
  return (await tx.run(sql`update safe.document set state = ${row.state}, about = ${row.about}, bytes = ${row.bytes}, held_key = ${row.heldKey} where id = ${row.id} and state = 'arriving'`)) === 1;
}

/** What lies in the safe; one document at a time of an account waits for its bytes to be counted. */
export async function usedBy(tx: Tx, account: string, lock: boolean): Promise<{ readonly documents: number; readonly bytes: number }> {
  if (lock) await tx.run(sql`select pg_advisory_xact_lock(7300085, hashtext(${account}))`);
  return tx.one<{ documents: number; bytes: number }>(sql`select count(*) as documents, coalesce(sum(bytes), 0)::bigint as bytes from safe.document where account_id = ${account} and ${shown}`);
}

export function documentRows(tx: Tx, account: string): Promise<DocumentRow[]> {
  return tx.rows<DocumentRow>(sql`select ${columns} from safe.document where account_id = ${account} and ${shown} order by created_at desc, id desc limit 1000`);
}

export function findDocument(tx: Tx, account: string, id: string): Promise<DocumentRow | undefined> {
  return tx.maybe<DocumentRow>(sql`select ${columns} from safe.document where id = ${id} and account_id = ${account} and ${shown}`);
}

/** The row stays for the sweep, which removes the bytes; to the person it is gone. */
export async function discard(tx: Tx, account: string, id: string): Promise<boolean> {
  return (await tx.run(sql`update safe.document set state = 'discarded', about = null, held_key = null, bytes = 0 where id = ${id} and account_id = ${account} and state <> 'discarded'`)) === 1;
}

/** Which attachments of messages are in the safe already. */
export async function keptOrigins(tx: Tx, account: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.rows<{ origin_id: string }>(sql`select origin_id from safe.document where account_id = ${account} and origin_id = any(${ids}::uuid[]) and state in ('kept', 'unchecked', 'held')`);
  return new Set(rows.map(({ origin_id }) => origin_id));
}
