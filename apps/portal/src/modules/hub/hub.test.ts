import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { addDays, legalDate } from "#platform/clock";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { operator, testWorld } from "./test-world.ts";

const world = await testWorld({ max: 16 });
const { hub, db, clock, receiver, musterstadt, beispielhausen, applications } = world;
const minutes = (count: number): void => { clock.advance(count * 60_000); };
/** Each test counts what it adds: the receiver is one for all. */
const added = async (work: () => Promise<void>) => {
  const before = await receiver.effects();
  await work();
  const after = await receiver.effects();
  return { effects: after.effects - before.effects, repeats: after.repeats - before.repeats, duplicates: after.duplicates - before.duplicates };
};
// A destination of one test gets nothing of the next.
afterEach(async () => {
  await receiver.behave("normal");
  await db.asOperator("test", (tx) => tx.run(sql`update hub.destination set retired_at = ${clock.now()} where retired_at is null`));
});
const stateOf = async (tenant: string, id: string) => (await world.view(tenant, id)).delivery.state;

test("an application arrives once with its part only, and the receipt stands in its log for the citizen", async () => {
  const to = await world.destination(musterstadt.id);
  const sent = await world.submitted(musterstadt.id, { gross: true });
  assert.deepEqual(sent.deliveries.map(({ part, office, state }) => [part, office, state]), [["ordnung", "ordnungsamt", "queued"], ["steuer", "steueramt", "queued"]]);
  assert.deepEqual(await added(async () => { assert.equal(await hub.deliver(to), 2); }), { effects: 2, repeats: 0, duplicates: 0 });
  for (const { id } of sent.deliveries) {
    const { delivery, attempts } = await world.view(musterstadt.id, id);
    assert.equal(delivery.state, "accepted");
    assert.deepEqual(attempts.map(({ number, result, status }) => [number, result, status]), [[1, "accepted", 200]]);
    const page = await receiver.page(`/eingang/${delivery.receipt}`);
    assert.match(page, delivery.part === "ordnung" ? /rasse[\s\S]*Dogge/ : /name[\s\S]*Waldi/);
    assert.doesNotMatch(page, delivery.part === "ordnung" ? /Waldi|vorname/ : /Dogge/);
  }
  const events = await db.inTenant(musterstadt.id, (tx) => applications.timeline(tx, sent.application, { kind: "tenant" }, "citizen"));
  const arrived = events.filter(({ type }) => type === "delivery-accepted");
  assert.equal(arrived.length, 2);
  assert.equal(arrived[0]?.text, "Angekommen im Fachverfahren »Steuerverfahren« am 02.03.2026 um 10:00 Uhr.");
  assert.equal(arrived[0]?.data["receipt"], (await world.view(musterstadt.id, String(arrived[0]?.data["delivery"]))).delivery.receipt);
});
test("what was taken up from paper brings the day on which the paper arrived, beside the moment of entry; what was not, brings none", async () => {
  const to = await world.destination(musterstadt.id);
  const day = addDays(legalDate(clock.now()), -4);
  const [paper, online] = [await world.submitted(musterstadt.id, { paperOf: day }), await world.submitted(musterstadt.id)];
  await hub.deliver(to);
  const pageOf = async (id: string) => receiver.page(`/eingang/${(await world.view(musterstadt.id, id)).delivery.receipt}`);
  const page = await pageOf(paper.deliveries[0]!.id);
  assert.match(page, new RegExp(`receivedOn[\\s\\S]{0,60}${day}`));
  assert.match(page, new RegExp(`submittedAt[\\s\\S]{0,60}${legalDate(clock.now())}`));
  assert.doesNotMatch(await pageOf(online.deliveries[0]!.id), /receivedOn/);
});
test("routing the same application again, also at once, queues nothing new", async () => {
  const to = await world.destination(musterstadt.id);
  const { application, deliveries } = await world.submitted(musterstadt.id);
  const again = await Promise.all(Array.from({ length: 5 }, () => hub.routeApplication({ tenant: musterstadt.id, application })));
  assert.deepEqual(again, [0, 0, 0, 0, 0]);
  assert.equal((await db.inTenant(musterstadt.id, (tx) => hub.ofApplication(tx, application))).length, deliveries.length);
  await hub.deliver(to);
});
test("a rejection ends in the dead letters with the receiver's reasons, which are not stored in the clear", async () => {
  const to = await world.destination(musterstadt.id);
  await receiver.behave("rejectAll");
  const { deliveries: [queued], application } = await world.submitted(musterstadt.id);
  await hub.deliver(to);
  await receiver.behave("normal");
  const { delivery, rejectionReasons, attempts } = await world.view(musterstadt.id, queued!.id);
  assert.deepEqual([delivery.state, attempts.length, rejectionReasons], ["rejected", 1, ["Das Fachverfahren lehnt zurzeit alles ab."]]);
  const { raw } = await db.asOperator("test", (tx) => tx.one<{ raw: Buffer }>(sql`select reasons as raw from hub.delivery where id = ${queued!.id}`));
  assert.equal(raw.includes("lehnt"), false);
  const alarm = (await db.inTenant(musterstadt.id, (tx) => hub.alarms(tx))).find(({ destination }) => destination === to.destination);
  assert.deepEqual([alarm?.kind, alarm?.count], ["dead-letters", 1]);
  const [forCitizen, forOffice] = await db.inTenant(musterstadt.id, async (tx) => [await applications.timeline(tx, application, { kind: "tenant" }, "citizen"), await applications.timeline(tx, application, { kind: "tenant" }, "office")]);
  assert.deepEqual([forCitizen?.some(({ type }) => type === "delivery-rejected"), forOffice?.some(({ type }) => type === "delivery-rejected")], [false, true]);
  assert.match(forOffice?.find(({ type }) => type === "delivery-rejected")?.text ?? "", /»Steuerverfahren« hat die Zustellung zurückgewiesen\. Genannt wird: Das Fachverfahren lehnt zurzeit alles ab\. Alles, was die Person geschickt hat, liegt in diesem Vorgang/, "the office reads why");
  // Put right, it goes again under a new id: the receiver took nothing the first time.
  const corrected = await db.inTenant(musterstadt.id, (tx) => hub.correctDelivery(tx, { delivery: queued!.id, destination: to.destination, confirmedNotArrived: false, actor: operator }));
  assert.ok(corrected.ok);
  assert.deepEqual(await added(async () => { await hub.deliver(to); }), { effects: 1, repeats: 0, duplicates: 0 });
  assert.deepEqual([await stateOf(musterstadt.id, queued!.id), await stateOf(musterstadt.id, corrected.delivery)], ["replaced", "accepted"]);
});
test("two hours without the receiver cost a few tries and end in one effect each, and the operator knows meanwhile", async () => {
  const to = await world.destination(musterstadt.id, { maxInFlight: 2 });
  await receiver.behave("down");
  const first = await world.submitted(musterstadt.id);
  await hub.deliver(to);
  const others = [await world.submitted(musterstadt.id), await world.submitted(musterstadt.id)];
  for (let minute = 0; minute < 120; minute += 1) { minutes(1); await hub.deliver(to); }
  const tries = (await world.view(musterstadt.id, first.deliveries[0]!.id)).attempts;
  assert.ok(tries.length >= 5 && tries.length <= 14, `${tries.length} tries`);
  assert.ok(tries.every(({ result, status }) => result === "unreachable" && status === 503));
  const kinds = (await db.inTenant(musterstadt.id, (tx) => hub.alarms(tx))).filter(({ destination }) => destination === to.destination).map(({ kind }) => kind);
  assert.deepEqual(kinds, ["destination-failing", "queue-too-old"]);
  assert.deepEqual(await db.asOperator("test", (tx) => hub.failingTowns(tx)), [musterstadt.id]);
  await receiver.behave("normal");
  const gained = await added(async () => { minutes(31); await hub.deliver(to); await hub.deliver(to); });
  assert.deepEqual(gained, { effects: 3, repeats: 0, duplicates: 0 });
  for (const { deliveries } of [first, ...others]) assert.equal(await stateOf(musterstadt.id, deliveries[0]!.id), "accepted");
  assert.deepEqual(await db.asOperator("test", (tx) => hub.failingTowns(tx)), []);
});
test("a receiver that takes it and does not answer gets the same id again, and the effect stays one", async () => {
  const to = await world.destination(musterstadt.id);
  await receiver.behave("acceptButDropConnection", { times: 2 });
  const { deliveries: [queued] } = await world.submitted(musterstadt.id);
  const gained = await added(async () => { for (let i = 0; i < 4; i += 1) { await hub.deliver(to); minutes(5); } });
  assert.deepEqual(gained, { effects: 1, repeats: 2, duplicates: 0 });
  const { delivery, attempts } = await world.view(musterstadt.id, queued!.id);
  assert.deepEqual([delivery.state, attempts.map(({ reason, result }) => reason ?? result)], ["accepted", ["accepted", "connection-lost", "connection-lost"]]);
});
test("a worker that dies between sending and writing down is replaced after its lease, with one effect", async () => {
  const to = await world.destination(musterstadt.id);
  const { deliveries: [queued] } = await world.submitted(musterstadt.id);
  let arrived = (): void => {};
  const received = new Promise<void>((resolve) => { arrived = resolve; });
  // The receiver has it; this worker never hears so and writes nothing.
  const dying = world.hubWith({ outbound: async (url, init) => { await world.deps.outbound(url, init); arrived(); return new Promise<Response>(() => {}); } });
  void dying.deliver(to);
  await received;
  assert.equal(await hub.deliver(to), 0, "while the lease lasts nobody else sends it");
  assert.equal(await stateOf(musterstadt.id, queued!.id), "sent");
  minutes(2);
  const gained = await added(async () => { assert.equal(await hub.deliver(to), 1); });
  assert.deepEqual(gained, { effects: 0, repeats: 1, duplicates: 0 });
  const { delivery, attempts } = await world.view(musterstadt.id, queued!.id);
  assert.deepEqual([delivery.state, attempts.map(({ result }) => result)], ["accepted", ["accepted", "lost"]]);
});
test("two workers at once send each delivery once and never more at a time than the destination takes", async () => {
  const to = await world.destination(musterstadt.id, { maxInFlight: 3 });
  const all = [];
  for (let i = 0; i < 12; i += 1) all.push(await world.submitted(musterstadt.id));
  let flying = 0;
  let most = 0;
  let full = (): void => {};
  const allSlotsTaken = new Promise<void>((resolve) => { full = resolve; });
  const outbound: typeof world.deps.outbound = async (url, init) => {
    flying += 1;
    most = Math.max(most, flying);
    if (flying === 3) full();
    await allSlotsTaken;
    try { return await world.deps.outbound(url, init); } finally { flying -= 1; }
  };
  const workers = [world.hubWith({ outbound }), world.hubWith({ outbound })];
  const gained = await added(async () => { await Promise.all(workers.map((worker) => worker.deliver(to))); await workers[0]!.deliver(to); });
  assert.deepEqual(gained, { effects: 12, repeats: 0, duplicates: 0 });
  assert.equal(most, 3);
});
test("deliveries leave in order, and a withdrawal follows its own application", async () => {
  const to = await world.destination(musterstadt.id, { maxInFlight: 1 });
  const seen: string[] = [];
  const watching = world.hubWith({ outbound: (url, init) => { const { type, data } = JSON.parse(String(init?.body)) as { type: string; data: { reference: string } }; seen.push(`${type} ${data.reference}`); return world.deps.outbound(url, init); } });
  const [a, b] = [await world.submitted(musterstadt.id), await world.submitted(musterstadt.id)];
  const withdrawn = hub.subscriptions.find(({ to: event }) => event === "application.withdrawn");
  await withdrawn?.handle({ type: "application.withdrawn", id: newId(), tenant: musterstadt.id, application: a.application }, { lastAttempt: false });
  await watching.deliver(to);
  assert.deepEqual(seen, [`application.submitted ${a.reference}`, `application.submitted ${b.reference}`, `application.withdrawn ${a.reference}`]);
  // Held back, the first message of an application holds back what follows it and nothing else.
  const [c, d] = [await world.submitted(musterstadt.id), await world.submitted(musterstadt.id)];
  assert.ok((await db.inTenant(musterstadt.id, (tx) => hub.pauseDelivery(tx, { delivery: c.deliveries[0]!.id, paused: true, actor: operator }))).ok);
  await withdrawn?.handle({ type: "application.withdrawn", id: newId(), tenant: musterstadt.id, application: c.application }, { lastAttempt: false });
  seen.length = 0;
  await watching.deliver(to);
  assert.deepEqual(seen, [`application.submitted ${d.reference}`]);
  assert.ok((await db.inTenant(musterstadt.id, (tx) => hub.pauseDelivery(tx, { delivery: c.deliveries[0]!.id, paused: false, actor: operator }))).ok);
  await watching.deliver(to);
  assert.deepEqual(seen.slice(1), [`application.submitted ${c.reference}`, `application.withdrawn ${c.reference}`]);
});
test("a paused or broken destination holds up no other", async () => {
  const paused = await world.destination(musterstadt.id, { name: "Pausiert" });
  const broken = await world.destination(musterstadt.id, { name: "Kaputt", address: "http://127.0.0.1:9/webhook" });
  const good = await world.destination(musterstadt.id, { name: "Läuft" });
  assert.ok(await db.inTenant(musterstadt.id, (tx) => hub.pauseDestination(tx, { destination: paused.destination, paused: true, actor: operator })));
  const { deliveries } = await world.submitted(musterstadt.id);
  await Promise.all([hub.deliver(paused), hub.deliver(broken), hub.deliver(good)]);
  const states = new Map((await Promise.all(deliveries.map(({ id }) => world.view(musterstadt.id, id)))).map(({ delivery }) => [delivery.destinationName, [delivery.state, delivery.attempts, delivery.reason]]));
  assert.deepEqual(Object.fromEntries(states), { Pausiert: ["queued", 0, undefined], Kaputt: ["queued", 1, "connection-refused"], Läuft: ["accepted", 1, undefined] });
  assert.ok(await db.inTenant(musterstadt.id, (tx) => hub.pauseDestination(tx, { destination: paused.destination, paused: false, actor: operator })));
  await hub.deliver(paused);
  assert.equal(await stateOf(musterstadt.id, deliveries.find(({ destinationName }) => destinationName === "Pausiert")!.id), "accepted");
});
test("a message that nobody can take steps aside and is given up after its tries, while the rest goes on", async () => {
  const to = await world.destination(musterstadt.id, { maxInFlight: 1 });
  const poison = await world.submitted(musterstadt.id);
  const worker = world.hubWith({
    settings: { retry: { firstSeconds: 10, longestSeconds: 600, mostAttempts: 6 } },
    outbound: (url, init) => (String(init?.body).includes(poison.reference) ? Promise.resolve(new Response("boom", { status: 500 })) : world.deps.outbound(url, init)),
  });
  const good = await world.submitted(musterstadt.id);
  let goodAfter = 0;
  for (let i = 0; i < 40; i += 1) { await worker.deliver(to); minutes(1); if (goodAfter === 0 && (await stateOf(musterstadt.id, good.deliveries[0]!.id)) === "accepted") goodAfter = i + 1; }
  assert.ok(goodAfter > 0 && goodAfter < 8, `after ${goodAfter} rounds`);
  const { delivery, attempts } = await world.view(musterstadt.id, poison.deliveries[0]!.id);
  assert.deepEqual([delivery.state, delivery.reason, attempts.length, delivery.mayHaveArrived], ["dead", "server-error", 6, true]);
  // A new id could mean a second effect, so it needs somebody's word; the same id needs none.
  const correct = (confirmedNotArrived: boolean) => db.inTenant(musterstadt.id, (tx) => hub.correctDelivery(tx, { delivery: delivery.id, destination: to.destination, confirmedNotArrived, actor: operator }));
  assert.deepEqual(await correct(false), { ok: false, why: "may-have-arrived" });
  assert.deepEqual(await db.inTenant(musterstadt.id, (tx) => hub.resendDelivery(tx, { delivery: delivery.id, actor: operator })), { ok: true });
  const gained = await added(async () => { await hub.deliver(to); });
  assert.deepEqual(gained, { effects: 1, repeats: 0, duplicates: 0 });
  assert.equal(await stateOf(musterstadt.id, delivery.id), "accepted");
  assert.deepEqual(await correct(true), { ok: false, why: "not-a-dead-letter" });
  assert.deepEqual(await db.inTenant(musterstadt.id, (tx) => hub.resendDelivery(tx, { delivery: delivery.id, actor: operator })), { ok: false, why: "already-accepted" });
});
test("one town neither sees nor changes another's deliveries, destinations and rules", async () => {
  const to = await world.destination(musterstadt.id);
  const { deliveries: [queued], application } = await world.submitted(musterstadt.id);
  await db.inTenant(beispielhausen.id, async (tx) => {
    assert.deepEqual(await hub.destinations(tx), []);
    assert.deepEqual(await hub.routes(tx), []);
    assert.deepEqual(await hub.ofApplication(tx, application), []);
    assert.equal(await hub.viewDelivery(tx, queued!.id), undefined);
    assert.deepEqual(await hub.resendDelivery(tx, { delivery: queued!.id, actor: operator }), { ok: false, why: "not-found" });
    assert.equal(await hub.pauseDestination(tx, { destination: to.destination, paused: true, actor: operator }), false);
    assert.deepEqual(await hub.addRoute(tx, { destination: to.destination, validFrom: clock.now(), actor: operator }), { ok: false, why: "destination-unknown" });
    assert.equal(await tx.run(sql`update hub.delivery set state = 'queued'`), 0);
  });
  assert.equal(await hub.deliver({ tenant: beispielhausen.id, destination: to.destination }), 0);
  assert.equal(await hub.routeApplication({ tenant: beispielhausen.id, application }), 0);
  await hub.deliver(to);
});
test("the preview says where an application would go, by service, office, time and the town's own choice", async () => {
  const now = clock.now();
  const steuer = await world.destination(beispielhausen.id, { name: "Steuer", office: "steueramt" });
  const ask = (changes: object = {}) => db.inTenant(beispielhausen.id, async (tx) => {
    const { ways, note } = await hub.preview(tx, { tenant: beispielhausen.id, service: "hund", office: "steueramt", part: "steuer", at: now, ...changes });
    return [...ways.map((way) => (way.kind === "casework" ? "casework" : way.destination.name)), ...(note === undefined ? [] : [note])];
  });
  assert.deepEqual(await ask(), ["casework", "Steuer"]);
  assert.deepEqual(await ask({ office: "ordnungsamt", part: "ordnung" }), ["casework", "no-route"]);
  assert.deepEqual(await ask({ at: new Date(now.getTime() - 1) }), ["casework", "no-route"]);
  assert.deepEqual(await ask({ service: "parken" }), ["casework", "casework-only"]);
  minutes(1);
  assert.ok(await db.inTenant(beispielhausen.id, (tx) => hub.endRoute(tx, { route: steuer.route, actor: operator })));
  assert.deepEqual(await ask({ at: clock.now() }), ["casework", "no-route"]);
  const alarm = (await db.inTenant(beispielhausen.id, (tx) => hub.alarms(tx))).find(({ kind }) => kind === "no-route");
  assert.deepEqual([alarm?.tenant, alarm?.service], [beispielhausen.id, "hund"]);
});
test("a test delivery says whether address and secret are right, and wrong settings are refused before", async () => {
  const to = await world.destination(musterstadt.id);
  const before = (await receiver.effects()).effects;
  assert.equal((await hub.sendTestMessage({ ...to, actor: operator }))?.kind, "accepted");
  assert.equal((await receiver.effects()).effects, before + 1);
  const set = (changes: object) => hub.setDestination({ tenant: musterstadt.id, name: "Steuerverfahren", channel: "webhook", address: "https://fach.example/webhook", actor: operator, destination: to.destination, ...changes });
  assert.deepEqual(await set({ address: "ftp://x.example", name: " " }), { ok: false, problems: [{ path: "name", code: "name-missing" }, { path: "address", code: "address-invalid" }] });
  assert.deepEqual(await set({ address: "https://me:secret@fach.example/" }), { ok: false, problems: [{ path: "address", code: "address-with-password" }] });
  assert.deepEqual(await set({ secret: { value: "geheim" } }), { ok: false, problems: [{ path: "secret", code: "secret-invalid" }] });
  assert.deepEqual(await set({ destination: newId() }), { ok: false, why: "not-found" });
  const other = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
  assert.ok((await set({ address: `http://fachverfahren.sandbox.localhost:${world.sandbox.port}/webhook`, secret: { value: other } })).ok);
  const refused = await hub.sendTestMessage({ ...to, actor: operator });
  assert.deepEqual(refused?.kind === "unreachable" && [refused.reason, refused.mayHaveArrived], ["not-authorised", false]);
  // While the receiver changes, old and new secret sign side by side.
  assert.ok((await set({ address: `http://fachverfahren.sandbox.localhost:${world.sandbox.port}/webhook`, secret: { value: world.sandbox.credentials.fachverfahren.webhookSecret, add: true } })).ok);
  assert.equal((await hub.sendTestMessage({ ...to, actor: operator }))?.kind, "accepted");
});
test("the demonstration's destinations are made once, for the towns and services that chose a Fachverfahren", async () => {
  const given = { url: `http://fachverfahren.sandbox.localhost:${world.sandbox.port}/webhook`, secret: world.sandbox.credentials.fachverfahren.webhookSecret };
  assert.equal(await hub.seedDemoDestinations(given), 2);
  assert.equal(await hub.seedDemoDestinations(given), 2);
  const [found, rules] = await db.asOperator("test", async (tx) => [await hub.destinations(tx), await hub.routes(tx)]);
  assert.deepEqual(found.map(({ tenant }) => tenant).sort(), [musterstadt.id, beispielhausen.id].sort());
  assert.equal(rules.filter(({ destination }) => found.some(({ id }) => id === destination)).length, 2);
});
test("what is left of a delivery goes when the office's retention of the application has ended, and not before", async () => {
  const to = await world.destination(musterstadt.id, { name: "Archivfall" });
  const gone = await world.submitted(musterstadt.id);
  const kept = await world.submitted(musterstadt.id);
  for (let i = 0; i < 2; i += 1) await hub.deliver(to);
  await db.inTenant(musterstadt.id, (tx) => applications.setStatus(tx, gone.application, { status: "closed", actor: operator }));
  clock.advance(800 * 86_400_000);
  await applications.jobs["applications:end-retention"]();
  // The archive is asked first, and has half a year.
  await hub.jobs["hub:forget"]();
  assert.notDeepEqual(await db.inTenant(musterstadt.id, (tx) => hub.ofApplication(tx, gone.application)), []);
  clock.advance(190 * 86_400_000);
  await applications.jobs["applications:end-retention"]();
  await hub.jobs["hub:forget"]();
  assert.deepEqual(await db.inTenant(musterstadt.id, (tx) => hub.ofApplication(tx, gone.application)), []);
  assert.notDeepEqual(await db.inTenant(musterstadt.id, (tx) => hub.ofApplication(tx, kept.application)), []);
});
