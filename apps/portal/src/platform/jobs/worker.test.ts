import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { pino } from "pino";
import { testDatabase } from "../../testing/index.ts";
import { startWorker, type Worker, type WorkerOptions } from "./index.ts";

const t = await testDatabase();
const log = pino({ level: "silent" });

async function asAdmin(text: string, values: readonly unknown[] = []): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: t.adminUrl });
  await client.connect();
  try { return await client.query(text, [...values]); } finally { await client.end(); }
}

/** The database refuses this kind of statement on the queue's table from its `from`th until its `to`th row, as it does with the victim of a deadlock. */
async function refuse(operation: "delete" | "update", from: number, to: number): Promise<void> {
  await asAdmin(`
    create sequence public.refusals; grant usage on sequence public.refusals to public;
    create function public.refuse_once() returns trigger language plpgsql as $$
      declare n bigint := nextval('public.refusals');
      begin
        if n between ${from} and ${to} then raise exception 'deadlock detected' using errcode = '40P01'; end if;
        return case when tg_op = 'DELETE' then old else new end;
      end $$;
    create trigger refuse_once before ${operation} on graphile_worker._private_jobs for each row execute function public.refuse_once()`);
}
const refuseNothing = (): Promise<unknown> => asAdmin("drop trigger if exists refuse_once on graphile_worker._private_jobs; drop function if exists public.refuse_once; drop sequence if exists public.refusals");

/** What runs the portal's processes: a worker that has ended is started again. */
async function supervised(options: Omit<WorkerOptions, "url" | "log" | "concurrency" | "onStopped">): Promise<{ ends(): number; stop(): Promise<void> }> {
  let [ends, over] = [0, false];
  let again: Promise<void> = Promise.resolve();
  let worker: Worker;
  const start = async (): Promise<void> => {
    worker = await startWorker({ ...options, url: t.urls.worker, log, concurrency: 4, pollMs: 100, patienceMs: 500, onStopped: () => { ends += 1; again = worker.stop().then(() => (over ? undefined : start())); } });
  };
  await start();
  return { ends: () => ends, async stop() { over = true; await again; await worker.stop(); } };
}

async function runs(jobs: number, refused: { readonly operation: "delete" | "update"; readonly from: number; readonly to: number }, slowMs: number): Promise<{ readonly ends: number; readonly missing: number; readonly left: number }> {
  const done = new Set<number>();
  const worker = await supervised({ handlers: { work: async (payload) => { await delay(slowMs); done.add(Number(payload["n"])); } } });
  try {
    await refuse(refused.operation, refused.from, refused.to);
    await asAdmin("select graphile_worker.add_job('work', json_build_object('n', n)) from generate_series(1, $1::int) n", [jobs]);
    const end = performance.now() + 20_000;
    let left = jobs;
    while (left > 0 && performance.now() < end) {
      await delay(50);
      left = Number((await asAdmin("select count(*) from graphile_worker._private_jobs")).rows[0].count);
    }
    return { ends: worker.ends(), missing: jobs - done.size, left };
  } finally {
    await worker.stop();
    await refuseNothing();
  }
}

test("a worker that cannot write down once that a job is done goes on, or ends and is started again: no job stays behind", async () => {
  for (const slowMs of [0, 5]) {
    for (const from of [1, 20]) {
      const { ends, ...rest } = await runs(100, { operation: "delete", from, to: from }, slowMs);
      assert.deepEqual(rest, { missing: 0, left: 0 }, `refused from row ${from}, ${slowMs} ms a job`);
      assert.ok(ends <= 1, `${ends} ends`);
    }
  }
});

test("the same with a fetch that is refused, several times in a row", async () => {
  const { missing, left } = await runs(60, { operation: "update", from: 5, to: 8 }, 1);
  assert.deepEqual([missing, left], [0, 0]);
});

test("a worker that was asked to stop does not say that it ended unasked", async () => {
  let ended = 0;
  const worker = await startWorker({ url: t.urls.worker, log, concurrency: 2, handlers: { work: () => Promise.resolve() }, onStopped: () => { ended += 1; } });
  await worker.stop();
  await delay(50);
  assert.equal(ended, 0);
});
