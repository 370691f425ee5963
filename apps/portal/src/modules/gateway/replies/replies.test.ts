import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { bytesSource, callbackSignature, CALLBACK_PREFIX, decryptionKey, memorySink, receptionProblem, type IntactParcel, type SentSubmission } from "@kommunalportal/fit-connect";
import { addDays, legalDate, manualClock } from "#platform/clock";
import { open } from "#platform/crypto";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { askSandbox } from "../../../testing/ask-sandbox.ts";
import { efaSender } from "../../../testing/efa-sender.ts";
import { receiveWohngeld } from "../../../testing/reception.ts";
import { until } from "../../../testing/until.ts";
import { startWorld } from "../../../testing/world.ts";
import { dialogueStandard } from "../index.ts";

const clock = manualClock(new Date());
const world = await startWorld({ worker: false, clock });
const { house } = world;
const { gateway, answers } = house;
const town = house.tenants.bySlug("musterstadt")!;
const clerk = { kind: "staff", id: newId(), office: "wohngeldstelle" } as const;
const efa = await efaSender(world, () => clock.now(), { answering: true });
const destination = await receiveWohngeld(world, town.id, clerk);
const keys = [await decryptionKey(efa.replyKey.privateJwk)];

async function handIn(more: Parameters<typeof efa.order>[1] = {}): Promise<{ readonly sent: SentSubmission; readonly application: string }> {
  const sent = await efa.sender.send(efa.order(destination, more));
  await gateway.inbound.poll();
  await gateway.inbound.take({ tenant: town.id, submission: sent.submissionId });
  const row = await house.db.inTenant(town.id, (tx) => tx.one<{ application_id: string; state: string }>(sql`select application_id, state from gateway.arrival where submission_id = ${sent.submissionId}`));
  assert.equal(row.state, "accepted");
  return { sent, application: row.application_id };
}
/** What waits for the other service in one case, opened. */
async function repliesOf(sent: SentSubmission): Promise<readonly { readonly words: Record<string, unknown>; readonly files: readonly Uint8Array[] }[]> {
  return (await receivedIn(sent)).map(({ data, attachments }) => ({ words: JSON.parse(new TextDecoder().decode(data!.bytes)) as Record<string, unknown>, files: attachments.map(({ content }) => content) }));
}
async function receivedIn({ caseId, destinationId }: SentSubmission): Promise<readonly IntactParcel<Uint8Array>[]> {
  const found: IntactParcel<Uint8Array>[] = [];
  for await (const listed of efa.sender.replies()) {
    if (listed.caseId !== caseId) continue;
    const reception = await efa.sender.receiveReply({ replyId: listed.replyId, destinationId }, { keys, sinkFor: () => memorySink(10_000_000) });
    assert.equal(reception.kind, "intact", JSON.stringify(reception));
    if (reception.kind === "intact") found.push(reception);
  }
  return found;
}
/** The worker's part: events of the application are told, and what is due is sent; each told twice. */
async function work(application: string, sent: SentSubmission): Promise<void> {
  const events = await house.db.inTenant(town.id, (tx) => house.applications.timeline(tx, application, { kind: "tenant" }, "office"));
  const told = new Set(gateway.subscriptions.map(({ to }) => to));
  for (const event of events) for (const _twice of [1, 2]) if (told.has(`application.${event.type}`)) await gateway.replies.follow({ type: `application.${event.type}`, id: event.id, application, tenant: town.id });
  await gateway.replies.send({ tenant: town.id, submission: sent.submissionId });
}

