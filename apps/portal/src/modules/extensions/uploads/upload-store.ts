import { open, seal } from "#platform/crypto";
import { sql, type Tx } from "#platform/database";
import type { FileLock, TakenFile } from "#modules/applications";

export type Scan = "clean" | "unchecked" | "held";
export interface About { readonly name: string; readonly type: string; /** bytes */ readonly size: number; /** SHA-256 as 64 hexadecimal digits. */ readonly sha256: string }
export interface Owner { readonly tenant: string; readonly client: string }

interface UploadRow { readonly id: string; readonly scan: Scan; readonly store_key: string; readonly wrapped_key: Buffer; readonly about: Buffer; readonly expires_at: Date }
export interface KeptUpload extends TakenFile { readonly scan: Scan; readonly expiresAt: Date }

const contexts = { key: (id: string) => `extensions.upload.wrapped_key:${id}`, about: (id: string) => `extensions.upload.about:${id}` };

/** Written before the first byte. `undefined` where the program keeps as much here as it may already; one at a time counts. */
export async function beginUpload(tx: Tx, given: Owner & { readonly lock: Omit<FileLock, "context">; readonly tenantKey: Buffer; readonly at: Date; readonly until: Date; readonly most: { readonly files: number; readonly bytes: number } }): Promise<boolean> {
  await tx.run(sql`select pg_advisory_xact_lock(7300146, hashtext(${`${given.tenant} ${given.client}`}))`);
  const there = await tx.one<{ files: number; bytes: number }>(sql`select count(*) as files, coalesce(sum(bytes), 0)::bigint as bytes from extensions.upload where tenant_id = ${given.tenant} and client_id = ${given.client} and state <> 'discarded' and expires_at > ${given.at}`);
  if (there.files >= given.most.files || there.bytes >= given.most.bytes) return false;
  await tx.run(sql`insert into extensions.upload (id, tenant_id, client_id, state, store_key, wrapped_key, created_at, expires_at)
    values (${given.lock.id}, ${given.tenant}, ${given.client}, 'arriving', ${given.lock.storeKey}, ${seal(given.tenantKey, given.lock.key, contexts.key(given.lock.id))}, ${given.at}, ${given.until})`);
  return true;
}

/** False when the sweep or the removal of the program was faster. */
export async function uploadArrived(tx: Tx, given: Owner & { readonly lock: FileLock; readonly about: About; readonly scan: Scan }): Promise<boolean> {
  return (await tx.run(sql`update extensions.upload set state = 'here', scan = ${given.scan}, bytes = ${given.about.size}, about = ${seal(given.lock.key, JSON.stringify(given.about), contexts.about(given.lock.id))}
    where id = ${given.lock.id} and tenant_id = ${given.tenant} and client_id = ${given.client} and state = 'arriving'`)) === 1;
}

/** One of the program's own in this town that has not been used and has not ended; locked until the transaction ends. */
export async function findUpload(tx: Tx, given: Owner & { readonly id: string; readonly tenantKey: Buffer; readonly now: Date; readonly lockOf: (known: Omit<FileLock, "context">) => FileLock }): Promise<KeptUpload | undefined> {
  const row = await tx.maybe<UploadRow>(sql`select id, scan, store_key, wrapped_key, about, expires_at from extensions.upload
    where id = ${given.id} and tenant_id = ${given.tenant} and client_id = ${given.client} and state = 'here' and expires_at > ${given.now} for update`);
  if (!row) return undefined;
  const key = open(given.tenantKey, row.wrapped_key, contexts.key(row.id));
  const file = JSON.parse(open(key, row.about, contexts.about(row.id)).toString("utf8")) as About;
  return { lock: given.lockOf({ id: row.id, storeKey: row.store_key, key }), file, scan: row.scan, expiresAt: row.expires_at };
}

/** Its bytes belong to something else from now on: only the row goes. */
export async function handOverUploads(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.run(sql`delete from extensions.upload where id = any(${ids}::uuid[]) and state = 'here'`);
}

/** The bytes go with the next sweep. */
export async function discardUploads(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.run(sql`update extensions.upload set state = 'discarded', about = null where id = any(${ids}::uuid[])`);
}

export async function discardUploadsOf(tx: Tx, { tenant, client }: Owner): Promise<void> {
  await tx.run(sql`update extensions.upload set state = 'discarded', about = null where tenant_id = ${tenant} and client_id = ${client}`);
}
