import { createHash } from "node:crypto";
import { randomToken } from "#platform/crypto";
import { sql, type Tx } from "#platform/database";
import { csrfToken } from "#platform/http";
import { keyFits, keyIdOf } from "./account-key.ts";
import type { Developer, DevelopersDeps } from "./deps.ts";

const cookiePattern = /^[\w-]{43}$/;
const hashOf = (cookie: string): Buffer => createHash("sha256").update(cookie).digest();

/** A new session in a transaction; its token goes to the browser and nowhere else. */
export async function openSession(tx: Tx, deps: Pick<DevelopersDeps, "clock" | "limits">, account: string): Promise<string> {
  const cookie = randomToken(32);
  const now = deps.clock.now();
  await tx.run(sql`delete from developers.session where expires_at < ${now}`);
  await tx.run(sql`insert into developers.session (token_hash, account_id, expires_at) values (${hashOf(cookie)}, ${account}, ${new Date(now.getTime() + deps.limits.sessionHours * 3_600_000)})`);
  return cookie;
}

/** The cookie of a new session, or undefined where the key is not one of ours. */
export async function signIn(deps: DevelopersDeps, key: string): Promise<string | undefined> {
  if (deps.templateTown === undefined) return undefined;
  const id = keyIdOf(key);
  const known = id === undefined ? undefined : await deps.db.asOperator("sign in a developer", (tx) => tx.maybe<{ id: string; key_hash: string }>(sql`select id, key_hash from developers.account where key_id = ${id}`));
  if (!(await keyFits(known?.key_hash, key)) || !known) return undefined;
  return deps.db.asOperator("sign in a developer", (tx) => openSession(tx, deps, known.id));
}

export async function developerOf(deps: DevelopersDeps, cookie: string): Promise<Developer | undefined> {
  if (deps.templateTown === undefined || !cookiePattern.test(cookie)) return undefined;
  const row = await deps.db.asOperator("read a developer's session", (tx) => tx.maybe<{ id: string; name: string }>(sql`select a.id, a.name from developers.session s join developers.account a on a.id = s.account_id
    where s.token_hash = ${hashOf(cookie)} and s.expires_at > ${deps.clock.now()}`));
  return row && { account: row.id, name: row.name, csrf: csrfToken(cookie) };
}

export async function signOut(deps: DevelopersDeps, cookie: string): Promise<void> {
  await deps.db.asOperator("sign out a developer", (tx) => tx.run(sql`delete from developers.session where token_hash = ${hashOf(cookie)}`));
}
