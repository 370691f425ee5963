import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { sql } from "#platform/database";
import type { Subscription } from "#platform/events";
import { newId } from "#platform/ids";
import { pdf, proofs, twoDogs } from "../../modules/extensions/testing/world.ts";
import { apiWorld } from "./testing/api-world.ts";

const world = await apiWorld();
const { call, signedIn, musterstadt, beispielhausen } = world;
type Item = Readonly<Record<string, unknown>>;
const itemsOf = (body: Item) => body["items"] as readonly Item[];

async function withDocument() {
  const account = newId();
  const one = await world.submitted({ account });
  const kept = await world.safe.keep({ account, name: "urkunde.pdf", content: Readable.from([pdf("Urkunde")]), origin: { kind: "upload" }, minimumLevel: 3 });
  assert.ok(kept.ok);
  return { account, one, document: kept.document.id, at: `/applications/${one.application}` };
}

test("a document is there for the case it was released for, until its person ends it", async () => {
  const { account, one, document, at } = await withDocument();
  const { token } = await signedIn();
  const list = async (path = at) => (await call("GET", `${path}/documents`, { token })).body;
  assert.deepEqual(await list(), { items: [], depositAgreed: false });
  assert.deepEqual(await world.safe.share({ account, level: 1, document, application: one.application }), { ok: false, why: "level-too-low" });
  assert.deepEqual(await world.safe.share({ account: newId(), level: 3, document, application: one.application }), { ok: false, why: "not-found" }, "somebody else’s case");
  const [first, again] = [await world.safe.share({ account, level: 3, document, application: one.application }), await world.safe.share({ account, level: 3, document, application: one.application })];
  assert.ok(first.ok && again.ok && first.share === again.share);
  assert.deepEqual(itemsOf(await list()).map(({ id, name, type }) => [id, name, type]), [[first.share, "urkunde.pdf", "application/pdf"]]);
  assert.deepEqual((await call("GET", `${at}/documents/${first.share}`, { token })).raw, pdf("Urkunde"));
  const another = await world.submitted({ account });
  assert.deepEqual(itemsOf(await list(`/applications/${another.application}`)), [], "for each case anew");
  assert.equal((await call("GET", `/applications/${another.application}/documents/${first.share}`, { token })).status, 404);
  const read = await world.db.inTenant(musterstadt.id, (tx) => tx.rows<{ action: string }>(sql`select action from audit.entry where subject = ${one.application} and actor_kind = 'extension'`));
  assert.ok(read.some(({ action }) => action === "file.read"), "the person sees who looked");

  assert.equal(await world.db.asAccount(account, (tx) => world.safe.endShare(tx, { account, share: first.share })), true);
  assert.deepEqual(itemsOf(await list()), []);
  assert.equal((await call("GET", `${at}/documents/${first.share}`, { token })).status, 404);
  const kept = await world.db.asOperator("test", (tx) => tx.one<{ wrapped_key: Buffer | null }>(sql`select wrapped_key from safe.shared where id = ${first.share}`));
  assert.equal(kept.wrapped_key, null, "the key goes with the end");
});

test("a release is over after its last day: for every query at once, and the daily job takes the key and tells the case", async () => {
  const { account, one, document, at } = await withDocument();
  const { token } = await signedIn();
  const share = (lastDay?: string) => world.safe.share({ account, level: 3, document, application: one.application, ...(lastDay === undefined ? {} : { lastDay }) });
  const days = world.safe.releaseDays();
  for (const wrong of ["2026-02-30", "morgen", "2020-01-01", "9999-12-31"]) assert.deepEqual(await share(wrong), { ok: false, why: "day-wrong" }, wrong);
  const first = await share();
  assert.ok(first.ok);
  const list = async () => itemsOf((await call("GET", `${at}/documents`, { token })).body);
  assert.deepEqual((await list()).map(({ lastDay }) => lastDay), [days.proposed]);
  // The person chooses another day: the same release, with the new day.
  const shorter = await share(days.first);
  assert.ok(shorter.ok && shorter.share === first.share);
  assert.deepEqual((await list()).map(({ lastDay }) => lastDay), [days.first]);

  const today = world.clock.now();
  world.clock.set(new Date(today.getTime() + 24 * 3_600_000));
  try {
    const fresh = (await signedIn()).token;
    assert.deepEqual((await call("GET", `${at}/documents`, { token: fresh })).body["items"], [], "over before any job has run");
    assert.equal((await call("GET", `${at}/documents/${first.share}`, { token: fresh })).status, 404);
    assert.deepEqual(await world.db.asAccount(account, (tx) => world.safe.shares(tx, { account, application: one.application })), []);
    const key = async () => (await world.db.asOperator("test", (tx) => tx.one<{ wrapped_key: Buffer | null }>(sql`select wrapped_key from safe.shared where id = ${first.share}`))).wrapped_key;
    assert.ok(await key());
    // As the worker may: twice.
    for (let i = 0; i < 2; i += 1) await world.safe.jobs["safe:end-expired"]();
    assert.equal(await key(), null);
    await world.told(one);
    const told = itemsOf((await call("GET", "/events?limit=100", { token: fresh })).body).filter(({ application, type }) => application === one.application && String(type).startsWith("documents.")).map(({ type, data }) => [type, (data as Item)["by"], (data as Item)["lastDay"]]);
    assert.deepEqual(told, [["documents.shared", "citizen", days.proposed], ["documents.shared", "citizen", days.first], ["documents.unshared", "system", undefined]]);
    const again = await share();
    assert.ok(again.ok && again.share !== first.share, "released anew");
  } finally {
    world.clock.set(today);
  }
});

