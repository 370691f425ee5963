import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { createHub } from "../index.ts";
import { testWorld } from "../test-world.ts";

const day = 86_400_000;
const world = await testWorld();
const { db, clock, musterstadt } = world;
const closed = new Map<string, Date>();
const gone = new Set<string>();
/** Closing takes an office; here only what the heads say counts. */
const heads: typeof world.applications.heads = async (tx, ids) => (await world.applications.heads(tx, ids)).filter(({ id }) => !gone.has(id)).map((head) => ({ ...head, closedAt: closed.get(head.id) }));
const forget = (answerableDays = world.deps.settings.answerableDays) => createHub({ ...world.deps, settings: { ...world.deps.settings, answerableDays }, applications: { ...world.applications, heads } }).jobs["hub:forget"]();

test("a key goes when every case that used it is over long enough; what may still be answered can be opened", async () => {
  const { destination } = await world.destination(musterstadt.id);
  const key = (id: string, madeAt: Date) => db.inTenant(musterstadt.id, (tx) => tx.run(sql`insert into hub.reply_key (id, tenant_id, destination_id, public, private, made_at) values (${id}, ${musterstadt.id}, ${destination}, '{}', 'x', ${madeAt})`));
  const keys = async () => (await db.inTenant(musterstadt.id, (tx) => tx.rows<{ id: string }>(sql`select id from hub.reply_key order by made_at`))).map(({ id }) => id);
  const handed = async (at: Date, over: Date | null = at) => {
    const { application, deliveries } = await world.submitted(musterstadt.id);
    await db.inTenant(musterstadt.id, (tx) => tx.run(sql`insert into hub.dispatch (delivery_id, tenant_id, destination_id, parcel, bracket, memory, announced_at, handed_over_at) values (${deliveries[0]!.id}, ${musterstadt.id}, ${destination}, ${newId()}, 'c', '{}', ${at}, ${over})`));
    return application;
  };
  const start = clock.now();
  const at = (days: number): Date => new Date(start.getTime() + days * day);
  await key("erster", at(0));
  await key("zweiter", at(30));
  await key("dritter", at(60));
  const [one, two, stuck] = [await handed(at(5)), await handed(at(35)), await handed(at(10), at(40))];
  clock.advance(300 * day);
  await forget();
  assert.deepEqual(await keys(), ["erster", "zweiter"], "open cases keep theirs; the third was used by nobody");
  closed.set(one, at(100)).set(two, at(250));
  // Announced with the first key's time, handed over in the second's: both are kept for it.
  await forget();
  assert.deepEqual(await keys(), ["erster", "zweiter"]);
  closed.set(stuck, at(100));
  await forget();
  assert.deepEqual(await keys(), ["zweiter"], "closed fifty days ago: still answerable");
  await forget(51);
  assert.deepEqual(await keys(), ["zweiter"], "the operator says for how long");
  gone.add(two);
  await forget();
  assert.deepEqual(await keys(), []);
  gone.delete(two);
  await key("zweiter", at(30));
  await forget(49);
  assert.deepEqual(await keys(), []);
  await key("neu", clock.now());
  await forget();
  assert.deepEqual(await keys(), ["neu"], "the one in use stays although nobody used it yet");
});
