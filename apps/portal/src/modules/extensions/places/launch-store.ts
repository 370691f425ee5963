import { sql, type Tx } from "#platform/database";
import type { LaunchPlace } from "./launch.ts";

export interface LaunchRow {
  readonly code_hash: Buffer; readonly tenant_id: string; readonly client_id: string; readonly permission_id: string; readonly page: string; readonly place: LaunchPlace; readonly person_hash: Buffer;
  readonly application_id: string | null; readonly draft_id: string | null; readonly service: string | null; readonly form_version: string | null; readonly step: string | null; readonly context: Buffer; readonly expires_at: Date; readonly exchanged_at: Date | null;
  readonly exchange_key: string | null; readonly result_hash: Buffer | null; readonly result: Buffer | null;
}

const columns = sql`l.code_hash, l.tenant_id, l.client_id, l.permission_id, l.page, l.place, l.person_hash, l.application_id, l.draft_id, l.service, l.form_version, l.step, l.context, l.expires_at, l.exchanged_at, l.exchange_key, l.result_hash, l.result`;
/** Only while the permission that it began under stands and names its page: a revocation ends what is under way. */
const inForce = sql`join extensions.permission p on p.tenant_id = l.tenant_id and p.id = l.permission_id and p.revoked_at is null
  join extensions.client c on c.id = p.client_id and c.disabled_at is null
  join extension_places.placed d on d.tenant_id = l.tenant_id and d.client_id = l.client_id and d.page = l.page`;

export async function insertLaunch(tx: Tx, row: Omit<LaunchRow, "exchanged_at" | "exchange_key" | "result_hash" | "result">, at: Date): Promise<void> {
  await tx.run(sql`insert into extension_places.launch (code_hash, tenant_id, client_id, permission_id, page, place, person_hash, application_id, draft_id, service, form_version, step, context, created_at, expires_at)
    values (${row.code_hash}, ${row.tenant_id}, ${row.client_id}, ${row.permission_id}, ${row.page}, ${row.place}, ${row.person_hash}, ${row.application_id}, ${row.draft_id}, ${row.service}, ${row.form_version}, ${row.step}, ${row.context}, ${at}, ${row.expires_at})`);
}

/** Of this very program in this very town, locked; one that has ended or was begun under an ended permission is not there. */
export function launchByCode(tx: Tx, given: { readonly tenant: string; readonly client: string; readonly hash: Buffer; readonly now: Date }): Promise<LaunchRow | undefined> {
  return tx.maybe<LaunchRow>(sql`select ${columns} from extension_places.launch l ${inForce}
    where l.code_hash = ${given.hash} and l.tenant_id = ${given.tenant} and l.client_id = ${given.client} and l.expires_at > ${given.now} for update of l`);
}

export function launchByResult(tx: Tx, given: { readonly tenant: string; readonly client?: string; readonly hash: Buffer; readonly now: Date }): Promise<LaunchRow | undefined> {
  return tx.maybe<LaunchRow>(sql`select ${columns} from extension_places.launch l ${inForce}
    where l.result_hash = ${given.hash} and l.tenant_id = ${given.tenant} and l.client_id = coalesce(${given.client ?? null}, l.client_id) and l.expires_at > ${given.now} for update of l`);
}

export async function markExchanged(tx: Tx, given: { readonly hash: Buffer; readonly key: string; readonly resultHash: Buffer | null; readonly now: Date; readonly until: Date }): Promise<void> {
  await tx.run(sql`update extension_places.launch set exchanged_at = ${given.now}, exchange_key = ${given.key}, result_hash = ${given.resultHash}, expires_at = ${given.until} where code_hash = ${given.hash}`);
}

export async function storeResult(tx: Tx, given: { readonly hash: Buffer; readonly sealed: Buffer }): Promise<void> {
  await tx.run(sql`update extension_places.launch set result = ${given.sealed} where result_hash = ${given.hash}`);
}

export async function removeLaunch(tx: Tx, hash: Buffer): Promise<void> {
  await tx.run(sql`delete from extension_places.launch where code_hash = ${hash}`);
}

/** Codes and results whose time is over go with everything that was sealed in them. */
export async function forgetLaunches(tx: Tx, now: Date): Promise<number> {
  return tx.run(sql`delete from extension_places.launch where code_hash in (select code_hash from extension_places.launch where expires_at <= ${now} limit 5000)`);
}
