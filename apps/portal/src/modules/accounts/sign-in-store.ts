import { sql, type Tx } from "#platform/database";

export interface RequestRow {
  id: string; host: string; tenant_id: string | null; return_path: string; lang: "de" | "en"; level: 1 | 3 | 4; attributes: string[]; display_name: string;
  browser_hash: Buffer; apex_hash: Buffer | null; saml_id: string | null; login_id: string | null; wrapped_login_key: Buffer | null; failed: string | null; used_at: Date | null;
}

export async function insertRequest(tx: Tx, r: {
  readonly id: string; readonly host: string; readonly tenant: string | undefined; readonly returnPath: string; readonly lang: "de" | "en"; readonly level: 1 | 3 | 4;
  readonly attributes: readonly string[]; readonly displayName: string; readonly browserHash: Buffer; readonly now: Date; readonly expiresAt: Date;
}): Promise<void> {
  await tx.run(sql`insert into accounts.login_request (id, host, tenant_id, return_path, lang, level, attributes, display_name, browser_hash, created_at, expires_at)
    values (${r.id}, ${r.host}, ${r.tenant ?? null}, ${r.returnPath}, ${r.lang}, ${r.level}, ${r.attributes}, ${r.displayName}, ${r.browserHash}, ${r.now}, ${r.expiresAt})`);
}

export function requestById(tx: Tx, id: string, now: Date): Promise<RequestRow | undefined> {
  return tx.maybe<RequestRow>(sql`select * from accounts.login_request where id = ${id} and expires_at > ${now} and used_at is null for update`);
}

export function requestBySamlId(tx: Tx, samlId: string, now: Date): Promise<RequestRow | undefined> {
  return tx.maybe<RequestRow>(sql`select * from accounts.login_request where saml_id = ${samlId} and expires_at > ${now} and used_at is null for update`);
}

/** The request leaves for BundID, bound to the browser at the Leitportal. A second start (back button) replaces the first. */
export async function bindToApex(tx: Tx, id: string, apexHash: Buffer, samlId: string): Promise<void> {
  await tx.run(sql`update accounts.login_request set apex_hash = ${apexHash}, saml_id = ${samlId}, login_id = null, wrapped_login_key = null, failed = null where id = ${id}`);
}

export async function setLogin(tx: Tx, id: string, login: string, wrappedLoginKey: Buffer): Promise<void> {
  await tx.run(sql`update accounts.login_request set login_id = ${login}, wrapped_login_key = ${wrappedLoginKey}, saml_id = null where id = ${id}`);
}

export async function setFailed(tx: Tx, id: string, code: string): Promise<void> {
  await tx.run(sql`update accounts.login_request set failed = ${code}, saml_id = null where id = ${id}`);
}

export async function setCode(tx: Tx, id: string, codeHash: Buffer, wrappedLoginKey: Buffer, expiresAt: Date): Promise<void> {
  await tx.run(sql`update accounts.login_request set code_hash = ${codeHash}, wrapped_login_key = ${wrappedLoginKey}, expires_at = ${expiresAt} where id = ${id}`);
}

/** Takes a code once: two requests with the same code cannot both succeed. */
export function takeCode(tx: Tx, codeHash: Buffer, host: string, now: Date): Promise<RequestRow | undefined> {
  return tx.maybe<RequestRow>(sql`update accounts.login_request set used_at = ${now} where code_hash = ${codeHash} and host = ${host} and expires_at > ${now} and used_at is null returning *`);
}

/** False when this assertion was believed before. */
export async function rememberAssertion(tx: Tx, assertionId: string, until: Date): Promise<boolean> {
  return (await tx.run(sql`insert into accounts.used_assertion (assertion_id, until) values (${assertionId}, ${until}) on conflict do nothing`)) === 1;
}

/** The account of a person, made at the first sign-in; concurrent first sign-ins meet in one row. */
export async function accountOf(tx: Tx, account: { readonly id: string; readonly personHash: Buffer; readonly wrappedKey: Buffer; readonly now: Date }): Promise<{ id: string; wrapped_key: Buffer }> {
  return tx.one<{ id: string; wrapped_key: Buffer }>(sql`insert into accounts.account (id, person_hash, wrapped_key, created_at, last_used_at)
    values (${account.id}, ${account.personHash}, ${account.wrappedKey}, ${account.now}, ${account.now})
    on conflict (person_hash) do update set last_used_at = excluded.last_used_at, deletion_noticed_at = null returning id, wrapped_key`);
}

export async function insertLogin(tx: Tx, l: { readonly id: string; readonly account: string | undefined; readonly owner: string; readonly level: 1 | 3 | 4; readonly requested: readonly string[]; readonly startedAt: Date; readonly expiresAt: Date; readonly person: Buffer }): Promise<void> {
  await tx.run(sql`insert into accounts.login (id, account_id, owner_id, level, requested, started_at, expires_at, person)
    values (${l.id}, ${l.account ?? null}, ${l.owner}, ${l.level}, ${l.requested}, ${l.startedAt}, ${l.expiresAt}, ${l.person})`);
}