test("a question travels to the other service, its answer with a document comes back to the clerk, and each arrives once", async () => {
  const { sent, application } = await handIn();
  const asked = await answers.inCase(town.id, application, (tx, head) => answers.ask(tx, { head, actor: clerk, office: "wohngeldstelle", text: "Wie hoch ist Ihre Miete seit Oktober?", dueOn: addDays(legalDate(clock.now()), 90) }));
  // On a day on which offices work, whatever day it is today.
  assert.ok(asked?.ok && asked.dueOn !== undefined);
  const { dueOn } = asked;
  await work(application, sent);
  await work(application, sent);
  const [question, ...others] = await repliesOf(sent);
  assert.deepEqual(others, []);
  assert.deepEqual(question!.words, { kind: "question", id: asked.request, text: `Wie hoch ist Ihre Miete seit Oktober?\n\nBitte antworten Sie bis zum ${new Date(dueOn).toLocaleDateString("de-DE", { dateStyle: "long", timeZone: "UTC" })}.`, dueOn });

  const pdf = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(5_000, 3)]);
  const reply = await efa.sender.send(efa.order(sent.destinationId, { caseId: sent.caseId, data: { bytes: JSON.stringify({ kind: "answer", id: asked.request, text: "Seit Oktober sind es 655 Euro." }), schemaUri: dialogueStandard, mimeType: "application/json" }, attachments: [{ purpose: "attachment", mimeType: "application/pdf", filename: "mietvertrag.pdf", source: bytesSource(pdf) }] }));
  await gateway.inbound.poll();
  await Promise.all([1, 2].map(() => gateway.inbound.take({ tenant: town.id, submission: reply.submissionId })));
  const [head, events, requests, content] = await house.db.inTenant(town.id, async (tx) => [
    await house.applications.view(tx, application), await house.applications.timeline(tx, application, { kind: "tenant" }, "office"), await answers.requests(tx, application), await house.applications.content(tx, application, { kind: "tenant" }),
  ] as const);
  assert.equal(head!.status, "in-progress");
  assert.deepEqual(events.filter(({ type }) => type === "reply").map(({ text }) => text), ["Seit Oktober sind es 655 Euro."]);
  assert.equal(requests.every(({ open }) => !open), true);
  assert.deepEqual(content!.files.filter(({ kind }) => kind === "reply").map(({ name, size }) => [name, size]), [["mietvertrag.pdf", pdf.length]]);
  assert.equal((await efa.sender.events(reply)).parcel("submission", reply.submissionId)?.state, "accepted");
  assert.equal((await house.db.inTenant(town.id, (tx) => tx.one<{ n: number }>(sql`select count(*)::int as n from applications.application where service = 'efa-wohngeld-online'`))).n, 1);
});

test("an online service that answers what it got, by a key that nobody here knows, goes on being heard and told", async () => {
  const { sent, application } = await handIn();
  const ask = (text: string) => answers.inCase(town.id, application, (tx, head) => answers.ask(tx, { head, actor: clerk, office: "wohngeldstelle", text }));
  const first = await ask("Wie hoch ist Ihre Miete?");
  assert.ok(first?.ok);
  await work(application, sent);
  const accepted = await receivedIn(sent);
  for (const { parcel } of accepted) await efa.sender.acceptReply(parcel);
  assert.equal(accepted.length, 1);

  const reply = await efa.sender.send(efa.order(sent.destinationId, { caseId: sent.caseId, data: { bytes: JSON.stringify({ kind: "answer", id: first.request, text: "655 Euro." }), schemaUri: dialogueStandard, mimeType: "application/json" }, attachments: [] }));
  await gateway.inbound.poll();
  await gateway.inbound.take({ tenant: town.id, submission: reply.submissionId });
  const said = async () => (await house.db.inTenant(town.id, (tx) => house.applications.timeline(tx, application, { kind: "tenant" }, "office"))).filter(({ type }) => type === "reply").map(({ text }) => text);
  assert.deepEqual(await said(), ["655 Euro."]);
  assert.equal((await efa.sender.events(reply)).parcel("submission", reply.submissionId)?.state, "accepted");

  // And what the office says next arrives, also where a try breaks off after the announcement.
  assert.ok((await ask("Seit wann?"))?.ok);
  await askSandbox(world.sandbox.port, "fit-connect", "/_control", { mode: "down", retryAfterSeconds: 0, match: "PUT /submission-api/v2/replies" });
  await work(application, sent);
  await askSandbox(world.sandbox.port, "fit-connect", "/_control", undefined, { method: "DELETE" });
  clock.advance(3_600_000);
  await gateway.replies.send({ tenant: town.id, submission: sent.submissionId });
  assert.deepEqual((await repliesOf(sent)).flatMap(({ words }) => (words["kind"] === "question" ? [words["text"]] : [])), ["Seit wann?"]);
});