test("what is deleted from the safe is gone for the office too, and neither another town nor a part sees any of it", async () => {
  const account = newId();
  const one = await world.submitted({ account, answers: twoDogs, uploads: proofs });
  const kept = await world.safe.keep({ account, name: "urkunde.pdf", content: Readable.from([pdf("Urkunde")]), origin: { kind: "upload" }, minimumLevel: 1 });
  assert.ok(kept.ok);
  const share = await world.safe.share({ account, level: 3, document: kept.document.id, application: one.application });
  assert.ok(share.ok);
  const [whole, part, elsewhere] = [await signedIn(), await signedIn({ offices: ["steueramt"] }), await signedIn({ tenant: beispielhausen })];
  for (const { token } of [part, elsewhere]) assert.equal((await call("GET", `/applications/${one.application}/documents`, { token })).status, 404);
  assert.deepEqual(await world.db.inTenant(beispielhausen.id, (tx) => tx.rows(sql`select from safe.shared`)), []);
  assert.deepEqual(await world.db.inTenant(musterstadt.id, (tx) => tx.rows(sql`select from safe.document`)), [], "the safe itself stays closed");
  assert.equal(await world.db.inTenant(musterstadt.id, (tx) => tx.run(sql`update safe.shared set ended_at = now(), wrapped_key = null, about = null where id = ${share.share}`)), 0, "a town changes nothing of it");
  await world.db.asAccount(account, (tx) => world.safe.remove(tx, { account, document: kept.document.id }));
  assert.deepEqual(itemsOf((await call("GET", `/applications/${one.application}/documents`, { token: whole.token })).body), []);
});

test("a decision goes into the safe with consent, once it is notified, and only once", async () => {
  const { account, one, at } = await withDocument();
  await world.answers.setConsent({ application: one.application, account, agreed: true });
  const { token } = await signedIn();
  const decided = await call("POST", `${at}/decisions`, { token, body: { kind: "information", subject: "Ihr Hund", paragraphs: ["Angemeldet."], signatory: { name: "Sabine Steuer", role: "Steueramt" }, way: "post", addressee: ["Erika Beispiel"] } });
  const decision = String(decided.body["id"]);
  const lay = () => call("POST", `${at}/documents`, { token, body: { decision } });
  assert.equal((await lay()).body["code"], "decision-not-notified");
  await world.db.inTenant(musterstadt.id, (tx) => world.answers.recordPosting(tx, { decision, tenant: musterstadt.id, day: "2026-03-02", actor: { kind: "staff", id: "sabine" } }));
  assert.equal((await lay()).body["code"], "safe-consent-missing");
  const consent = (agreed: boolean) => world.db.asAccount(account, (tx) => world.safe.setDepositConsent(tx, { account, tenant: musterstadt.id, application: one.application, level: 3, agreed }));
  await consent(true);
  assert.deepEqual([(await lay()).status, (await lay()).status], [201, 201]);
  const letters = async () => (await world.db.asAccount(account, (tx) => world.safe.list(tx, account))).filter(({ origin }) => origin === "decision");
  assert.deepEqual((await letters()).map(({ type, minimumLevel }) => [type, minimumLevel]), [["application/pdf", 3]]);
  await consent(false);
  assert.equal((await lay()).body["code"], "safe-consent-missing");
});

