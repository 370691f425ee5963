import { randomInt } from "node:crypto";
import pg from "pg";
import type { Log } from "#platform/log";

/**
 * After `kill -9` the queue keeps a dead worker's jobs locked for four hours. So every worker process holds a session lock under
 * this class for as long as it lives and writes down the names of its workers; jobs locked by anybody whose process holds no lock are freed.
 */
export const lockClass = 7_300_003;

export interface Life {
  /** Under which others ask whether this process still lives (`living`). */
  readonly process: number;
  register(workerId: string): void;
  end(): Promise<void>;
}

export async function announceLife(url: string, log: Log): Promise<Life> {
  const process = randomInt(1, 2_147_483_647);
  let ended = false;
  let client = await open();
  const mine: string[] = [];
  let writing: Promise<unknown> = Promise.resolve();

  async function open(): Promise<pg.Client> {
    const fresh = new pg.Client({ connectionString: url, application_name: "kommunalportal worker life", keepAlive: true });
    await fresh.connect();
    await fresh.query("select pg_advisory_lock($1, $2)", [lockClass, process]);
    let lost = false;
    // A server that goes down says so, and then the connection that it is gone: two errors, and one without a listener ends the process.
    fresh.on("error", () => {
      if (ended || lost) return;
      lost = true;
      void reopen();
    });
    return fresh;
  }
  async function reopen(): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      if (ended) return;
      try { client = await open(); return; } catch (error) { log.warn({ err: (error as Error).message }, "worker cannot announce itself"); }
    }
  }
  return {
    process,
    register(workerId) {
      mine.push(workerId);
      writing = writing.then(() => client.query("insert into jobs.living (worker_id, process) values ($1, $2) on conflict (worker_id) do nothing", [workerId, process]))
        .catch((error: Error) => { log.warn({ err: error.message }, "worker not registered"); });
    },
    async end() {
      ended = true;
      await writing;
      // Whoever still holds jobs (the queue had failed) stays written down: with this process's lock gone the next sweep frees them, and need not wait as for somebody unknown.
      await client.query("delete from jobs.living where worker_id = any($1) and worker_id not in (select locked_by from graphile_worker.jobs where locked_by is not null)", [mine]).catch(() => {});
      await client.end().catch(() => {});
    },
  };
}

/** Frees the jobs of workers whose process is gone; unknown lockers are given ten minutes. */
export async function freeOrphans(pool: pg.Pool): Promise<void> {
  await pool.query(`
    with dead as (
      delete from jobs.living where process <> all (jobs.living_processes()) returning worker_id
    ), unknown as (
      select distinct locked_by as worker_id from graphile_worker.jobs
        where locked_by is not null and locked_at < now() - interval '10 minutes' and locked_by not in (select worker_id from jobs.living)
    )
    select graphile_worker.force_unlock_workers(array_agg(worker_id)) from (select worker_id from dead union select worker_id from unknown) gone
      having count(*) > 0`);
}
