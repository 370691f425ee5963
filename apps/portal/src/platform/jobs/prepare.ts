import pg from "pg";
import { lockClass } from "./life.ts";

/**
 * Lays out the job queue as its own role. Its tables carry row-level security without policies, so the app reaches them only
 * through a SECURITY DEFINER function that belongs to the worker's role.
 */
export async function prepareJobs(workerUrl: string): Promise<void> {
  const { runMigrations } = await import("graphile-worker");
  await runMigrations({ connectionString: workerUrl });
  const client = new pg.Client({ connectionString: workerUrl });
  await client.connect();
  try {
    await client.query(`
      select pg_advisory_lock(7300002);
      create schema if not exists jobs;
      create or replace function jobs.add(identifier text, payload json, run_at timestamptz default null, job_key text default null,
          queue_name text default null, max_attempts int default null)
        returns void language sql security definer set search_path = pg_catalog, graphile_worker as $$
          select graphile_worker.add_job(identifier := $1, payload := $2, queue_name := $5, run_at := $3, max_attempts := $6, job_key := $4) $$;
      create table if not exists jobs.living (worker_id text primary key, process int not null, since timestamptz not null default now());
      create or replace function jobs.backlog() returns table (identifier text, waiting int, oldest timestamptz)
        language sql stable security definer set search_path = pg_catalog, graphile_worker as $$
          select task_identifier, count(*)::int, min(run_at) from graphile_worker.jobs where locked_at is null and attempts < max_attempts group by 1 $$;
      create or replace function jobs.living_processes() returns int[] language sql stable security definer set search_path = pg_catalog as $$
          select coalesce(array_agg(objid::bigint::int), '{}') from pg_locks where locktype = 'advisory' and classid = ${lockClass} and objsubid = 2 and granted
            and database = (select oid from pg_database where datname = current_database()) $$;
      revoke all on function jobs.living_processes from public;
      grant execute on function jobs.living_processes to kp_app;
      revoke all on function jobs.backlog from public;
      grant execute on function jobs.backlog to kp_app;
      revoke all on function jobs.add from public;
      revoke all on schema jobs from public;
      grant usage on schema jobs to kp_app;
      grant execute on function jobs.add to kp_app;`);
  } finally {
    await client.end();
  }
}