const time = (hour: number) => ({ office: "steueramt", startsAt: `2026-03-10T${String(hour).padStart(2, "0")}:00:00.000Z`, endsAt: `2026-03-10T${String(hour).padStart(2, "0")}:20:00.000Z`, place: "Bürgerbüro" });
async function offered(token: string, slots: readonly object[]): Promise<readonly string[]> {
  const answer = await call("POST", "/appointment-slots", { token, body: { slots } });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return itemsOf(answer.body).map(({ id }) => String(id));
}

test("an appointment is booked, moved and cancelled, and the person is told of each in German legal time", async () => {
  const { account, at } = await withDocument();
  const { token } = await signedIn();
  const [early, late] = await offered(token, [time(8), time(9)]);
  const booked = await call("POST", `${at}/appointments`, { token, body: { slot: early, text: "Bitte bringen Sie Ihren Ausweis mit." } });
  assert.equal(booked.status, 201, JSON.stringify(booked.body));
  const appointment = `${at}/appointments/${String(booked.body["id"])}`;
  const moved = await call("POST", `${appointment}/moves`, { token, body: { slot: late } });
  assert.deepEqual([moved.body["id"], moved.body["slot"], moved.body["revision"]], [booked.body["id"], late, 2]);
  const cancelled = await call("POST", `${appointment}/cancellation`, { token, body: {} });
  assert.deepEqual([cancelled.body["state"], cancelled.body["revision"]], ["cancelled", 3]);
  assert.equal((await call("POST", `${appointment}/moves`, { token, body: { slot: early } })).body["code"], "appointment-over");
  assert.deepEqual(itemsOf((await call("GET", `${at}/appointments`, { token })).body).map(({ state }) => state), ["cancelled"]);
  const said = world.delivered.filter((message) => message.account === account).map(({ text }) => text);
  assert.deepEqual(said, [
    "Sie haben einen Termin: Dienstag, 10. März 2026, 09:00 bis 09:20 Uhr, Bürgerbüro.\n\nBitte bringen Sie Ihren Ausweis mit.",
    "Ihr Termin am Dienstag, 10. März 2026, 09:00 bis 09:20 Uhr, Bürgerbüro ist verlegt. Der neue Termin: Dienstag, 10. März 2026, 10:00 bis 10:20 Uhr, Bürgerbüro.",
    "Ihr Termin am Dienstag, 10. März 2026, 10:00 bis 10:20 Uhr, Bürgerbüro ist abgesagt.",
  ]);
});

test("what a person ends or cancels by themselves, programs are told as their doing; another town gets neither release nor appointment", async () => {
  const { account, one, document, at } = await withDocument();
  const { token } = await signedIn();
  const shared = await world.safe.share({ account, level: 3, document, application: one.application });
  assert.ok(shared.ok);
  const slots = await offered(token, [time(6), time(7)]);
  const [first, second] = [await call("POST", `${at}/appointments`, { token, body: { slot: slots[0] } }), await call("POST", `${at}/appointments`, { token, body: { slot: slots[1] } })];
  assert.ok((await world.appointments.cancelOwn({ account, level: 3, application: one.application, appointment: String(first.body["id"]), words: "" })).ok);
  assert.ok(await world.db.asAccount(account, (tx) => world.safe.remove(tx, { account, document })));
  await world.told(one);
  const events = itemsOf((await call("GET", `/events?limit=100`, { token })).body).filter(({ application }) => application === one.application).map(({ type, data }) => [type, (data as Item)["by"], (data as Item)["document"] ?? (data as Item)["appointment"]]);
  assert.deepEqual(events.filter(([type]) => type === "appointment.cancelled" || type === "documents.unshared"), [["appointment.cancelled", "citizen", first.body["id"]], ["documents.unshared", "citizen", shared.share]]);

  const again = await world.safe.keep({ account, name: "pass.pdf", content: Readable.from([pdf("Pass")]), origin: { kind: "upload" }, minimumLevel: 1 });
  assert.ok(again.ok && (await world.safe.share({ account, level: 3, document: again.document.id, application: one.application })).ok);
  await world.db.asOperator("test", (tx) => world.applications.handOver(tx, { application: one.application, from: musterstadt.id, to: beispielhausen.id, offices: [{ part: "whole", office: "steueramt" }], actor: { kind: "system", what: "test" }, data: { from: "musterstadt", to: "beispielhausen" }, text: "Abgegeben." }));
  const handedOver = { type: "application.handed-over", id: newId(), tenant: beispielhausen.id, application: one.application, from: musterstadt.id };
  const heard: readonly Subscription[] = [...world.safe.subscriptions, ...world.appointments.subscriptions];
  // As the worker may: twice.
  for (const { to, handle } of [...heard, ...heard]) if (to === handedOver.type) await handle(handedOver, { lastAttempt: false });
  assert.deepEqual(await world.db.asAccount(account, (tx) => world.safe.shares(tx, { account, application: one.application })), []);
  const log = await world.db.inTenant(beispielhausen.id, (tx) => world.applications.timeline(tx, one.application, { kind: "tenant" }, "citizen"));
  assert.deepEqual(log.filter(({ type, actor }) => type === "appointment-cancelled" && actor.kind === "system").map(({ data }) => data["appointment"]), [second.body["id"]]);
  assert.match(world.delivered.findLast((message) => message.account === account)?.text ?? "", /entfällt, weil der Antrag jetzt bei einer anderen Stadt liegt/);
});

