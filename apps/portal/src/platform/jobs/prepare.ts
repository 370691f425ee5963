import pg from "pg";
import { lockClass } from "./life.ts";
import { plannedOnce } from "./planned-once.ts";

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
      drop function if exists jobs.add(text, json, timestamptz, text, text, int);
      drop function if exists jobs.add(text, json, timestamptz, text, text, int, boolean);
      create or replace function jobs.add(identifier text, payload json, run_at timestamptz default null, job_key text default null,
          queue_name text default null, max_attempts int default null, or_earlier boolean default false, priority int default null)
        returns void language plpgsql security definer set search_path = pg_catalog, graphile_worker ${plannedOnce.join(" ")} as $$
        declare
          -- A key belongs to one job. One that runs keeps its own and the next gets another: to take it away its row would have to be locked, for which the worker waits that writes down some
          -- together as done, and we for the worker, where we have locked another of them.
          free_key text := $4;
        begin
          loop
            -- One that waits for the same and is not later is enough. Its row stays locked against being fetched until the caller commits: who fetches it then sees what the caller has changed.
            if $4 is not null and ($3 is null or $7) then
              perform from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
                where j.key = free_key and j.is_available and j.attempts = 0 and j.run_at <= coalesce($3, now()) and j.priority <= coalesce($8, 0) and t.identifier = $1 and j.payload::text = $2::text for key share of j;
              if found then
                -- Whoever passed it by while it was locked looks again, as after a new one (graphile_worker.add_jobs).
                if $3 is null then perform pg_notify('jobs:insert', '{"r":' || random()::text || ',"count":1}'); end if;
                return;
              end if;
            end if;
            -- After the look above: what was fetched while it was waited for runs now.
            exit when not exists (select from graphile_worker._private_jobs j where j.key = free_key and j.locked_at is not null);
            free_key := free_key || ' next';
          end loop;
          perform graphile_worker.add_job(identifier := $1, payload := $2, queue_name := $5, run_at := $3, max_attempts := $6, job_key := free_key, priority := $8);
        end $$;
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
