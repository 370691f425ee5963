import pg from "pg";
import type { Sql } from "./sql.ts";

/** What `pg` calls when a query has ended: pg 8, lib/client.js, `query`. */
type Ended<T extends object> = (error: Error | undefined, result: pg.QueryResult<T>) => void;

/** How the rows of a statement are read: pg 8, lib/result.js. */
interface Rows { fields: unknown; _parsers: unknown; _prebuiltEmptyResultObject: unknown }
interface Connection { describe(what: unknown): void }
/** As `pg` has it (8, lib/query.js), with what it does not publish. */
interface Query { name: string; _result: Rows; _accumulateRows: boolean; prepare(connection: Connection): void; handleReadyForQuery(connection: Connection): void }
const Query = pg.Query as unknown as new (text: string, values: readonly unknown[]) => Query & pg.Submittable;

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

/**
 * Runs a statement under its name, so PostgreSQL plans it once a connection. Given an object `pg` copies it property by property, which is most of
 * what a query costs before it is written; given its own `Query` it takes that as it is.
 */
export function prepared<T extends object>(client: pg.ClientBase, statement: Sql): Promise<pg.QueryResult<T>> {
  return new Promise((resolve, reject) => {
    const ended: Ended<T> = (error, result) => {
      if (!error) { resolve(result); return; }
      // The stack that led here is the socket's.
      Error.captureStackTrace(error);
      reject(error);
    };
    client.query(Object.assign(new DescribedOnce(statement.text, statement.values), { name: statement.name, callback: ended }));
  });
}
