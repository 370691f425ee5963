import type pg from "pg";
import type { Sql } from "./sql.ts";
import { endsConnection } from "./errors.ts";
import { prepared } from "./prepared.ts";
import { ConnectionBroken, readTogether, runTransaction, writeAlone } from "./transaction.ts";

/** The reading half of a transaction. */
export interface Reading {
  readonly scope: Scope;
  /** All rows. */
  rows<T extends object>(statement: Sql): Promise<T[]>;
  /** The first row or undefined. */
  maybe<T extends object>(statement: Sql): Promise<T | undefined>;
  /** Exactly one row, or a fault. */
  one<T extends object>(statement: Sql): Promise<T>;
}

/**
 * An open transaction. Stores take this and nothing else, so a statement outside the transaction cannot be written
 * by accident: the pool has no public query method.
 */
export interface Tx extends Reading {
  /** Runs a statement and returns how many rows it touched. */
  run(statement: Sql): Promise<number>;
  /**
   * Sends a statement with the next one, at the latest with the commit, and does not wait for it: one exchange less. When it fails the transaction
   * is rolled back and throws its error. `check` gets the number of rows after the commit, so it may only refuse what then left nothing behind.
   */
  later(statement: Sql, check?: (rows: number) => void): void;
  /**
   * Sends a statement right before the commit, among others of its kind in the order of the name of what they lock: transactions that each lock some of the same
   * cannot wait for each other. When it fails the transaction is rolled back and throws its error.
   */
  atEnd(locks: string, statement: Sql): void;
}

/** Whose rows a transaction sees. The policies in the database name which of these they admit. */
export type Scope =
  | { readonly kind: "published" }
  | { readonly kind: "tenant"; readonly tenant: string; readonly account?: string }
  | { readonly kind: "account"; readonly account: string }
  | { readonly kind: "operator"; readonly reason: string }
  /** Opened by a statement of the transaction itself: {@link Database.readEntering}. */
  | { readonly kind: "entered" };

export type OwnScope = Extract<Scope, { kind: "account" | "tenant" }>;
export type EnteredScope = Extract<Scope, { kind: "entered" }>;

export interface Database {
  /** Rows of one municipality; with `account` also that account's own rows (a citizen acting in a town). */
  inTenant<T>(tenant: string, work: (tx: Tx) => Promise<T>, options?: { account?: string }): Promise<T>;
  /** An account's own rows in all towns. */
  asAccount<T>(account: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Across tenants, for dispatch, housekeeping and the operator's pages. The reason is logged. */
  asOperator<T>(reason: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Public facts only: tenants and the published catalogue. */
  published<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** One statement that writes, in a transaction of its own: all of it is one exchange with the server. How many rows it touched. */
  write(scope: OwnScope, statement: Sql): Promise<number>;
  /** One statement that only reads, in a transaction of its own (READ ONLY): all of it is one exchange with the server. */
  read<T extends object>(scope: OwnScope, statement: Sql): Promise<T[]>;
  /** The same for several that do not need each other's answers: the work asks for all of them before it waits for any. */
  readTogether<T>(scope: OwnScope, work: (tx: Reading) => Promise<T>): Promise<T>;
  /**
   * The same where nobody knows yet whose rows they are: the first statement calls a function that finds it out and opens the scope for those behind it
   * (`accounts.enter_session`). Where it opens none they find what `published` sees.
   */
  readEntering<E extends object, T>(entering: Sql, work: (tx: Reading) => Promise<T>): Promise<{ readonly entered: readonly E[]; readonly read: T }>;
  /**
   * One statement that calls a function which opens its own scope for itself (`accounts.read_session`): one exchange instead of three.
   * Outside of such a function it sees what `published` sees.
   */
  call<T extends object>(statement: Sql): Promise<T[]>;
  /** Statements sent since start: tests and the bench count what a request costs. */
  statements(): number;
  /** Listens to NOTIFY on a connection of its own and reconnects; `onChange` is also called after each reconnect (something may have been missed). */
  listen(channel: string, onChange: (payload: string | undefined) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export function createDatabase(pool: pg.Pool, onOperator: (reason: string) => void = () => {}): Database {
  let statements = 0;

  const count = (): void => { statements += 1; };

  async function withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let broken: Error | true | undefined;
    const onError = (error: Error): void => { broken = error; };
    client.on("error", onError);
    try {
      return await work(client);
    } catch (error) {
      if (error instanceof ConnectionBroken) { broken = error; throw error.cause; }
      // The socket says so only a moment later, when somebody else would have it already.
      if (endsConnection(error)) broken = true;
      throw error;
    } finally {
      client.off("error", onError);
      client.release(broken);
    }
  }
  const transaction = <T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> => withClient((client) => runTransaction(client, scope, work, count));

  return {
    inTenant: (tenant, work, options) =>
      transaction({ kind: "tenant", tenant, ...(options?.account ? { account: options.account } : {}) }, work),
    asAccount: (account, work) => transaction({ kind: "account", account }, work),
    asOperator: (reason, work) => { onOperator(reason); return transaction({ kind: "operator", reason }, work); },
    published: (work) => transaction({ kind: "published" }, work),
    write: (scope, statement) => withClient((client) => writeAlone(client, scope, statement, count)),
    read: <T extends object>(scope: OwnScope, statement: Sql) => withClient((client) => readTogether(client, scope, (tx) => tx.rows<T>(statement), count)),
    readTogether: (scope, work) => withClient((client) => readTogether(client, scope, work, count)),
    readEntering: <E extends object, T>(entering: Sql, work: (tx: Reading) => Promise<T>) => withClient(async (client) => {
      const [entered, read] = await readTogether(client, { kind: "entered" }, (tx) => Promise.all([tx.rows<E>(entering), work(tx)]), count);
      return { entered, read };
    }),
    async call<T extends object>(statement: Sql): Promise<T[]> {
      count();
      return withClient(async (client) => (await prepared<T>(client, statement)).rows);
    },
    statements: () => statements,
    listen: (channel, onChange) => listenOn(pool, channel, onChange),
    close: () => pool.end(),
  };
}

async function listenOn(pool: pg.Pool, channel: string, onChange: (payload: string | undefined) => void): Promise<() => Promise<void>> {
  if (!/^[a-z_]+$/.test(channel)) throw new Error("a channel is a lower-case word");
  let stopped = false;
  let client: pg.PoolClient | undefined;
  let retry: NodeJS.Timeout | undefined;
  async function start(first: boolean): Promise<void> {
    try {
      const taken = await pool.connect();
      if (stopped) { taken.release(true); return; }
      client = taken;
      // A connection may tell more than one error, also after it was given back.
      taken.on("error", () => { if (client === taken) { giveBack(); again(); } });
      taken.on("notification", (message) => { if (message.channel === channel) onChange(message.payload); });
      await taken.query(`listen ${channel}`);
      if (!first) onChange(undefined);
    } catch (error) {
      giveBack();
      if (first) throw error;
      again();
    }
  }
  function giveBack(): void {
    const taken = client;
    client = undefined;
    taken?.removeAllListeners("notification");
    taken?.release(true);
  }
  function again(): void {
    if (stopped) return;
    clearTimeout(retry);
    retry = setTimeout(() => { void start(false); }, 1_000);
  }
  await start(true);
  return async () => {
    stopped = true;
    clearTimeout(retry);
    giveBack();
    await Promise.resolve();
  };
}
