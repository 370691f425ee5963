import type { Clock } from "#platform/clock";
import { randomToken } from "#platform/crypto";
import { sql, type Database, type Reading } from "#platform/database";
import { csrfToken } from "#platform/http";
import type { CitizenSession } from "./citizen-session.ts";
import { createOpenedSessions } from "./opened-sessions.ts";
import { displayNameOf } from "./person.ts";
import { idFromBytes, keyFromToken, tokenHash } from "./secrets.ts";
import { endLogin, renewIdle, type SessionRow } from "./session-store.ts";
import { sessionTerms } from "./terms.ts";

const minute = 60_000;

const isCookie = (text: string): boolean => /^[\w-]{43}$/.test(text);

/** Reading and ending what browsers may do. Making a session is the end of a sign-in (sign-in.ts). */
export function createCitizenSessions({ db, clock }: { readonly db: Database; readonly clock: Clock }) {
  const opened = createOpenedSessions(clock);

  /** A visitor needs no row: scope and key of the drafts are derived from the cookie, so the database alone opens nothing. */
  function visitor(cookie: string): CitizenSession | undefined {
    if (!isCookie(cookie)) return undefined;
    const owner = idFromBytes(keyFromToken(cookie, "visitor id"));
    const end = new Date(clock.now().getTime() + 24 * 60 * minute);
    return {
      id: owner, loginId: undefined, account: undefined, owner, ownerSecret: keyFromToken(cookie, "owner"), level: 0, signedIn: false, requested: [], person: {},
      displayName: undefined, startedAt: clock.now(), expiresAt: end, idleUntil: end, csrf: csrfToken(cookie),
    };
  }

  /** The session of a row; its idle time is renewed at most once a minute. */
  async function sessionOf(cookie: string, hash: Buffer, found: SessionRow, now: Date): Promise<CitizenSession> {
    const idleUntil = new Date(Math.min(now.getTime() + sessionTerms(found.level).idleMinutes * minute, found.expires_at.getTime()));
    const renewed = idleUntil.getTime() - found.idle_until.getTime() > minute;
    if (renewed) await db.asOperator("a session goes on", (tx) => renewIdle(tx, hash, idleUntil));
    const row = renewed ? { ...found, idle_until: idleUntil } : found;
    const { loginKey, person, statusId, csrf } = opened(cookie, hash, row);
    return {
      id: row.id, loginId: row.login_id, account: row.account_id ?? undefined, owner: row.owner_id,
      ownerSecret: row.account_id === null ? keyFromToken(row.owner_id + loginKey.toString("base64url"), "owner") : undefined,
      level: row.level, signedIn: true, requested: row.requested, person, displayName: displayNameOf(person), startedAt: row.started_at, expiresAt: row.expires_at,
      idleUntil: row.idle_until, csrf, ...(statusId === undefined ? {} : { statusId }),
    };
  }

  return {
    visitor,
    /** The session behind a cookie at a host. A cookie carried to another host is nothing. */
    async citizen(cookie: string, host: string): Promise<CitizenSession | undefined> {
      if (!isCookie(cookie)) return undefined;
      const [hash, now] = [tokenHash(cookie), clock.now()];
      const [found] = await db.call<SessionRow>(sql`select * from accounts.read_session(${hash}, ${host.toLowerCase()}, ${now})`);
      return found && sessionOf(cookie, hash, found, now);
    },

    /** The same, and in the same exchange with the database what `work` reads of the rows of the session's owner. */
    async citizenWith<T>(cookie: string, host: string, work: (tx: Reading) => Promise<T>): Promise<{ readonly session: CitizenSession; readonly read: T } | undefined> {
      if (!isCookie(cookie)) return undefined;
      const [hash, now] = [tokenHash(cookie), clock.now()];
      const { entered: [found], read } = await db.readEntering<SessionRow, T>(sql`select * from accounts.enter_session(${hash}, ${host.toLowerCase()}, ${now})`, work);
      return found && { session: await sessionOf(cookie, hash, found, now), read };
    },

    newVisitor(): { readonly cookie: string; readonly session: CitizenSession } {
      const cookie = randomToken(32);
      const session = visitor(cookie);
      if (!session) throw new Error("a fresh visitor's cookie was not recognised");
      return { cookie, session };
    },

    /** Logging out ends the sign-in at every host. */
    async signOut(session: CitizenSession): Promise<void> {
      const { loginId } = session;
      if (loginId) await db.asOperator("sign out", (tx) => endLogin(tx, loginId, clock.now()));
    },
  };
}
