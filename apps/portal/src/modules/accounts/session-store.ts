import { sql, type Tx } from "#platform/database";

export interface SessionRow {
  id: string; login_id: string; host: string; wrapped_login_key: Buffer; idle_until: Date;
  account_id: string | null; owner_id: string; level: 1 | 3 | 4; requested: string[]; started_at: Date; expires_at: Date; person: Buffer;
}

export async function findSession(tx: Tx, tokenHash: Buffer, now: Date): Promise<SessionRow | undefined> {
  return tx.maybe<SessionRow>(sql`select s.id, s.login_id, s.host, s.wrapped_login_key, s.idle_until, l.account_id, l.owner_id, l.level, l.requested, l.started_at, l.expires_at, l.person
    from accounts.session s join accounts.login l on l.id = s.login_id
    where s.token_hash = ${tokenHash} and s.idle_until > ${now} and l.expires_at > ${now} and l.ended_at is null`);
}

export async function renewIdle(tx: Tx, tokenHash: Buffer, idleUntil: Date): Promise<void> {
  await tx.run(sql`update accounts.session set idle_until = ${idleUntil} where token_hash = ${tokenHash}`);
}

export async function insertSession(tx: Tx, session: { readonly tokenHash: Buffer; readonly id: string; readonly login: string; readonly host: string; readonly wrappedLoginKey: Buffer; readonly idleUntil: Date }): Promise<void> {
  await tx.run(sql`insert into accounts.session (token_hash, id, login_id, host, wrapped_login_key, idle_until)
    values (${session.tokenHash}, ${session.id}, ${session.login}, ${session.host}, ${session.wrappedLoginKey}, ${session.idleUntil})`);
}

/** Ends a sign-in with all its sessions at all hosts. */
export async function endLogin(tx: Tx, login: string, now: Date): Promise<void> {
  await tx.run(sql`with gone as (delete from accounts.session where login_id = ${login}) update accounts.login set ended_at = ${now}, person = ''::bytea where id = ${login} and ended_at is null`);
}

/** What is over leaves nothing behind. */
export async function sweep(tx: Tx, now: Date): Promise<void> {
  await tx.run(sql`delete from accounts.login_request where expires_at < ${now}`);
  await tx.run(sql`delete from accounts.login where expires_at < ${now} or ended_at < ${now}`);
  await tx.run(sql`delete from accounts.session where idle_until < ${now}`);
  await tx.run(sql`delete from accounts.used_assertion where until < ${now}`);
  await tx.run(sql`delete from accounts.staff_session where expires_at < ${now} or idle_until < ${now}`);
  await tx.run(sql`delete from accounts.staff_request where expires_at < ${now}`);
}
