import type { Clock } from "#platform/clock";
import { keptForAMinute } from "./kept-for-a-minute.ts";
import { csrfToken } from "#platform/http";
import { openPerson, unwrapLoginKey } from "./secrets.ts";
import type { Person } from "./person.ts";
import type { SessionRow } from "./session-store.ts";

interface Opened { readonly loginKey: Buffer; readonly person: Person; readonly statusId: string | undefined; readonly csrf: string }
interface Kept extends Opened { readonly wrapped: Buffer; readonly sealed: Buffer }

/**
 * What a session's cookie opens, kept for a minute: the same person clicks again. The database is asked at every request all the same whether
 * there is the session, and what is kept counts only for the very bytes that it gives.
 */
export function createOpenedSessions(clock: Clock): (cookie: string, hash: Buffer, row: Pick<SessionRow, "login_id" | "wrapped_login_key" | "person">) => Opened {
  const kept = keptForAMinute<Kept>(clock, 2_000);
  return (cookie, hash, row) => {
    const id = hash.toString("base64");
    const known = kept.get(id);
    if (known?.wrapped.equals(row.wrapped_login_key) && known.sealed.equals(row.person)) return known;
    const loginKey = unwrapLoginKey(cookie, row.wrapped_login_key, row.login_id);
    const { statusId, ...person } = openPerson<Person & { readonly statusId?: string }>(loginKey, row.person, row.login_id);
    const opened: Kept = { loginKey, person, statusId, csrf: csrfToken(cookie), wrapped: row.wrapped_login_key, sealed: row.person };
    kept.set(id, opened);
    return opened;
  };
}
