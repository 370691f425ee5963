import assert from "node:assert/strict";
import { afterEach, test, type TestContext } from "node:test";
import pg from "pg";
import { sql } from "#platform/database";
import { announceLife, type Life } from "#platform/jobs";
import { testWorld } from "./test-world.ts";

const world = await testWorld({ max: 16 });
const { db, hub, musterstadt, receiver } = world;

// A destination of one test gets nothing of the next.
afterEach(async () => { await db.asOperator("test", (tx) => tx.run(sql`update hub.destination set retired_at = ${world.clock.now()} where retired_at is null`)); });

async function lifeOfAWorker(t: TestContext): Promise<Life> {
  const life = await announceLife(world.t.urls.worker, world.deps.log);
  t.after(() => life.end());
  return life;
}
/** How many jobs for a destination some work adds. */
async function wakeUps(destination: string, work: () => Promise<void>): Promise<number> {
  const client = new pg.Client({ connectionString: world.t.urls.worker });
  await client.connect();
  try {
    await client.query("delete from graphile_worker._private_jobs");
    await work();
    return (await client.query("select from graphile_worker._private_jobs where key = $1", [`hub.deliver:now:${destination}`])).rowCount ?? 0;
  } finally {
    await client.end();
  }
}
/** A worker that has sent and never writes down what happened; resolves when the receiver has it. */
function sendAndFallSilent(to: { readonly tenant: string; readonly destination: string }, process: number): Promise<void> {
  return new Promise((resolve) => {
    void world.hubWith({ outbound: async (url, init) => { await world.deps.outbound(url, init); resolve(); return new Promise<Response>(() => {}); } }).deliver({ ...to, process });
  });
}

test("what a worker had on the way goes again as soon as its process has ended, without a rest for the destination", async (t) => {
  const to = await world.destination(musterstadt.id, { maxInFlight: 1 });
  const life = await lifeOfAWorker(t);
  const first = await world.submitted(musterstadt.id);
  await sendAndFallSilent(to, life.process);
  const second = await world.submitted(musterstadt.id);
  assert.equal(await hub.deliver(to), 0, "while that process lives, its lease holds the only place");
  await life.end();
  const before = await receiver.effects();
  assert.equal(await hub.deliver(to), 2);
  const after = await receiver.effects();
  assert.deepEqual([after.effects - before.effects, after.repeats - before.repeats, after.duplicates], [1, 1, 0]);
  const [lost, behind] = [await world.view(musterstadt.id, first.deliveries[0]!.id), await world.view(musterstadt.id, second.deliveries[0]!.id)];
  assert.deepEqual(lost.attempts.map(({ result }) => result), ["accepted", "lost"]);
  assert.deepEqual(behind.attempts.map(({ result }) => result), ["accepted"]);
  const known = await db.inTenant(musterstadt.id, (tx) => hub.destination(tx, to.destination));
  assert.deepEqual([known?.failures, known?.heldUntil], [0, undefined]);
});
test("the sweep ends such leases too, and leaves those of the living", async (t) => {
  const to = await world.destination(musterstadt.id, { name: "Ordnungsverfahren", maxInFlight: 2 });
  const lives = [await lifeOfAWorker(t), await lifeOfAWorker(t)] as const;
  const sent = [];
  for (const { process } of lives) {
    sent.push(await world.submitted(musterstadt.id));
    await sendAndFallSilent(to, process);
  }
  await lives[0].end();
  assert.equal(await wakeUps(to.destination, () => hub.jobs["hub:sweep"]()), 1);
  await hub.deliver(to);
  const tried = await Promise.all(sent.map(async ({ deliveries: [queued] }) => (await world.view(musterstadt.id, queued!.id)).attempts.map(({ result }) => result)));
  assert.deepEqual(tried, [["accepted", "lost"], [undefined]]);
});
