import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { afterEach, test } from "node:test";
import { newWebhookSecret, signWebhook } from "#platform/crypto";
import { sql } from "#platform/database";
import { testWorld } from "../test-world.ts";

const world = await testWorld();
const { db, clock, musterstadt, beispielhausen, sandbox, receiver } = world;
const hub = world.hubWith({ settings: { answerUrl: (destination) => `http://portal.localhost:9/rueckruf/fachverfahren/${destination}` } });
afterEach(() => db.asOperator("test", (tx) => tx.run(sql`update hub.destination set retired_at = ${clock.now()} where retired_at is null`)));
const secret = sandbox.credentials.fachverfahren.webhookSecret;

/** What an office system sends, signed with the secret of its destination. */
function says(destination: string, content: object | string, { id = randomUUID(), by = secret, at = clock.now(), alter = (text: string) => text }: { readonly id?: string; readonly by?: string; readonly at?: Date; readonly alter?: (text: string) => string } = {}) {
  const body = typeof content === "string" ? content : JSON.stringify(content);
  const headers = signWebhook([by], { id, timestamp: Math.floor(at.getTime() / 1000), body });
  return hub.receiveAnswer({ destination, headers: { ...headers }, body: Buffer.from(alter(body)) });
}
const about = (delivery: string, answer: unknown, more: object = {}) => ({ type: "application.answered", timestamp: clock.now().toISOString(), data: { delivery, answer, ...more } });
const question = { kind: "question", text: "Seit wann halten Sie den Hund?" };
let count = 0;
async function arrived(tenant = musterstadt.id) {
  const to = await world.destination(tenant, { name: `Verfahren ${count += 1}` });
  const { application, reference, deliveries } = await world.submitted(tenant);
  const delivery = deliveries.find(({ destination }) => destination === to.destination)!.id;
  await hub.deliver(to);
  assert.equal((await world.view(tenant, delivery)).delivery.state, "accepted");
  return { to, application, reference, delivery };
}
const log = (application: string, tenant = musterstadt.id) => db.inTenant(tenant, (tx) => world.applications.timeline(tx, application, { kind: "tenant" }, "office"));

test("a question by webhook reaches the person once, however often it is sent, and the answer goes back by webhook", async () => {
  const { to, application, delivery, reference } = await arrived();
  const hears = async (text: string, data: Readonly<Record<string, string>> = {}): Promise<void> => {
    const event = await db.inTenant(musterstadt.id, (tx) => world.applications.record(tx, application, { type: "reply", actor: { kind: "visitor" }, text, data }));
    await hub.subscriptions.find(({ name }) => name === "hub.route-reply")?.handle({ type: "application.reply", id: event.id, tenant: musterstadt.id, application }, { lastAttempt: false });
    clock.advance(1_000);
    await hub.deliver(to);
  };
  const told = async () => (await db.inTenant(musterstadt.id, (tx) => hub.ofApplication(tx, application))).filter(({ message }) => message === "application.replied");
  await hears("Vorab: Der Hund ist lieb.");
  assert.deepEqual(await told(), [], "who has never spoken by webhook talks by the Extension-API, if at all");

  const id = randomUUID();
  const first = await says(to.destination, about(delivery, question), { id });
  assert.equal(first.kind, "taken");
  assert.deepEqual(await says(to.destination, about(delivery, question), { id }), first);
  const questions = (await log(application)).filter(({ type }) => type === "question");
  assert.deepEqual(questions.map(({ text, actor }) => [text?.split("\n")[0], actor.kind]), [["Seit wann halten Sie den Hund?", "extension"]]);

  await hears("Seit dem 20. Februar.", { request: String(questions[0]?.data["request"]) });
  assert.deepEqual((await told()).map(({ state }) => state), ["accepted"]);
  const pages = await receiver.page("/");
  const receipts = [...pages.matchAll(new RegExp(`/eingang/([0-9a-f-]{36})">${reference}</a></th><td[^>]*>([a-z.]+)`, "g"))].map(([, receipt, type]) => [receipt, type]);
  assert.deepEqual([receipts.length, new Set(receipts.map(([, type]) => type))], [2, new Set(["application.replied", "application.submitted"])], pages);
  const there = await receiver.page(`/eingang/${receipts.find(([, type]) => type === "application.replied")![0]}`);
  assert.match(there, /Seit dem 20\. Februar\./);
  assert.match(there, new RegExp(`/rueckruf/fachverfahren/${to.destination}`), "the message says where it may be answered");
});

test("a decision is one by the rules for everybody; what it lacks goes back in codes, and the office knows", async () => {
  const { to, application, delivery } = await arrived();
  const refused = await says(to.destination, about(delivery, { kind: "decision", result: "refused", text: "Abgelehnt." }));
  assert.equal(refused.kind, "refused");
  assert.ok(refused.kind === "refused" && refused.reasons.includes("missing-reasons"), JSON.stringify(refused));
  assert.deepEqual(await says(to.destination, about(delivery, { kind: "poem" })), { kind: "refused", reasons: ["schema-violation"] });
  assert.equal((await log(application)).filter(({ type, forCitizen }) => type === "reply-refused" && !forCitizen).length, 2);
  assert.equal((await says(to.destination, about(delivery, { kind: "status", status: "in-progress", text: "Wir bearbeiten Ihren Antrag." }))).kind, "taken");
  assert.ok((await log(application)).some(({ text, actor }) => text === "Wir bearbeiten Ihren Antrag." && actor.kind === "extension"));
  // Whole, but nobody here has a mailbox: the law wants a letter then, and a program cannot post one.
  const whole = await says(to.destination, about(delivery, { kind: "decision", result: "granted", text: "Bewilligt.", signatory: { name: "Sabine Steuer" } }, { letter: Buffer.from("%PDF-1.7").toString("base64") }));
  assert.ok(whole.kind === "refused" && whole.reasons.includes("post-needed"), JSON.stringify(whole));
});

test("who is not the office system is not believed, and nobody answers for another's application", async () => {
  const { to, application, delivery } = await arrived();
  const other = await world.destination(beispielhausen.id, { name: "Anderes", secret: newWebhookSecret() });
  const nobody = randomUUID();
  const before = (await log(application)).length;
  for (const forged of [
    says(to.destination, about(delivery, question), { by: newWebhookSecret() }), says(to.destination, about(delivery, question), { alter: (text) => text.replace("Seit", "Sait") }),
    says(to.destination, about(delivery, question), { at: new Date(clock.now().getTime() - 301_000) }), says(to.destination, about(delivery, question), { at: new Date(clock.now().getTime() + 301_000) }),
    says(nobody, about(delivery, question)), says("../x", about(delivery, question)), says(other.destination, about(delivery, question)),
    hub.receiveAnswer({ destination: to.destination, headers: {}, body: Buffer.from(JSON.stringify(about(delivery, question))) }), hub.receiveAnswer({ destination: to.destination, headers: {}, body: Buffer.from([0xff]) }),
  ]) assert.deepEqual(await forged, { kind: "not-believed" });
  assert.deepEqual(await says(to.destination, about(randomUUID(), question)), { kind: "unknown" });
  const elsewhere = await arrived(beispielhausen.id);
  assert.deepEqual(await says(to.destination, about(elsewhere.delivery, question)), { kind: "unknown" });
  for (const strange of ["{", "[]", { type: "application.answered" }, { ...about(delivery, question), type: "x" }, about("1", question), about(delivery, question, { letter: "kein base64!" })]) assert.deepEqual(await says(to.destination, strange), { kind: "unreadable" });
  assert.equal((await log(application)).length, before);
});
