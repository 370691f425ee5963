import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { authorityOf } from "../authority-of.ts";
import { createHub } from "../hub.ts";
import { foundForMs } from "./find-addressee.ts";
import { fitWorld } from "./test-fit-world.ts";

const world = await fitWorld();
const { db, clock, hub, musterstadt, fit } = world;
const nordhafen = "fit-nordhafen";

afterEach(async () => {
  await fit.behave();
  await db.asOperator("test", (tx) => tx.run(sql`update hub.destination set retired_at = ${clock.now()} where retired_at is null`));
});
const timeline = (application: string, side: "office" | "citizen" = "office") => db.inTenant(musterstadt.id, async (tx) => (await world.applications.timeline(tx, application, { kind: "tenant" }, "office")).filter(({ forCitizen }) => side === "office" || forCitizen));
const view = (id: string) => world.view(musterstadt.id, id);
const waitsThere = async (reference: string) => (await fit.effects(nordhafen)).applications.filter((one) => one.reference === reference);
const alarmKinds = async () => (await db.inTenant(musterstadt.id, (tx) => hub.alarms(tx))).map(({ kind, count }) => [kind, count]);

test("an application about a place in another state reaches that town's own Fachverfahren, a question and its answer travel back, and so does what follows", async () => {
  const to = await world.placedDestination(musterstadt.id);
  const { application, reference, deliveries: [delivery] } = await world.submitted(musterstadt.id, { ort: "019990001001" });
  await hub.deliver(to);
  await fit.fetch(nordhafen);
  await hub.lookAfter(to);
  const there = await view(delivery!.id);
  assert.deepEqual([there.delivery.state, there.dispatch?.receiver], ["accepted", "Stadt Nordhafen"]);
  assert.deepEqual((await waitsThere(reference)).map(({ about, destinationId, effects }) => [about.split(" ")[0], destinationId, effects]), [["application.submitted", world.fitConnect.destinations.nordhafen.destinationId, 1]]);
  assert.equal((await fit.effects()).applications.filter((one) => one.reference === reference).length, 0);
  assert.match((await timeline(application, "citizen")).find(({ type }) => type === "delivery-accepted")?.text ?? "", /^Angekommen im Fachverfahren »Stadt Nordhafen« am /);

  const submissionId = there.dispatch!.parcel;
  assert.equal((await fit.reply({ submissionId, answer: { kind: "question", text: "Seit wann halten Sie den Hund?" }, files: [] }, nordhafen)).status, 201);
  clock.advance(600_000);
  await hub.lookAfter(to);
  const question = (await timeline(application, "citizen")).find(({ type }) => type === "question");
  assert.match(question?.text ?? "", /^Seit wann halten Sie den Hund\?/);
  const event = await db.inTenant(musterstadt.id, (tx) => world.applications.record(tx, application, { type: "reply", actor: { kind: "visitor" }, text: "Seit Mai.", data: { request: String(question?.data["request"]) } }));
  await hub.subscriptions.find(({ name }) => name === "hub.route-reply")?.handle({ type: "application.reply", id: event.id, tenant: musterstadt.id, application }, { lastAttempt: false });
  // The routing service has nothing to say any more: where it went is known.
  await fit.behave({ mode: "down", retryAfterSeconds: 0, match: "/routing/" });
  clock.advance(foundForMs);
  await hub.deliver(to);
  await fit.fetch(nordhafen);
  await hub.lookAfter(to);
  assert.deepEqual((await waitsThere(reference)).map(({ about, submissions }) => [about.split(" ")[0], submissions[0]?.caseId === there.dispatch?.bracket, submissions[0]?.decided]), [["application.submitted", true, "accept"], ["application.replied", true, "accept"]]);
});

