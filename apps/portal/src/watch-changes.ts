import { randomUUID } from "node:crypto";
import { sql, type Database } from "#platform/database";
import type { Log } from "#platform/log";

/** The channel on which the tables' triggers tell what was changed, as `schema.table`; and what a process says there to itself. */
const channel = "kp_changed";
const toOneself = "caught-up ";

/** So long a page waits at most for what it shows: a connection that just broke is made again after a second, and then everything is read. */
const patienceMs = 3_000;

export interface Changes {
  /** Comes back when this process has read whatever any process had committed before the call; after three seconds in any case, for an old page is better than none. */
  caughtUp(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * What a process holds in memory follows the database: whatever any process commits is read anew, one thing after the other, the same thing told many times once.
 * Notifications arrive in the order of the commits (PostgreSQL, NOTIFY), so that a word to oneself comes back behind all that was committed before it was said.
 * @param readAgain gets `schema.table`, or undefined where something may have been missed: then everything is read
 */
export async function watchChanges({ db, log }: { readonly db: Pick<Database, "listen" | "call">; readonly log: Pick<Log, "error"> }, readAgain: (what: string | undefined) => Promise<void>): Promise<Changes> {
  const unread = new Set<string | undefined>();
  const waiting = new Map<string, () => void>();
  let reading: Promise<void> | undefined;

  async function readAll(): Promise<void> {
    while (unread.size > 0) {
      const all = unread.has(undefined) ? [undefined] : [...unread];
      unread.clear();
      for (const what of all) await readAgain(what).catch((error: Error) => { log.error({ err: error.message }, "refresh failed"); });
    }
    reading = undefined;
  }
  function heard(what: string | undefined): void {
    if (what?.startsWith(toOneself)) { afterReading([what.slice(toOneself.length)]); return; }
    unread.add(what);
    reading ??= readAll();
    // A word that was under way when the connection broke never comes back.
    if (what === undefined) afterReading([...waiting.keys()]);
  }
  function afterReading(words: readonly string[]): void {
    const mine = words.flatMap((word) => waiting.get(word) ?? []);
    if (mine.length > 0) void (reading ?? Promise.resolve()).then(() => { for (const done of mine) done(); });
  }

  const stop = await db.listen(channel, heard);
  // What was committed between the first reading and the listening was told to nobody here.
  heard(undefined);
  return {
    async caughtUp() {
      const word = randomUUID();
      const { promise, resolve } = Promise.withResolvers<void>();
      const patience = setTimeout(resolve, patienceMs);
      waiting.set(word, resolve);
      try {
        await db.call(sql`select pg_notify(${channel}, ${toOneself + word})`);
        await promise;
      } finally {
        clearTimeout(patience);
        waiting.delete(word);
      }
    },
    stop,
  };
}
