import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import pg from "pg";
import { sql, type Tx } from "#platform/database";
import { testDatabase } from "../../testing/index.ts";
import { addJob, type AddJob } from "./index.ts";

const t = await testDatabase();

async function asAdmin<R extends pg.QueryResultRow>(text: string): Promise<R[]> {
  const client = new pg.Client({ connectionString: t.adminUrl });
  await client.connect();
  try { return (await client.query<R>(text)).rows; } finally { await client.end(); }
}
const add = (payload: { readonly to: string }, options: AddJob = {}) => (tx: Tx): Promise<void> => addJob(tx, "look", payload, options);
const inTransaction = (work: (tx: Tx) => Promise<void>): Promise<void> => t.db.asOperator("test", work);
interface Waiting extends pg.QueryResultRow { readonly to: string; readonly minutes: number; readonly revision: number; readonly locked: boolean }
const waiting = (): Promise<Waiting[]> => asAdmin<Waiting>("select payload->>'to' as to, round(extract(epoch from run_at - now()) / 60)::int as minutes, revision, locked_at is not null as locked from graphile_worker._private_jobs order by id");
const inMinutes = (minutes: number): Date => new Date(Date.now() + minutes * 60_000);

beforeEach(async () => { await asAdmin("delete from graphile_worker._private_jobs"); });

test("a job of a key that waits for the same is enough, and stays as it is", async () => {
  await inTransaction(add({ to: "a" }, { key: "k" }));
  await inTransaction(add({ to: "a" }, { key: "k" }));
  assert.deepEqual(await waiting(), [{ to: "a", minutes: 0, revision: 0, locked: false }]);
  await inTransaction(add({ to: "b" }, { key: "k" }));
  assert.deepEqual(await waiting(), [{ to: "b", minutes: 0, revision: 1, locked: false }], "another payload takes its place");
});

test("one that is due earlier is enough only where that is said; one that is due later moves forward", async () => {
  await inTransaction(add({ to: "a" }, { key: "k", runAt: inMinutes(10), orEarlier: true }));
  await inTransaction(add({ to: "a" }, { key: "k", runAt: inMinutes(20), orEarlier: true }));
  assert.deepEqual((await waiting()).map(({ minutes }) => minutes), [10]);
  await inTransaction(add({ to: "a" }, { key: "k", runAt: inMinutes(5), orEarlier: true }));
  assert.deepEqual((await waiting()).map(({ minutes }) => minutes), [5]);
  await inTransaction(add({ to: "a" }, { key: "k", runAt: inMinutes(30) }));
  assert.deepEqual((await waiting()).map(({ minutes }) => minutes), [30], "a term that moves, moves");
  await inTransaction(add({ to: "a" }, { key: "k" }));
  assert.deepEqual((await waiting()).map(({ minutes }) => minutes), [0]);
});

test("the first goes before what has waited longer, and takes the place of one of its key that would not", async () => {
  await inTransaction(add({ to: "a" }, { key: "a", queue: "q" }));
  await inTransaction(add({ to: "b" }, { key: "b", queue: "q" }));
  await inTransaction(add({ to: "c" }, { key: "c", queue: "q", first: true }));
  await inTransaction(add({ to: "b" }, { key: "b", queue: "q", first: true }));
  // Ordered again without it: it keeps its place.
  await inTransaction(add({ to: "c" }, { key: "c", queue: "q" }));
  const order = (await asAdmin<{ to: string }>("select payload->>'to' as to from graphile_worker._private_jobs order by priority, run_at, id")).map(({ to }) => to);
  assert.deepEqual([order.slice(0, 2).toSorted(), order[2]], [["b", "c"], "a"]);
});

test("one that runs, or has failed before, is not enough", async () => {
  await inTransaction(add({ to: "a" }, { key: "k" }));
  await asAdmin("update graphile_worker._private_jobs set locked_at = now(), locked_by = 'somebody', attempts = 1");
  await inTransaction(add({ to: "a" }, { key: "k" }));
  assert.deepEqual((await waiting()).map(({ locked }) => locked), [true, false]);
  await asAdmin("delete from graphile_worker._private_jobs");
  await inTransaction(add({ to: "a" }, { key: "k" }));
  await asAdmin("update graphile_worker._private_jobs set attempts = 3, run_at = now() - interval '1 minute'");
  await inTransaction(add({ to: "a" }, { key: "k" }));
  assert.deepEqual(await asAdmin("select attempts from graphile_worker._private_jobs"), [{ attempts: 0 }], "it begins anew");
});

test("one waits beside one that runs, however often it is added, and beside two that run", async () => {
  const run = (): Promise<unknown> => asAdmin("update graphile_worker._private_jobs set locked_at = now(), locked_by = 'somebody', attempts = 1");
  for (const running of [0, 1, 2]) {
    await inTransaction(add({ to: "a" }, { key: "k" }));
    await inTransaction(add({ to: "a" }, { key: "k" }));
    assert.deepEqual((await waiting()).map(({ locked }) => locked), [...Array.from({ length: running }, () => true), false]);
    await run();
  }
});