test("a decision from another state is handed on as that authority's, with its Land, and not as the town's", async () => {
  const to = await world.placedDestination(musterstadt.id);
  const { deliveries: [delivery] } = await world.submitted(musterstadt.id, { ort: "019990001001" });
  await hub.deliver(to);
  await fit.fetch(nordhafen);
  await hub.lookAfter(to);
  const { parcel: submissionId } = (await view(delivery!.id)).dispatch!;
  const { deliveries: [own] } = await world.submitted(musterstadt.id, { ort: "Beispielhausen" });
  await hub.deliver(to);
  await fit.fetch();
  await hub.lookAfter(to);
  for (const [parcel, office] of [[submissionId, nordhafen], [(await view(own!.id)).dispatch!.parcel, "fit-fachverfahren"]] as const) {
    assert.equal((await fit.reply({ submissionId: parcel, answer: { kind: "decision", result: "refused", text: "Ihr Antrag wird abgelehnt." }, files: [] }, office)).status, 201);
  }
  const authorities: ReturnType<typeof authorityOf>[] = [];
  const listening = createHub({ ...world.deps, answers: { ...world.answers, prepare: (given) => { authorities.push(given.authority); return world.answers.prepare(given); } } });
  clock.advance(600_000);
  await listening.lookAfter(to);
  assert.deepEqual(authorities.toSorted((a, b) => (a?.land ?? "").localeCompare(b?.land ?? "")), [{ name: "Stadt Nordhafen", land: "01" }, { name: "Gemeinde Beispielhausen", land: "05" }]);
  assert.equal(authorityOf({ attachmentIds: [] }, "Steuerverfahren"), undefined, "a destination of the town's own");
  assert.deepEqual(authorityOf({ to: { destinationId: newId() } }, "Behörde des Orts"), { name: "Behörde des Orts", land: undefined });
  assert.equal(authorityOf({ to: { ars: "010020000000" } }, "x")?.land, "01", "sent before the Land was remembered");
});

test("two applications of one destination go to two places, by name and by postcode, each once", async () => {
  const to = await world.placedDestination(musterstadt.id);
  const [north, here] = [await world.submitted(musterstadt.id, { ort: "nordhafen" }), await world.submitted(musterstadt.id, { ort: "00103" })];
  assert.equal(await hub.deliver(to), 2);
  assert.deepEqual([(await view(north.deliveries[0]!.id)).dispatch?.receiver, (await view(here.deliveries[0]!.id)).dispatch?.receiver], ["Stadt Nordhafen", "Gemeinde Beispielhausen"]);
  await fit.fetch();
  await fit.fetch(nordhafen);
  await hub.lookAfter(to);
  assert.deepEqual([(await view(north.deliveries[0]!.id)).delivery.state, (await view(here.deliveries[0]!.id)).delivery.state], ["accepted", "accepted"]);
});

test("where nobody takes it the application is kept, the applicant told once, an alarm open, and others go on", async () => {
  const to = await world.placedDestination(musterstadt.id);
  const first = await world.submitted(musterstadt.id, { ort: "010000000000" });
  const other = await world.submitted(musterstadt.id, { ort: "Nordhafen" });
  await hub.deliver(to);
  const waiting = await view(first.deliveries[0]!.id);
  assert.deepEqual([waiting.delivery.state, waiting.delivery.reason, waiting.delivery.mayHaveArrived], ["queued", "no-receiver", false]);
  assert.equal((await view(other.deliveries[0]!.id)).delivery.state, "received");
  assert.deepEqual((await db.inTenant(musterstadt.id, (tx) => hub.destinations(tx))).map(({ failures, heldUntil }) => [failures, heldUntil]), [[0, undefined]]);
  assert.ok((await alarmKinds()).some(([kind, count]) => kind === "no-receiver" && count === 1));
  clock.advance(120_000);
  await hub.deliver(to);
  assert.equal((await view(first.deliveries[0]!.id)).delivery.attempts, 2);
  const told = (await timeline(first.application, "citizen")).filter(({ type }) => type === "delivery-not-addressed");
  assert.equal(told.length, 1);
  assert.match(told[0]?.text ?? "", /noch nicht elektronisch erreichbar/);
});

