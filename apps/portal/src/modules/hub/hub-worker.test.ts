import assert from "node:assert/strict";
import { test } from "node:test";
import { eventHandlers } from "#platform/events";
import { startWorker } from "#platform/jobs";
import { systemClock } from "#platform/clock";
import { until } from "../../testing/until.ts";
import { createHub } from "./index.ts";
import { testWorld } from "./test-world.ts";

const world = await testWorld({ max: 16 });
const { db, musterstadt, receiver } = world;
// The queue's own clock is the database's, so here all clocks are real.
const hub = createHub({ ...world.deps, clock: systemClock });

test("from the event to the receipt by the real queue, through a broken connection and with one effect each", async () => {
  world.clock.set(new Date());
  const to = await world.destination(musterstadt.id);
  await receiver.behave("acceptButDropConnection", { times: 1 });
  const quick = createHub({ ...world.deps, clock: systemClock, settings: { ...world.deps.settings, retry: { firstSeconds: 1, longestSeconds: 2, mostAttempts: 20 } } });
  const handlers = { ...eventHandlers(quick.subscriptions, (reason, work) => db.asOperator(reason, work)), ...quick.jobs };
  const worker = await startWorker({ url: world.t.urls.worker, concurrency: 4, log: world.deps.log, handlers, crontab: quick.crontab.join("\n") });
  try {
    const applications: string[] = [];
    for (let i = 0; i < 10; i += 1) applications.push((await world.submitted(musterstadt.id)).application);
    await until("all accepted", async () => {
      const deliveries = await db.inTenant(musterstadt.id, (tx) => hub.listDeliveries(tx, { states: ["accepted"], destination: to.destination, limit: 50, offset: 0 }));
      return deliveries.found === applications.length;
    });
    const { effects, duplicates, repeats } = await receiver.effects();
    assert.deepEqual([effects, duplicates, repeats >= 1], [10, 0, true]);
    await until("the queue is empty of deliveries", async () => (await db.inTenant(musterstadt.id, (tx) => hub.listDeliveries(tx, { states: ["queued", "sent"], limit: 1, offset: 0 }))).found === 0);
  } finally {
    await worker.stop();
  }
});
