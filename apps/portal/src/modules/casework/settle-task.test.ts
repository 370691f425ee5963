import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#platform/ids";
import { sql } from "#platform/database";
import { caseworkWorld } from "./testing/world.ts";

const world = await caseworkWorld();
const { casework, people, db, musterstadt, clock } = world;
const { sabine, otto } = people;

async function declined() {
  const { application, reference } = await world.submitted();
  const [line] = await world.casesOf(reference);
  clock.advance(1_000);
  const event = { type: "delivery.declined", id: newId(clock.now().getTime()), tenant: musterstadt.id, application, part: line!.part };
  const tell = async (): Promise<void> => { for (const one of casework.subscriptions) if (one.to === event.type) await one.handle(event, { lastAttempt: false }); };
  await tell();
  const now = async () => (await casework.find(sabine.reach, line!.id))!;
  return { application, id: line!.id, tell, now };
}

test("what the office system did not take is a task of the office until somebody has seen to it, and does not come back when the event is told again", async () => {
  const { application, id, tell, now } = await declined();
  const before = await now();
  assert.equal(before.task, "tell-consent");
  assert.ok((await casework.inbox(sabine.reach, { due: "task" }, { at: "first" })).lines.some((one) => one.id === id));
  assert.deepEqual(await casework.settle(otto.reach, { case: id }), { ok: false, why: "not-found" });
  clock.advance(60_000);
  const done = await casework.settle(sabine.reach, { case: id, version: before.version });
  assert.ok(done.ok);
  assert.deepEqual([done.one.task, done.one.change, done.one.changedBy], [undefined, "consent-told", sabine.id]);
  const log = await db.inTenant(musterstadt.id, (tx) => world.applications.timeline(tx, application, { kind: "tenant" }, "office"));
  assert.deepEqual(log.filter(({ type }) => type === "consent-told").map(({ actor, data }) => [actor.kind, data["office"]]), [["staff", before.office]]);
  await tell();
  assert.equal((await now()).task, undefined);
  assert.deepEqual(await casework.settle(sabine.reach, { case: id }), { ok: false, why: "nothing-to-settle" });
});

test("another task of the case stays, and is not settled by this", async () => {
  const { id, tell } = await declined();
  await db.inTenant(musterstadt.id, (tx) => tx.run(sql`update casework.case set task = 'post-letter' where id = ${id}`));
  await tell();
  assert.equal((await casework.find(sabine.reach, id))?.task, "post-letter");
  assert.deepEqual(await casework.settle(sabine.reach, { case: id }), { ok: false, why: "nothing-to-settle" });
});
