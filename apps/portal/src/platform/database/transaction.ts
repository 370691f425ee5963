import type pg from "pg";
import { isId } from "#platform/ids";
import type { EnteredScope, OwnScope, Reading, Scope, Tx } from "./database.ts";
import { prepared, preparedTogether } from "./prepared.ts";
import { sql, type Sql } from "./sql.ts";

/** Not even the rollback went through: whoever holds the connection must not give it back. `cause` is what went wrong first. */
export class ConnectionBroken extends Error {}

/**
 * Runs the work in a transaction. Exchanges with the server are what a request costs most, so `begin` leaves together with the first
 * statement and what is sent with `later` together with the next one or the commit; the server takes them one after the other. Were `begin` to fail,
 * the statement behind it would see and write nothing, because no scope is set, and the failure of `begin` counts.
 */
export async function runTransaction<T>(client: pg.PoolClient, scope: Scope, work: (tx: Tx) => Promise<T>, count: () => void): Promise<T> {
  const begin = `begin;${settingsOf(scope)}`;
  const wire = wireOf(client, count);
  const laters: Promise<void>[] = [];
  const last: AtEnd[] = [];
  try {
    wire.hold();
    const beginning = wire.send(begin);
    // Asked about below, perhaps long after it has failed.
    beginning.catch(() => {});
    const working = (async () => work(transactionOn(wire, scope, laters, last)))();
    wire.flushSoon();
    let result: T;
    try {
      result = await working;
    } catch (error) {
      // Nothing may be under way any more when the transaction is rolled back; were `begin` what failed, that is the reason.
      wire.flush();
      await beginning;
      throw error;
    }
    // Whoever has asked for no answer has not waited either: then all of it is one exchange.
    wire.hold();
    for (const { statement } of last.toSorted(byLock)) laters.push(unasked(wire.query(statement)));
    const ending = wire.send("commit");
    wire.flush();
    const [began, end] = await Promise.allSettled([beginning, ending, ...laters]);
    if (began.status === "rejected") throw began.reason;
    for (const later of laters) await later;
    // A transaction in which a statement failed answers COMMIT with ROLLBACK and no error: that must never look like success.
    if (end.status === "rejected") throw end.reason;
    if (end.value.command !== "COMMIT") throw new Error("the transaction was rolled back although the work returned");
    return result;
  } catch (error) {
    throw await rolledBack(wire, laters, error);
  }
}

/** Ends a transaction whose work failed and gives what is to be thrown. */
async function rolledBack(wire: Wire, laters: readonly Promise<void>[], error: unknown): Promise<unknown> {
  const back = wire.send("rollback");
  wire.flush();
  const [end, ...ended] = await Promise.allSettled([back, ...laters]);
  if (end.status === "rejected") return new ConnectionBroken("the connection is of no use any more", { cause: error });
  // 25P02: this statement says only that an earlier one failed, and that one is the reason.
  const first = ended.find((one) => one.status === "rejected");
  return first && (error as { code?: unknown } | undefined)?.code === "25P02" ? first.reason : error;
}

/**
 * Reading statements that do not need each other, in one exchange and one transaction. The work sends all of them before it waits for anything; what it makes of the
 * answers changes nothing any more.
 */
export async function readTogether<T>(client: pg.PoolClient, scope: OwnScope | EnteredScope, work: (tx: Reading) => Promise<T>, count: () => void): Promise<T> {
  const together = preparedTogether(client);
  let open = true;
  const query = async <R extends object>(statement: Sql): Promise<pg.QueryResult<R>> => {
    if (!open) throw new Error("what is read together is asked for before anything is waited for");
    count();
    return together.add<R>(statement);
  };
  // The statement that enters a scope also sees to it that nothing is written.
  const entering = scope.kind === "entered" ? Promise.resolve() : query(openingToRead(scope));
  const working = (async () => work(readingOn(scope, query)))();
  open = false;
  together.send();
  const [entered, read] = await Promise.allSettled([entering, working]);
  if (read.status === "rejected") throw read.reason;
  if (entered.status === "rejected") throw entered.reason;
  return read.value;
}

/** One statement that writes, in a transaction of its own and in one exchange. */
export async function writeAlone(client: pg.PoolClient, scope: OwnScope, statement: Sql, count: () => void): Promise<number> {
  const together = preparedTogether(client);
  count(); count();
  const answers = [together.add(opening(scope)), together.add(statement)] as const;
  together.send();
  const [, { rowCount }] = await Promise.all(answers);
  return rowCount ?? 0;
}

