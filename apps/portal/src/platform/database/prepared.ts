import pg from "pg";
import type { Sql } from "./sql.ts";

/** What `pg` calls when a query has ended: pg 8, lib/client.js, `query`. */
type Ended<T extends object> = (error: Error | undefined, result: pg.QueryResult<T>) => void;

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
    const query = new pg.Query<T>(statement.text, statement.values as unknown[]);
    client.query(Object.assign(query, { name: statement.name, callback: ended }));
  });
}