test("an unknown place and none at all go to the dead letters with a reason in words, and can be led to a fixed destination", async () => {
  const to = await world.placedDestination(musterstadt.id);
  const [unknown, none] = [await world.submitted(musterstadt.id, { ort: "Atlantis" }), await world.submitted(musterstadt.id)];
  await hub.deliver(to);
  assert.deepEqual([(await view(unknown.deliveries[0]!.id)).delivery, (await view(none.deliveries[0]!.id)).delivery].map(({ state, reason }) => [state, reason]), [["dead", "place-unknown"], ["dead", "place-missing"]]);
  assert.ok((await timeline(unknown.application, "citizen")).some(({ type }) => type === "delivery-not-addressed"));
  const fixed = await world.fitDestination(musterstadt.id);
  const corrected = await db.inTenant(musterstadt.id, (tx) => hub.correctDelivery(tx, { delivery: unknown.deliveries[0]!.id, destination: fixed.destination, confirmedNotArrived: false, actor: { kind: "staff", id: newId() } }));
  assert.ok(corrected.ok);
  await hub.deliver(fixed);
  assert.equal((await view(corrected.delivery)).delivery.state, "received");
});

test("a destination whose signature is not right gets nothing, and others are not held up by it", async () => {
  const to = await world.placedDestination(musterstadt.id);
  for (const routes of ["wrong-key", "other-service", "other-destination"]) {
    await fit.behave({ routes });
    const { deliveries: [delivery], reference } = await world.submitted(musterstadt.id, { ort: "019990001001" });
    await hub.deliver(to);
    assert.deepEqual([(await view(delivery!.id)).delivery.reason, (await view(delivery!.id)).dispatch], ["untrusted", undefined], routes);
    await fit.fetch(nordhafen);
    assert.equal((await waitsThere(reference)).length, 0);
  }
  await fit.behave();
  const good = await world.submitted(musterstadt.id, { ort: "Beispielhausen" });
  await hub.deliver(to);
  assert.equal((await view(good.deliveries[0]!.id)).delivery.state, "received");
});

test("what was found is asked for once, and again when its time is over", async () => {
  const to = await world.placedDestination(musterstadt.id);
  const send = async (): Promise<string> => {
    const { deliveries: [delivery] } = await world.submitted(musterstadt.id, { ort: "019990001001" });
    await hub.deliver(to);
    return (await view(delivery!.id)).delivery.state;
  };
  assert.equal(await send(), "received");
  await fit.behave({ mode: "down", retryAfterSeconds: 0, match: "/routing/" });
  assert.equal(await send(), "received");
  clock.advance(foundForMs);
  assert.equal(await send(), "queued");
});

test("who would get it can be asked without sending anything", async () => {
  const to = await world.placedDestination(musterstadt.id);
  const ask = (place: string) => hub.findReceiver({ ...to, service: "hund", place });
  assert.deepEqual(await ask("00901, Nordhafen"), { ok: true, name: "Stadt Nordhafen", receiver: world.fitConnect.destinations.nordhafen.destinationId });
  assert.deepEqual([await ask("Atlantis"), await ask(""), await ask("020000000000")], [{ ok: false, why: "place-unknown" }, { ok: false, why: "place-missing" }, { ok: false, why: "no-receiver" }]);
  await fit.behave({ mode: "slow", delayMs: 1_500, match: "/routing/" });
  assert.deepEqual(await hub.findReceiver({ ...to, service: "hund", place: "059990002002", withinMs: 200 }), { ok: false, why: "timeout" });
  await fit.behave();
  const fixed = await world.fitDestination(musterstadt.id);
  assert.equal(await hub.findReceiver({ ...fixed, service: "hund", place: "Nordhafen" }), undefined);
  const tested = await hub.sendTestMessage({ ...to, actor: { kind: "staff", id: newId() } });
  assert.deepEqual(tested, { kind: "accepted", receipt: "Routingdienst 2.0.0" });
  assert.equal((await fit.effects(nordhafen)).applications.some(({ about }) => about.includes("test")), false);
});

test("settings name either one Zustellpunkt or a way to find one", async () => {
  for (const settings of [{ destinationId: world.fitConnect.destinations.nordhafen.destinationId }, { routing: undefined }, { routing: { url: "http://x/routing/", portalUrl: "http://x", place: "halter.ort" } }, { routing: { url: "http://x", portalUrl: "http://x", place: "halter ort!" } }]) {
    await assert.rejects(world.placedDestination(musterstadt.id, { settings }), /destination-id-invalid|routing-address-invalid|place-invalid/);
  }
});
