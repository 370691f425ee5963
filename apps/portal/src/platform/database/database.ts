import type pg from "pg";
import { isId } from "#platform/ids";
import type { Sql } from "./sql.ts";

/**
 * An open transaction. Stores take this and nothing else, so a statement outside the transaction cannot be written
 * by accident: the pool has no public query method.
 */
export interface Tx {
  readonly scope: Scope;
  /** All rows. */
  rows<T extends object>(statement: Sql): Promise<T[]>;
  /** The first row or undefined. */
  maybe<T extends object>(statement: Sql): Promise<T | undefined>;
  /** Exactly one row, or a fault. */
  one<T extends object>(statement: Sql): Promise<T>;
  /** Runs a statement and returns how many rows it touched. */
  run(statement: Sql): Promise<number>;
}

/** Whose rows a transaction sees. The policies in the database name which of these they admit. */
export type Scope =
  | { readonly kind: "published" }
  | { readonly kind: "tenant"; readonly tenant: string; readonly account?: string }
  | { readonly kind: "account"; readonly account: string }
  | { readonly kind: "operator"; readonly reason: string };

export interface Database {
  /** Rows of one municipality; with `account` also that account's own rows (a citizen acting in a town). */
  inTenant<T>(tenant: string, work: (tx: Tx) => Promise<T>, options?: { account?: string }): Promise<T>;
  /** An account's own rows in all towns. */
  asAccount<T>(account: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Across tenants, for dispatch, housekeeping and the operator's pages. The reason is logged. */
  asOperator<T>(reason: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Public facts only: tenants and the published catalogue. */
  published<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * One statement that calls a function which opens its own scope (`set app.…` in its definition): one exchange instead of three.
   * Outside of such a function it sees what `published` sees.
   */
  call<T extends object>(statement: Sql): Promise<T[]>;
  /** Statements sent since start: tests and the bench count what a request costs. */
  statements(): number;
  /** Listens to NOTIFY on a connection of its own and reconnects; `onChange` is also called after each reconnect (something may have been missed). */
  listen(channel: string, onChange: (payload: string | undefined) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

function settingsOf(scope: Scope): string {
  switch (scope.kind) {
    case "published": return "";
    case "tenant": return `set local app.tenant = '${checked(scope.tenant)}';${scope.account ? `set local app.account = '${checked(scope.account)}';` : ""}`;
    case "account": return `set local app.account = '${checked(scope.account)}';`;
    case "operator": return "set local app.operator = 'on';";
  }
}

/** The values stand in the text of the statement, so nothing but a UUID may pass. */
function checked(id: string): string {
  if (!isId(id)) throw new Error("a scope needs an id");
  return id;
}

export function createDatabase(pool: pg.Pool, onOperator: (reason: string) => void = () => {}): Database {
  let statements = 0;

  async function transaction<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let broken: Error | undefined;
    const onError = (error: Error): void => { broken = error; };
    client.on("error", onError);
    try {
      statements += 1;
      await client.query(`begin;${settingsOf(scope)}`);
      const tx = transactionOn(client, scope, () => { statements += 1; });
      const result = await work(tx);
      statements += 1;
      // A transaction in which a statement failed answers COMMIT with ROLLBACK and no error: that must never look like success.
      const end = await client.query("commit");
      if (end.command !== "COMMIT") throw new Error("the transaction was rolled back although the work returned");
      return result;
    } catch (error) {
      try { if (!broken) { statements += 1; await client.query("rollback"); } } catch (inner) { broken = inner as Error; }
      throw error;
    } finally {
      client.off("error", onError);
      client.release(broken);
    }
  }

  return {
    inTenant: (tenant, work, options) =>
      transaction({ kind: "tenant", tenant, ...(options?.account ? { account: options.account } : {}) }, work),
    asAccount: (account, work) => transaction({ kind: "account", account }, work),
    asOperator: (reason, work) => { onOperator(reason); return transaction({ kind: "operator", reason }, work); },
    published: (work) => transaction({ kind: "published" }, work),
    async call<T extends object>(statement: Sql): Promise<T[]> {
      statements += 1;
      return (await pool.query<T>({ name: statement.name, text: statement.text, values: statement.values as unknown[] })).rows;
    },
    statements: () => statements,
    listen: (channel, onChange) => listenOn(pool, channel, onChange),
    close: () => pool.end(),
  };
}

function transactionOn(client: pg.PoolClient, scope: Scope, count: () => void): Tx {
  async function query<T extends object>(statement: Sql): Promise<pg.QueryResult<T>> {
    count();
    return client.query<T>({ name: statement.name, text: statement.text, values: statement.values as unknown[] });
  }
  return {
    scope,
    rows: async <T extends object>(statement: Sql) => (await query<T>(statement)).rows,
    maybe: async <T extends object>(statement: Sql) => (await query<T>(statement)).rows[0],
    one: async <T extends object>(statement: Sql) => {
      const { rows } = await query<T>(statement);
      if (rows.length !== 1) throw new Error(`expected one row, found ${rows.length}: ${statement.text.slice(0, 80)}`);
      return rows[0]!;
    },
    run: async (statement) => (await query(statement)).rowCount ?? 0,
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
      client = taken;
      taken.once("error", () => { client = undefined; taken.release(true); again(); });
      taken.on("notification", (message) => { if (message.channel === channel) onChange(message.payload); });
      await taken.query(`listen ${channel}`);
      if (!first) onChange(undefined);
    } catch (error) {
      if (first) throw error;
      again();
    }
  }
  function again(): void {
    if (!stopped) retry = setTimeout(() => { void start(false); }, 1_000);
  }
  await start(true);
  return async () => {
    stopped = true;
    clearTimeout(retry);
    client?.removeAllListeners("notification");
    client?.release(true);
    client = undefined;
    await Promise.resolve();
  };
}
