import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { newId } from "#platform/ids";
import { testDatabase } from "../../testing/index.ts";
import { announce, announceAll, type DomainEvent, eventHandlers, type Subscription } from "./index.ts";

const t = await testDatabase({ max: 4 });
const { db } = t;
const job = { attempt: 1, lastAttempt: false } as const;

/** Tasks, keys and times of the jobs that wait, oldest first; taken away with that. */
async function waiting(): Promise<{ readonly task: string; readonly key: string | null; readonly payload: Record<string, unknown>; readonly later: boolean }[]> {
  const client = new pg.Client({ connectionString: t.urls.worker });
  await client.connect();
  try {
    return (await client.query<{ task: string; key: string | null; payload: Record<string, unknown>; later: boolean }>(`with gone as (delete from graphile_worker._private_jobs returning id, task_id, key, payload, run_at)
      select k.identifier as task, g.key, g.payload, g.run_at > now() + interval '1 minute' as later from gone g join graphile_worker._private_tasks k on k.id = g.task_id order by g.id`)).rows;
  } finally {
    await client.end();
  }
}
function house(subscriptions: readonly Subscription[]) {
  return eventHandlers(subscriptions, (reason, work) => db.asOperator(reason, work));
}
const event = (changes: Partial<DomainEvent> = {}): DomainEvent => ({ type: "thing.happened", id: newId(), thing: newId(), count: 2, ...changes });

test("an event is told if and only if the change is committed, as ids and codes without what is undefined", async () => {
  const told = event({ unknown: undefined });
  await db.asOperator("test", (tx) => announce(tx, told));
  await assert.rejects(db.asOperator("test", async (tx) => { await announce(tx, event()); throw new Error("the change failed"); }), /the change failed/);
  const { unknown: _, ...sent } = told;
  assert.deepEqual((await waiting()).map(({ task, key, payload }) => [task, key, payload]), [["event", null, sent]]);
});
test("one job tells all who want it, in their order, and nobody else; nothing waits when all went well", async () => {
  const seen: string[] = [];
  const tell = (name: string, to = "thing.happened"): Subscription => ({ name, to, handle: (given) => { seen.push(`${name} ${String(given["count"])}`); return Promise.resolve(); } });
  await house([tell("a"), tell("other", "thing.else"), tell("b")])["event"]!(event(), job);
  assert.deepEqual(seen, ["a 2", "b 2"]);
  assert.deepEqual(await waiting(), []);
});
test("some that happened together are one job, and each is told as if it had been alone", async () => {
  const [first, second, failing] = [event(), event(), event({ type: "thing.breaks" })];
  await db.asOperator("test", async (tx) => { await announceAll(tx, []); await announceAll(tx, [first]); await announceAll(tx, [first, failing, second]); });
  const jobs = await waiting();
  assert.deepEqual(jobs.map(({ task }) => task), ["event", "events"]);
  const seen: string[] = [];
  const handlers = house([{ name: "a", to: "thing.happened", handle: ({ id }) => { seen.push(id); return Promise.resolve(); } }, { name: "breaks", to: "thing.breaks", handle: () => { throw new Error("not now"); } }]);
  await handlers["events"]!(jobs[1]!.payload, job);
  assert.deepEqual(seen, [first.id, second.id]);
  assert.deepEqual((await waiting()).map(({ task, payload }) => [task, payload["id"]]), [["on:breaks", failing.id]]);
});
test("who takes several at once gets those of its kind of a job in one go; where that fails each gets a job alone", async () => {
  const [first, other, second] = [event(), event({ type: "thing.else" }), event()];
  const seen: string[][] = [];
  let broken = false;
  const handlers = house([{
    name: "many", to: "thing.happened", handle: ({ id }) => { seen.push([id]); return Promise.resolve(); },
    handleMany: (events) => { if (broken) return Promise.reject(new Error("not now")); seen.push(events.map(({ id }) => id)); return Promise.resolve(); },
  }]);
  const together = { events: JSON.stringify([first, other, second]) };
  await handlers["events"]!(together, job);
  await handlers["event"]!(first, job);
  assert.deepEqual(seen, [[first.id, second.id], [first.id]]);
  broken = true;
  await handlers["events"]!(together, job);
  assert.deepEqual((await waiting()).map(({ task, payload }) => [task, payload["id"]]), [["on:many", first.id], ["on:many", second.id]]);
});
test("whoever fails gets a job alone, once for an event however often it is told, and holds up nobody behind it", async () => {
  const seen: string[] = [];
  let broken = true;
  const handlers = house([
    { name: "fails", to: "thing.happened", handle: (_given, { lastAttempt }) => { if (broken) throw new Error("not now"); seen.push(`fails ${lastAttempt}`); return Promise.resolve(); } },
    { name: "works", to: "thing.happened", handle: () => { seen.push("works"); return Promise.resolve(); } },
  ]);
  const told = event();
  await handlers["event"]!(told, job);
  await handlers["event"]!(told, job);
  assert.deepEqual(seen, ["works", "works"]);
  const [again, ...more] = await waiting();
  assert.equal(more.length, 0, "the same event waits once");
  assert.deepEqual([again?.task, again?.key, again?.payload["id"], again?.later], ["on:fails", `fails:${told.id}`, told.id, false]);
  await assert.rejects(async () => handlers["on:fails"]!(told, job), /not now/, "in its own job the fault is the queue's to see");
  broken = false;
  await handlers["on:fails"]!(told, { attempt: 9, lastAttempt: true });
  assert.deepEqual(seen.at(-1), "fails true");
});
test("who takes long has a job of its own before the others are told, and who comes back later waits until then", async () => {
  const order: string[] = [];
  const handlers = house([
    { name: "quick", to: "thing.happened", handle: async () => { order.push(`quick ${(await waiting()).map(({ task }) => task).join()}`); } },
    { name: "slow", to: "thing.happened", takesLong: true, handle: () => { order.push("slow"); return Promise.resolve(); } },
    { name: "later", to: "thing.happened", handle: () => Promise.resolve({ snoozeUntil: new Date(Date.now() + 3_600_000) }) },
  ]);
  await handlers["event"]!(event(), job);
  assert.deepEqual(order, ["quick on:slow"], "the slow one was queued first and not run here");
  assert.deepEqual((await waiting()).map(({ task, later }) => [task, later]), [["on:later", true]]);
});
test("two subscriptions of one name are refused at the start", () => {
  const one: Subscription = { name: "same", to: "thing.happened", handle: () => Promise.resolve() };
  assert.throws(() => house([one, { ...one, to: "thing.else" }]), /two subscriptions are called same/);
});