test("who adds jobs waits for nobody who writes down that some of the same keys are done", async () => {
  await inTransaction(async (tx) => { for (const key of ["a", "b"]) await add({ to: key }, { key })(tx); });
  await asAdmin("update graphile_worker._private_jobs set locked_at = now(), locked_by = 'somebody', attempts = 1");
  const writing = new pg.Client({ connectionString: t.adminUrl });
  await writing.connect();
  try {
    // As the queue does (graphile-worker, completeJobs): some in one statement, in the order in which they ended. Here it has come to the second.
    await writing.query("begin");
    await writing.query("delete from graphile_worker._private_jobs where key = 'b'");
    await inTransaction(async (tx) => { for (const key of ["a", "b"]) await add({ to: key }, { key })(tx); });
    await writing.query("delete from graphile_worker._private_jobs where key = 'a'");
    await writing.query("commit");
  } finally {
    await writing.end();
  }
  assert.deepEqual((await waiting()).map(({ to, locked }) => [to, locked]), [["a", false], ["b", false]]);
});

test("one that is fetched while it is waited for is taken for one that runs, and keeps its key", async () => {
  await inTransaction(add({ to: "a" }, { key: "k" }));
  const fetching = new pg.Client({ connectionString: t.adminUrl });
  await fetching.connect();
  try {
    await fetching.query("begin");
    await fetching.query("select from graphile_worker._private_jobs where key = 'k' for update");
    await fetching.query("update graphile_worker._private_jobs set locked_at = now(), locked_by = 'somebody', attempts = 1 where key = 'k'");
    const adding = inTransaction(add({ to: "a" }, { key: "k" }));
    for (let waits = 0; waits === 0;) waits = (await asAdmin<{ waits: number }>("select count(*)::int as waits from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"))[0]?.waits ?? 0;
    await fetching.query("commit");
    await adding;
  } finally {
    await fetching.end();
  }
  assert.deepEqual(await asAdmin("select key, locked_at is not null as locked from graphile_worker._private_jobs order by id"), [{ key: "k", locked: true }, { key: "k next", locked: false }]);
});

test("two that add the same jobs in another order do not wait for each other for ever", async () => {
  const reached = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const adding = (mine: number, keys: readonly string[]): Promise<void> => inTransaction(async (tx) => {
    const [first = "", second = ""] = keys;
    await add({ to: first }, { key: first, runAt: inMinutes(1) })(tx);
    // What is sent with the next statement is sent.
    await tx.one(sql`select 1`);
    reached[mine]!.resolve();
    await Promise.all(reached.map(({ promise }) => promise));
    await add({ to: second }, { key: second, runAt: inMinutes(1) })(tx);
  });
  await Promise.all([adding(0, ["a", "b"]), adding(1, ["b", "a"])]);
  assert.deepEqual((await waiting()).map(({ to }) => to).toSorted(), ["a", "b"]);
});

test("nobody fetches the one that is enough before what it shall see is there, and then it is told", async () => {
  await inTransaction(add({ to: "a" }, { key: "k" }));
  const [fetching, listening] = [new pg.Client({ connectionString: t.adminUrl }), new pg.Client({ connectionString: t.adminUrl })];
  await Promise.all([fetching.connect(), listening.connect()]);
  try {
    const told: string[] = [];
    listening.on("notification", ({ channel }) => { told.push(channel); });
    await listening.query(`listen "jobs:insert"`);
    // As the queue fetches (graphile-worker, getJobs): what is locked is passed by.
    const fetched = async (): Promise<number> => (await fetching.query("select id from graphile_worker._private_jobs where is_available limit 1 for update skip locked")).rows.length;
    const adding = new pg.Client({ connectionString: t.urls.app });
    await adding.connect();
    try {
      await adding.query("begin");
      await adding.query(`select jobs.add('look', '{"to":"a"}', null, 'k', null, null, false)`);
      assert.deepEqual([await fetched(), told.length], [0, 0]);
      await adding.query("commit");
    } finally {
      await adding.end();
    }
    assert.equal(await fetched(), 1);
    await listening.query("select 1");
    assert.equal(told.length, 1);
  } finally {
    await Promise.all([fetching.end(), listening.end()]);
  }
});

test("what a table that was empty was planned for still goes by the index when it is full", async () => {
  const client = new pg.Client({ connectionString: t.urls.app });
  await client.connect();
  try {
    for (let n = 0; n < 20; n += 1) await client.query(`select jobs.add('look', '{"to":"a"}', null, $1, null, null, false)`, [`first-${n}`]);
    await asAdmin("insert into graphile_worker._private_jobs (task_id, payload, key) select (select id from graphile_worker._private_tasks where identifier = 'look'), '{}', 'many-' || n from generate_series(1, 5000) n");
    const reads = async (): Promise<number> => Number((await asAdmin<{ reads: string }>("select seq_tup_read as reads from pg_stat_user_tables where relname = '_private_jobs'"))[0]?.reads);
    const settled = async (): Promise<number> => { await client.query("select pg_stat_force_next_flush()"); await client.query("select 1"); return reads(); };
    const before = await settled();
    for (let n = 0; n < 20; n += 1) await client.query(`select jobs.add('look', '{"to":"a"}', null, $1, null, null, false)`, [`then-${n}`]);
    assert.equal(await settled() - before, 0, "rows read one after the other");
  } finally {
    await client.end();
  }
});