test("a decision goes along with its letter where the person agreed, and otherwise only that there is one", async () => {
  for (const consent of [true, false]) {
    const { sent, application } = await handIn({ additionalReferenceInfo: { senderReference: `WG-${String(consent)}`, zustimmungZumDigitalenBescheid: consent } });
    const outcome = await answers.prepare({
      tenant: town.id, application, office: "wohngeldstelle", actor: clerk, way: "post", addressee: ["Frieda Muster", "Lindenweg 4", "00101 Musterstadt"], signatory: { name: "Wiebke Wohn", role: "Wohngeldstelle" },
      draft: { kind: "grant", subject: "Wohngeld ab Dezember", paragraphs: ["Ihnen wird Wohngeld bewilligt."], amounts: [], conditions: [], reasons: ["Die Voraussetzungen liegen vor."], remedy: { kind: "objection" } } as never,
    });
    assert.ok(outcome.ok, JSON.stringify(outcome));
    const decided = await answers.inCase(town.id, application, (tx) => answers.decide(tx, outcome.prepared, { final: true }));
    assert.ok(decided?.ok, JSON.stringify(decided));
    await work(application, sent);
    const replies = await repliesOf(sent);
    assert.equal(replies.length, 1, JSON.stringify(replies.map(({ words }) => words)));
    const [{ words, files }] = replies as [typeof replies[number]];
    assert.equal(words["kind"], consent ? "decision" : "status");
    assert.equal(words["result"], consent ? "granted" : undefined);
    // What the law wants of it stands in the data, too.
    assert.deepEqual([words["subject"], words["reasons"], words["signatory"]], consent ? ["Wohngeld ab Dezember", ["Die Voraussetzungen liegen vor."], { name: "Wiebke Wohn", role: "Wohngeldstelle" }] : [undefined, undefined, undefined]);
    assert.equal(files.length, consent ? 1 : 0);
    if (consent) assert.equal(Buffer.from(files[0]!).subarray(0, 5).toString(), "%PDF-");
    assert.equal(JSON.stringify(words).includes("bewilligt"), consent);
  }
});

