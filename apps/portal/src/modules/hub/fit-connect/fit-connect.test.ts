import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { sql } from "#platform/database";
import { createHub } from "../index.ts";
import { fitWorld } from "./test-fit-world.ts";

const world = await fitWorld();
const { db, clock, hub, musterstadt, fit } = world;

// A destination of one test gets nothing of the next.
afterEach(async () => {
  await fit.behave();
  await fit.decide({ decision: "accept" });
  await db.asOperator("test", (tx) => tx.run(sql`update hub.destination set retired_at = ${clock.now()} where retired_at is null`));
});
const stateOf = async (id: string) => (await world.view(musterstadt.id, id)).delivery.state;
const events = (application: string) => db.inTenant(musterstadt.id, (tx) => world.applications.timeline(tx, application, { kind: "tenant" }, "office"));

test("an application leaves encrypted, is accepted by the Fachverfahren, and the citizen reads when", async () => {
  const to = await world.fitDestination(musterstadt.id);
  const { application, reference, deliveries } = await world.submitted(musterstadt.id);
  const [delivery] = deliveries;
  assert.equal(await hub.deliver(to), 1);
  assert.equal(await stateOf(delivery!.id), "received");
  clock.advance(3_600_000);
  await fit.fetch();
  await hub.lookAfter(to);
  const { delivery: after, receipts, dispatch } = await world.view(musterstadt.id, delivery!.id);
  assert.equal(after.state, "accepted");
  assert.deepEqual(receipts.map(({ what }) => what).filter((what) => what !== "notified").toSorted(), ["accepted", "handed-over"]);
  assert.equal(receipts.find(({ what }) => what === "accepted")?.id, after.receipt);
  const arrived = (await events(application)).find(({ type }) => type === "delivery-accepted");
  assert.match(arrived?.text ?? "", /^Angekommen im Fachverfahren »Einwohnerverfahren .*« am 02\.03\.2026 um 11:00 Uhr\.$/);
  const { applications } = await fit.effects();
  const there = applications.find((one) => one.reference === reference);
  assert.deepEqual([there?.about, there?.effects, there?.submissions[0]?.submissionId], ["application.submitted steuer", 1, dispatch?.parcel]);
});

test("a rejection comes back with FIT-Connect's problems in words", async () => {
  const to = await world.fitDestination(musterstadt.id);
  const { deliveries, application } = await world.submitted(musterstadt.id);
  await fit.decide({ decision: "reject", problem: "schema-violation" });
  await hub.deliver(to);
  await fit.fetch();
  await hub.lookAfter(to);
  const view = await world.view(musterstadt.id, deliveries[0]!.id);
  assert.equal(view.delivery.state, "rejected");
  assert.match(view.rejectionReasons[0] ?? "", /^Der Inhalt entspricht nicht seinem Schema\. /);
  assert.ok((await events(application)).some(({ type, forCitizen }) => type === "delivery-rejected" && !forCitizen));
  // Under the same id the same no would come back; corrected it goes as a new one.
  const actor = { kind: "system", what: "test" } as const;
  assert.deepEqual(await world.db.inTenant(musterstadt.id, (tx) => hub.resendDelivery(tx, { delivery: deliveries[0]!.id, actor })), { ok: false, why: "answered" });
  await fit.decide({ decision: "accept" });
  const corrected = await world.db.inTenant(musterstadt.id, (tx) => hub.correctDelivery(tx, { delivery: deliveries[0]!.id, destination: to.destination, confirmedNotArrived: false, actor }));
  assert.ok(corrected.ok);
  await hub.deliver(to);
  await fit.fetch();
  world.clock.advance(60_000);
  await hub.lookAfter(to);
  assert.equal((await world.view(musterstadt.id, corrected.delivery)).delivery.state, "accepted");
});

test("a worker that dies between the announcement and the handing over is followed by one that goes on with the same submission", async () => {
  const to = await world.fitDestination(musterstadt.id);
  const { reference, deliveries } = await world.submitted(musterstadt.id);
  const id = deliveries[0]!.id;
  // It announces, writes that down, and is gone before it hands over: the last step never reaches the service.
  await fit.behave({ mode: "down", retryAfterSeconds: 0, match: "PUT /submission-api/v2/submissions/" });
  await hub.deliver(to);
  const announced = (await world.view(musterstadt.id, id)).dispatch;
  assert.ok(announced);
  assert.equal(await stateOf(id), "queued");
  await fit.behave();
  clock.advance(60_000);
  await hub.deliver(to);
  assert.equal(await stateOf(id), "received");
  assert.deepEqual((await world.view(musterstadt.id, id)).dispatch?.parcel, announced.parcel);
  await fit.fetch();
  await hub.lookAfter(to);
  const mine = (await fit.effects()).applications.filter((one) => one.reference === reference);
  assert.deepEqual(mine.map(({ effects, duplicates, submissions }) => [effects, duplicates, submissions.length]), [[1, 0, 1]]);
});

test("a handing over whose answer was lost is found in the event log, not done again", async () => {
  const to = await world.fitDestination(musterstadt.id);
  const { reference, deliveries } = await world.submitted(musterstadt.id);
  await fit.behave({ mode: "acceptButDropConnection", times: 1, match: "PUT /submission-api/v2/submissions/" });
  await hub.deliver(to);
  clock.advance(60_000);
  await hub.deliver(to);
  await fit.fetch();
  await hub.lookAfter(to);
  assert.equal(await stateOf(deliveries[0]!.id), "accepted");
  const mine = (await fit.effects()).applications.filter((one) => one.reference === reference);
  assert.deepEqual(mine.map(({ effects, duplicates }) => [effects, duplicates]), [[1, 0]]);
});

test("what is kept of a delivery goes with the application", async () => {
  const to = await world.fitDestination(musterstadt.id);
  const { application, deliveries } = await world.submitted(musterstadt.id);
  await hub.deliver(to);
  await fit.fetch();
  await hub.lookAfter(to);
  const kept = () => db.inTenant(musterstadt.id, (tx) => tx.one<{ dispatches: number; receipts: number }>(sql`select (select count(*)::int from hub.dispatch where delivery_id = ${deliveries[0]!.id}) as dispatches, (select count(*)::int from hub.receipt where delivery_id = ${deliveries[0]!.id}) as receipts`));
  assert.ok((await kept()).dispatches === 1 && (await kept()).receipts > 1);
  const without: typeof world.applications.heads = async (tx, ids) => (await world.applications.heads(tx, ids)).filter(({ id }) => id !== application);
  await createHub({ ...world.deps, applications: { ...world.applications, heads: without } }).jobs["hub:forget"]();
  assert.deepEqual(await kept(), { dispatches: 0, receipts: 0 });
});
