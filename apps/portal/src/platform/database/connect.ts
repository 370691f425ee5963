import pg from "pg";

// Types that JavaScript would bend: a date must not become an instant, and counts stay numbers while they are safe.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError("int8 beyond the safe integers");
  return value;
});
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, (text) => text);
pg.types.setTypeParser(pg.types.builtins.INTERVAL, (text) => text);

const anyInstant = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ, "text");
/** Our sessions speak UTC and nearly every instant has a year of four digits: that JavaScript reads itself, several times faster. */
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => (/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?\+00$/.test(text) ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`) : anyInstant(text)));

export interface PoolOptions {
  readonly url: string;
  readonly max: number;
  readonly name: string;
  readonly onIdleError: (error: Error) => void;
}

/** A pool whose sessions speak UTC, give up waiting instead of hanging, and end what runs away. */
export function connect(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max,
    // What belongs together goes out together: `begin` with the first statement (database.ts).
    pipeline: true,
    application_name: options.name,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 30_000,
    options: "-c timezone=UTC -c lock_timeout=10s",
  });
  pool.on("error", options.onIdleError);
  return pool;
}