interface Wire {
  /** What is sent from now on waits for `flush`. */
  hold(): void;
  flush(): void;
  /** When the code that runs now waits for something: statements that do not need each other leave together. */
  flushSoon(): void;
  send(text: string): Promise<pg.QueryResult>;
  query<T extends object>(statement: Sql): Promise<pg.QueryResult<T>>;
}

function wireOf(client: pg.PoolClient, count: () => void): Wire {
  const { stream } = client.connection;
  let held = false;
  const flush = (): void => { if (held) { held = false; stream.uncork(); } };
  return {
    hold() { if (!held) { held = true; stream.cork(); } },
    flush,
    flushSoon() { process.nextTick(flush); },
    send(text) { count(); return client.query(text); },
    query<T extends object>(statement: Sql) {
      count();
      return prepared<T>(client, statement);
    },
  };
}

interface AtEnd { readonly locks: string; readonly statement: Sql }

const byLock = (a: AtEnd, b: AtEnd): number => (a.locks < b.locks ? -1 : a.locks > b.locks ? 1 : 0);

/** Its failure is thrown at the end of the transaction, whatever happens before. */
function unasked(answer: Promise<pg.QueryResult>, check?: (rows: number) => void): Promise<void> {
  const done = answer.then(({ rowCount }) => { check?.(rowCount ?? 0); });
  done.catch(() => {});
  return done;
}

function transactionOn(wire: Wire, scope: Scope, laters: Promise<void>[], last: AtEnd[]): Tx {
  async function query<T extends object>(statement: Sql): Promise<pg.QueryResult<T>> {
    wire.hold();
    const answer = wire.query<T>(statement);
    wire.flushSoon();
    return answer;
  }
  return {
    ...readingOn(scope, query),
    run: async (statement) => (await query(statement)).rowCount ?? 0,
    later(statement, check) {
      wire.hold();
      laters.push(unasked(wire.query(statement), check));
    },
    atEnd(locks, statement) { last.push({ locks, statement }); },
  };
}

function readingOn(scope: Scope, query: <T extends object>(statement: Sql) => Promise<pg.QueryResult<T>>): Reading {
  return {
    scope,
    rows: async <T extends object>(statement: Sql) => (await query<T>(statement)).rows,
    maybe: async <T extends object>(statement: Sql) => (await query<T>(statement)).rows[0],
    one: async <T extends object>(statement: Sql) => {
      const { rows } = await query<T>(statement);
      if (rows.length !== 1) throw new Error(`expected one row, found ${rows.length}: ${statement.text.slice(0, 80)}`);
      return rows[0]!;
    },
  };
}

function settingsOf(scope: Scope): string {
  switch (scope.kind) {
    case "published": return "";
    case "entered": throw new Error("a scope that a statement opens is for reading together");
    case "tenant": return `set local app.tenant = '${checked(scope.tenant)}';${scope.account ? `set local app.account = '${checked(scope.account)}';` : ""}`;
    case "account": return `set local app.account = '${checked(scope.account)}';`;
    case "operator": return "set local app.operator = 'on';";
  }
}

/** The same for a statement that can be prepared. What is empty is not set (0001: `app.tenant()`, `app.account()`). */
function opening(scope: OwnScope): Sql {
  const [tenant, account] = idsOf(scope);
  return sql`select set_config('app.tenant', ${tenant}, true), set_config('app.account', ${account}, true)`;
}

/** And nothing can be written. */
function openingToRead(scope: OwnScope): Sql {
  const [tenant, account] = idsOf(scope);
  return sql`select set_config('app.tenant', ${tenant}, true), set_config('app.account', ${account}, true), set_config('transaction_read_only', 'on', true)`;
}

function idsOf(scope: OwnScope): readonly [tenant: string, account: string] {
  return scope.kind === "account" ? ["", checked(scope.account)] : [checked(scope.tenant), scope.account === undefined ? "" : checked(scope.account)];
}

/** Where the values stand in the text of the statement, nothing but a UUID may pass. */
function checked(id: string): string {
  if (!isId(id)) throw new Error("a scope needs an id");
  return id;
}
