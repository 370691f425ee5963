import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { callbackSignature } from "@kommunalportal/fit-connect";
import { sql } from "#platform/database";
import { openSecrets } from "../destination-secrets.ts";
import { sealedSecrets } from "../destination-store.ts";
import { fitWorld } from "./test-fit-world.ts";

const world = await fitWorld();
const { db, clock, musterstadt, fit } = world;
// Nobody listens there: what the delivery service has to tell is told here by hand.
const hub = world.hubWith({ settings: { callbackUrl: (destination) => `http://portal.localhost:9/rueckruf/fit-connect/${destination}` } });
type Place = { readonly tenant: string; readonly destination: string };

afterEach(async () => {
  await fit.behave();
  await db.asOperator("test", (tx) => tx.run(sql`update hub.destination set retired_at = ${clock.now()} where retired_at is null`));
});
const stateOf = async (id: string) => (await world.view(musterstadt.id, id)).delivery.state;
const dispatchOf = (id: string) => db.inTenant(musterstadt.id, (tx) => tx.one<{ look_at: Date | null; handed_over_at: Date | null; looks: number; bracket: string }>(sql`select look_at, handed_over_at, looks, bracket from hub.dispatch where delivery_id = ${id}`));
async function tell(to: Place, caseIds: readonly string[]): Promise<boolean> {
  const secret = await db.inTenant(musterstadt.id, async (tx) => (JSON.parse(openSecrets(await world.tenants.tenantKey(musterstadt.id), to.destination, (await sealedSecrets(tx, to.destination))!)[0] ?? "") as { callbackSecret: string }).callbackSecret);
  const [timestamp, body] = [String(Math.floor(clock.now().getTime() / 1000)), Buffer.from(JSON.stringify({ type: "https://schema.fitko.de/fit-connect/submission-api/callbacks/new-events", caseIds }))];
  return hub.receiveCallback({ destination: to.destination, timestamp, authentication: callbackSignature(secret, timestamp, body), body });
}

test("where FIT-Connect tells by callback, nothing is looked at before it does or five seconds have passed, and then once", async () => {
  const to = await world.fitDestination(musterstadt.id);
  const ids: string[] = [];
  for (let i = 0; i < 3; i += 1) ids.push((await world.submitted(musterstadt.id)).deliveries[0]!.id);
  await hub.deliver(to);
  await fit.fetch();
  await hub.lookAfter(to);
  assert.deepEqual(await Promise.all(ids.map(stateOf)), ["received", "received", "received"]);
  assert.ok(await tell(to, [(await dispatchOf(ids[1]!)).bracket]));
  await hub.lookAfter(to);
  assert.deepEqual(await Promise.all(ids.map(stateOf)), ["received", "accepted", "received"]);
  clock.advance(5_000);
  await hub.lookAfter(to);
  assert.deepEqual(await Promise.all(ids.map(stateOf)), ["accepted", "accepted", "accepted"]);
  assert.deepEqual((await Promise.all(ids.map(dispatchOf))).map(({ looks, look_at }) => [looks, look_at]), [[1, null], [1, null], [1, null]]);
});

test("told before the portal has heard that its submission was taken: it is looked at as soon as it has", async () => {
  const to = await world.fitDestination(musterstadt.id);
  const { deliveries: [delivery] } = await world.submitted(musterstadt.id);
  // The last step is refused for now: announced, and not handed over.
  await fit.behave({ mode: "down", retryAfterSeconds: 0, match: "PUT /submission-api/v2/submissions/" });
  await hub.deliver(to);
  await fit.behave();
  const { bracket, handed_over_at } = await dispatchOf(delivery!.id);
  assert.equal(handed_over_at, null);
  assert.ok(await tell(to, [bracket]));
  await hub.lookAfter(to);
  assert.equal((await dispatchOf(delivery!.id)).looks, 0, "what was not handed over yet is nobody's to look at");
  clock.advance(60_000);
  await hub.deliver(to);
  await fit.fetch();
  await hub.lookAfter(to);
  assert.equal(await stateOf(delivery!.id), "accepted");
});

test("a destination of which nothing is left is not asked for replies for ever", async () => {
  const to = await world.fitDestination(musterstadt.id);
  await world.submitted(musterstadt.id);
  await hub.deliver(to);
  await fit.fetch();
  clock.advance(5_000);
  await hub.lookAfter(to);
  const asked = () => db.inTenant(musterstadt.id, (tx) => tx.one<{ replies_at: Date | null }>(sql`select replies_at from hub.destination where id = ${to.destination}`));
  assert.ok((await asked()).replies_at);
  await db.inTenant(musterstadt.id, (tx) => tx.run(sql`delete from hub.dispatch where destination_id = ${to.destination}`));
  clock.advance(600_000);
  await hub.lookAfter(to);
  assert.equal((await asked()).replies_at, null);
});