test("the last place goes to one of many at once, and a failed booking takes none", async () => {
  const { token } = await signedIn();
  const [slot = ""] = await offered(token, [{ ...time(11), capacity: 2 }]);
  const cases = await Promise.all(Array.from({ length: 6 }, () => world.submitted({ account: newId() })));
  const answers = await Promise.all(cases.map(({ application }) => call("POST", `/applications/${application}/appointments`, { token, body: { slot } })));
  assert.deepEqual(answers.map(({ status }) => status).toSorted((a, b) => a - b), [201, 201, 409, 409, 409, 409]);
  assert.ok(answers.every(({ status, body }) => status === 201 || body["code"] === "slot-taken"));
  const [seen] = itemsOf((await call("GET", "/appointment-slots?from=2026-03-10T11:00:00.000Z&until=2026-03-10T11:01:00.000Z", { token })).body);
  assert.deepEqual([seen?.["free"], seen?.["capacity"]], [0, 2]);
  assert.deepEqual(itemsOf((await call("GET", "/appointment-slots?from=2026-03-10T11:00:00.000Z&until=2026-03-10T11:01:00.000Z&free=true", { token })).body), []);
});

test("a time offered again under its number is changed, but not under the feet of whoever has it", async () => {
  const { at } = await withDocument();
  const { token } = await signedIn();
  const offer = (more: object) => call("POST", "/appointment-slots", { token, body: { slots: [{ ...time(12), externalId: "T-1", ...more }] } });
  const [first, bigger] = [await offer({}), await offer({ capacity: 3 })];
  assert.deepEqual([itemsOf(bigger.body)[0]?.["id"], itemsOf(bigger.body)[0]?.["capacity"]], [itemsOf(first.body)[0]?.["id"], 3]);
  const slot = String(itemsOf(first.body)[0]?.["id"]);
  const booked = await call("POST", `${at}/appointments`, { token, body: { slot } });
  assert.equal((await offer({ place: "Rathaus" })).body["code"], "slot-taken");
  assert.equal((await call("DELETE", `/appointment-slots/${slot}`, { token })).body["code"], "slot-taken");
  await call("POST", `${at}/appointments/${String(booked.body["id"])}/cancellation`, { token, body: {} });
  assert.equal((await call("DELETE", `/appointment-slots/${slot}`, { token })).status, 204);
  assert.equal((await call("POST", `${at}/appointments`, { token, body: { slot } })).body["code"], "slot-taken", "not offered any more");
});

test("times are paged, and offices and towns keep to themselves", async () => {
  const [all, order, elsewhere] = [await signedIn(), await signedIn({ offices: ["ordnungsamt"] }), await signedIn({ tenant: beispielhausen })];
  const ids = await offered(all.token, [13, 14, 15].map((hour) => time(hour)));
  const seen: unknown[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await call("GET", `/appointment-slots?from=2026-03-10T13:00:00.000Z&limit=2${cursor === undefined ? "" : `&cursor=${encodeURIComponent(cursor)}`}`, { token: all.token });
    seen.push(...itemsOf(page.body).map(({ id }) => id));
    if (page.body["more"] !== true) break;
    cursor = String(page.body["next"]);
  }
  assert.deepEqual(seen, ids);
  for (const { token } of [order, elsewhere]) assert.deepEqual(itemsOf((await call("GET", "/appointment-slots?from=2026-03-10T13:00:00.000Z", { token })).body), []);
  assert.equal((await call("POST", "/appointment-slots", { token: order.token, body: { slots: [time(16)] } })).body["code"], "office-needed");
  assert.equal((await call("DELETE", `/appointment-slots/${ids[0]!}`, { token: order.token })).status, 404, "what another program offers");
});