test("the delivery service is away while a reply is on its way: it is tried again, and the other side gets one", async () => {
  const { sent, application } = await handIn();
  await answers.inCase(town.id, application, (tx, head) => answers.status(tx, { head, actor: clerk, office: "wohngeldstelle", to: "in-progress", text: "Wir prüfen Ihren Antrag." }));
  const control = (method: string, body?: object) => house.outbound(`http://fit-connect.sandbox.localhost:${world.sandbox.port}/_control`, { method, ...(body ? { headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {}) });
  // Announced, but the last step fails: as if the process had been killed in between.
  await control("POST", { mode: "down", retryAfterSeconds: 0, match: "PUT /submission-api/v2/replies" });
  await work(application, sent);
  assert.deepEqual(await repliesOf(sent), []);
  await control("DELETE");
  clock.advance(3_600_000);
  await work(application, sent);
  assert.deepEqual((await repliesOf(sent)).map(({ words }) => words), [{ kind: "status", status: "in-progress", text: "Wir prüfen Ihren Antrag." }]);
  const rows = await house.db.inTenant(town.id, (tx) => gateway.replies.of(tx, application));
  assert.deepEqual(rows.map(({ state, attempts }) => [state, attempts]), [["sent", 1]]);
});

test("where the other service does not speak the standard, or wants e-mail, nothing is sent and the row says why", async () => {
  for (const [replyChannel, fault] of [[{ eMail: { address: "frieda@beispiel.example" } }, "no-reply-channel"]] as const) {
    const { sent, application } = await handIn({ replyChannel });
    await answers.inCase(town.id, application, (tx, head) => answers.status(tx, { head, actor: clerk, office: "wohngeldstelle", text: "Bitte rufen Sie an." }));
    await work(application, sent);
    assert.deepEqual((await house.db.inTenant(town.id, (tx) => gateway.replies.of(tx, application))).map(({ state, fault: why }) => [state, why]), [["given-up", fault]]);
  }
});

test("how the other side hears of a case is forgotten ninety days after its end; what is said later goes by post, with the reason", async () => {
  const [over, open] = [await handIn(), await handIn()];
  const kept = async () => (await house.db.inTenant(town.id, (tx) => tx.rows<{ application_id: string }>(sql`select application_id from gateway.arrival where sealed is not null and application_id = any(${[over.application, open.application]}::uuid[])`))).map(({ application_id }) => application_id);
  for (const to of ["in-progress", "closed"] as const) await answers.inCase(town.id, over.application, (tx, head) => answers.status(tx, { head, actor: clerk, office: "wohngeldstelle", to, text: "Erledigt." }));
  await work(over.application, over.sent);
  clock.advance(89 * 86_400_000);
  await gateway.jobs["gateway:forget-ways"]();
  assert.equal((await kept()).length, 2);
  clock.advance(2 * 86_400_000);
  await gateway.jobs["gateway:forget-ways"]();
  assert.deepEqual(await kept(), [open.application]);
  await house.db.inTenant(town.id, (tx) => house.applications.record(tx, over.application, { type: "message", actor: clerk, text: "Noch etwas." }));
  await work(over.application, over.sent);
  assert.deepEqual((await house.db.inTenant(town.id, (tx) => gateway.replies.of(tx, over.application))).at(-1)?.fault, "way-forgotten");
});

test("what became of a reply is followed: taken, refused with the reason, or left lying for two weeks, as the office reads", async () => {
  const { sent, application } = await handIn();
  const tell = async (text: string) => {
    assert.ok((await answers.inCase(town.id, application, (tx, head) => answers.ask(tx, { head, actor: clerk, office: "wohngeldstelle", text })))?.ok);
    await work(application, sent);
    return (await receivedIn(sent)).at(-1)!.parcel;
  };
  const look = async (minutes: number) => { clock.advance(minutes * 60_000); await gateway.replies.lookAfter({ tenant: town.id, submission: sent.submissionId }); };
  const stands = () => house.db.inTenant(town.id, (tx) => tx.rows<{ state: string; answered: boolean; followed: boolean }>(sql`select state, answered_at is not null as answered, look_at is not null as followed from gateway.reply where application_id = ${application} and fault is distinct from 'nothing-to-say' order by id`));
  const missing = async () => (await gateway.replies.undelivered(application)).map(({ state, reason }) => [state, reason]);

  const taken = await tell("Die erste Frage?");
  await look(2);
  assert.deepEqual(await stands(), [{ state: "sent", answered: false, followed: true }]);
  await efa.sender.acceptReply(taken);
  // Not to be read just now: then it is asked for again.
  await askSandbox(world.sandbox.port, "fit-connect", "/_control", { mode: "error", match: "/events" });
  await look(10);
  assert.deepEqual(await stands(), [{ state: "sent", answered: false, followed: true }]);
  await askSandbox(world.sandbox.port, "fit-connect", "/_control", undefined, { method: "DELETE" });
  await look(60);
  assert.deepEqual([await stands(), await missing()], [[{ state: "sent", answered: true, followed: false }], []]);

  await efa.sender.rejectReply(await tell("Die zweite Frage?"), [receptionProblem("schema-violation", "data")]);
  await look(2);
  assert.deepEqual(await missing(), [["given-up", "reply-refused: Der Inhalt entspricht nicht seinem Schema."]]);

  await tell("Die dritte Frage?");
  await look(14 * 1_440);
  assert.deepEqual(await missing(), [["given-up", "reply-refused: Der Inhalt entspricht nicht seinem Schema."], ["given-up", "reply-not-taken"]]);
  const attention = await gateway.inbound.attention();
  assert.ok(attention.replies.some(({ reason }) => reason === "reply-not-taken"), JSON.stringify(attention.replies));
  assert.ok((await stands()).every(({ answered, followed }) => answered && !followed));
});

test("a callback about its case makes a followed reply due at once, a forged one does nothing, and a look that is under way does not put it off again", async () => {
  const [one, other] = [await handIn(), await handIn()];
  for (const { application, sent } of [one, other]) {
    assert.ok((await answers.inCase(town.id, application, (tx, head) => answers.ask(tx, { head, actor: clerk, office: "wohngeldstelle", text: "Wie hoch ist die Miete?" })))?.ok);
    await work(application, sent);
  }
  const followed = async ({ sent }: typeof one) => (await house.db.inTenant(town.id, (tx) => tx.one<{ at: Date | null }>(sql`select max(look_at) as at from gateway.reply where submission_id = ${sent.submissionId}`))).at;
  /** Jobs of one case that wait. */
  const jobs = async ({ sent }: typeof one): Promise<number> => {
    const client = new pg.Client({ connectionString: world.database.urls.worker });
    await client.connect();
    try {
      return (await client.query("select from graphile_worker._private_jobs where key = $1 and run_at <= now()", [`gateway.reply:${sent.submissionId}`])).rowCount ?? 0;
    } finally {
      await client.end();
    }
  };
  const look = ({ sent }: typeof one) => gateway.replies.lookAfter({ tenant: town.id, submission: sent.submissionId });
  // Looked at some times already: the next look is far.
  for (let round = 0; round < 6; round += 1) { clock.advance(40 * 60_000); await look(one); await look(other); }
  const later = await followed(one);
  assert.ok(later !== null && later.getTime() - clock.now().getTime() > 10 * 60_000, String(later));
  const row = await house.db.inTenant(town.id, (tx) => tx.one<{ callback_id: string; callback_secret: Buffer }>(sql`select callback_id, callback_secret from gateway.destination where id = ${one.sent.destinationId}`));
  const secret = open(await house.tenants.tenantKey(town.id), row.callback_secret, `gateway.destination.callback_secret:${row.callback_id}`).toString("utf8");
  const call = (cases: readonly string[], by = secret) => {
    const body = Buffer.from(JSON.stringify({ type: `${CALLBACK_PREFIX}new-events`, caseIds: cases }));
    const timestamp = String(Math.floor(clock.now().getTime() / 1000));
    return gateway.inbound.callback({ callback: row.callback_id, timestamp, authentication: callbackSignature(by, timestamp, body), body });
  };
  assert.equal(await call([one.sent.caseId], "x".repeat(43)), false);
  assert.deepEqual(await followed(one), later);
  assert.equal(await call([newId()]), true);
  assert.deepEqual(await followed(one), later);

  await efa.sender.acceptReply((await receivedIn(one.sent)).at(-1)!.parcel);
  const before = await followed(other);
  assert.deepEqual(await Promise.all([1, 2, 3, 4].map(() => call([one.sent.caseId]))), [true, true, true, true]);
  assert.deepEqual([await followed(one), await followed(other)], [clock.now(), before]);
  assert.equal(await jobs(one), 1);
  await look(one);
  assert.equal(await followed(one), null);

  // It comes while the log, in which nothing stands yet, is being read: it stays due.
  assert.equal(await call([other.sent.caseId]), true);
  await askSandbox(world.sandbox.port, "fit-connect", "/_control", { mode: "slow", delayMs: 1_500, times: 1, match: "/events" });
  const looking = look(other);
  // As soon as its one slow answer is on the way, the disturbance is used up.
  await until("the log is being read", async () => ((await (await askSandbox(world.sandbox.port, "fit-connect", "/_control")).json()) as { readonly mode: string }).mode === "normal");
  clock.advance(1_000);
  assert.equal(await call([other.sent.caseId]), true);
  await looking;
  await askSandbox(world.sandbox.port, "fit-connect", "/_control", undefined, { method: "DELETE" });
  assert.deepEqual(await followed(other), clock.now());
  // Without a case: whatever is followed at the destination.
  await look(other);
  assert.notDeepEqual(await followed(other), clock.now());
  assert.equal(await call([]), true);
  assert.deepEqual(await followed(other), clock.now());
});

test("a callback about a reply that is not yet written down as sent makes the look for its answer due at once, and what only waits to be sent is not looked for", async () => {
  const one = await handIn();
  const at = { tenant: town.id, submission: one.sent.submissionId };
  const stands = () => house.db.inTenant(town.id, (tx) => tx.one<{ state: string; look_at: Date | null; answered: boolean }>(sql`select state, look_at, answered_at is not null as answered from gateway.reply where submission_id = ${at.submission} order by id desc limit 1`));
  const told = () => house.db.asOperator("test", (tx) => gateway.replies.hasten(tx, { tenant: town.id, destination: one.sent.destinationId, cases: [one.sent.caseId] }));
  assert.ok((await answers.inCase(town.id, one.application, (tx, head) => answers.ask(tx, { head, actor: clerk, office: "wohngeldstelle", text: "Wie hoch ist die Miete?" })))?.ok);
  // It cannot be handed over: only announced, and called about.
  await askSandbox(world.sandbox.port, "fit-connect", "/_control", { mode: "down", retryAfterSeconds: 0, match: "PUT /submission-api/v2/replies/" });
  await work(one.application, one.sent);
  assert.deepEqual({ ...(await stands()), answered: false }, { state: "queued", look_at: null, answered: false });
  await told();
  assert.deepEqual([(await stands()).state, (await stands()).look_at], ["queued", clock.now()]);
  await gateway.replies.lookAfter(at);
  assert.deepEqual([(await stands()).state, (await stands()).look_at], ["queued", clock.now()]);
  await askSandbox(world.sandbox.port, "fit-connect", "/_control", undefined, { method: "DELETE" });
  const called = clock.now();
  clock.advance(20_000);
  await gateway.replies.send(at);
  assert.deepEqual([(await stands()).state, (await stands()).look_at], ["sent", called]);
  for (const { parcel } of await receivedIn(one.sent)) await efa.sender.acceptReply(parcel);
  await gateway.replies.lookAfter(at);
  assert.deepEqual(await stands(), { state: "sent", look_at: null, answered: true });
});
