import pg from "pg";
import type { Sql } from "./sql.ts";

/** What `pg` calls when a query has ended: pg 8, lib/client.js, `query`. */
type Ended<T extends object> = (error: Error | undefined, result: pg.QueryResult<T>) => void;

/** How the rows of a statement are read: pg 8, lib/result.js. */
interface Rows { fields: unknown; _parsers: unknown; _prebuiltEmptyResultObject: unknown }
/** pg 8, lib/connection.js. */
interface Connection {
  describe(what: unknown): void;
  sync(): void;
  readonly stream: { cork(): void; uncork(): void };
  readonly submittedNamedStatements: Record<string, string>;
}
/** As `pg` has it (8, lib/query.js), with what it does not publish. */
interface Query {
  name: string; text: string; _result: Rows; _accumulateRows: boolean;
  submit(connection: Connection): Error | null; prepare(connection: Connection): void;
  handleRowDescription(message: unknown): void; handleDataRow(message: unknown): void; handleCommandComplete(message: unknown, connection: Connection): void; handleEmptyQuery(): void;
  handleError(error: Error, connection: Connection): void; handleReadyForQuery(connection: Connection): void;
}
const Query = pg.Query as unknown as new (text: string, values: readonly unknown[]) => Query;

const known = new WeakMap<Connection, Map<string, Readonly<Rows>>>();
const nothing = (): void => {};

/**
 * Asks how the rows look only when a connection runs a statement for the first time. As long as it is prepared they cannot change: PostgreSQL refuses to run it then
 * (»cached plan must not change result type«).
 */
class DescribedOnce extends Query {
  override prepare(connection: Connection): void {
    const rows = known.get(connection)?.get(this.name);
    if (rows === undefined) { super.prepare(connection); return; }
    this._result.fields = rows.fields;
    this._result._parsers = rows._parsers;
    this._result._prebuiltEmptyResultObject = rows._prebuiltEmptyResultObject;
    this._accumulateRows = true;
    const { describe } = connection;
    connection.describe = nothing;
    try { super.prepare(connection); } finally { connection.describe = describe; }
  }

  /** It has ended without an error. */
  override handleReadyForQuery(connection: Connection): void {
    const statements = known.get(connection) ?? new Map<string, Readonly<Rows>>();
    if (!statements.has(this.name)) {
      const { fields, _parsers, _prebuiltEmptyResultObject } = this._result;
      known.set(connection, statements.set(this.name, { fields, _parsers, _prebuiltEmptyResultObject }));
    }
    super.handleReadyForQuery(connection);
  }
}

/** One statement as the driver takes it, and its answer. */
function query<T extends object>(statement: Sql): { readonly query: DescribedOnce; readonly answer: Promise<pg.QueryResult<T>> } {
  const one = new DescribedOnce(statement.text, statement.values);
  const answer = new Promise<pg.QueryResult<T>>((resolve, reject) => {
    const ended: Ended<T> = (error, result) => {
      if (!error) { resolve(result); return; }
      // The stack that led here is the socket's.
      Error.captureStackTrace(error);
      reject(error);
    };
    Object.assign(one, { name: statement.name, callback: ended });
  });
  return { query: one, answer };
}

/**
 * Runs a statement under its name, so PostgreSQL plans it once a connection. Given an object `pg` copies it property by property, which is most of
 * what a query costs before it is written; given its own `Query` it takes that as it is.
 */
export function prepared<T extends object>(client: pg.ClientBase, statement: Sql): Promise<pg.QueryResult<T>> {
  const one = query<T>(statement);
  client.query(one.query as unknown as pg.Submittable);
  return one.answer;
}

/**
 * Statements that go out together with one Sync at their end: for PostgreSQL they are one transaction, without `begin` and `commit` (protocol 3.0, 54.2.3, »Pipelining«). For the
 * driver they are one query that hands what comes to the statement whose turn it is.
 */
class Together extends Query {
  readonly #all: readonly DescribedOnce[];
  #turn = 0;
  constructor(all: readonly DescribedOnce[]) {
    super("", []);
    this.#all = all;
    this.#beNamed();
  }

  /** Under its name the driver notes that the statement whose turn it is is known to the connection. */
  #beNamed(): void {
    this.name = this.#all[this.#turn]?.name ?? "";
    this.text = this.#all[this.#turn]?.text ?? "";
  }
  #next(): void {
    this.#turn += 1;
    this.#beNamed();
  }

  override submit(connection: Connection): Error | null {
    const { sync, stream } = connection;
    stream.cork();
    connection.sync = nothing;
    try {
      for (const one of this.#all) one.submit(connection);
    } finally {
      connection.sync = sync;
      connection.sync();
      stream.uncork();
    }
    return null;
  }

  override handleRowDescription(message: unknown): void { this.#all[this.#turn]?.handleRowDescription(message); }
  override handleDataRow(message: unknown): void { this.#all[this.#turn]?.handleDataRow(message); }
  override handleCommandComplete(message: unknown, connection: Connection): void {
    this.#all[this.#turn]?.handleCommandComplete(message, connection);
    this.#next();
  }
  override handleEmptyQuery(): void { this.#next(); }

  /** All of it was rolled back; what came behind the statement that failed the server has not even read. */
  override handleError(error: Error, connection: Connection): void {
    for (const { name } of this.#all.slice(this.#turn)) delete connection.submittedNamedStatements[name];
    for (const one of this.#all) one.handleError(error, connection);
  }
  /** Only now it is committed. */
  override handleReadyForQuery(connection: Connection): void {
    for (const one of this.#all) one.handleReadyForQuery(connection);
  }
}

/** Runs statements as one transaction in one exchange. The answers come when it is committed; were one to fail, all fail with its error. */
export function preparedTogether(client: pg.ClientBase): { add<T extends object>(statement: Sql): Promise<pg.QueryResult<T>>; send(): void } {
  const all: DescribedOnce[] = [];
  return {
    add<T extends object>(statement: Sql) {
      const one = query<T>(statement);
      all.push(one.query);
      return one.answer;
    },
    send() { client.query(new Together(all) as unknown as pg.Submittable); },
  };
}
