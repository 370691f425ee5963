import assert from "node:assert/strict";
import { test } from "node:test";
import { decryptContainer, inMemory } from "@kommunalportal/xta";
import { manualClock } from "#platform/clock";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { efaOverXta } from "../../../../testing/efa-over-xta.ts";
import { startWorld } from "../../../../testing/world.ts";
import { order, xtaClient } from "../../../../../../sandbox/src/testing/xta-client.ts";
import { dialogueStandard } from "../dialogue.ts";

const clock = manualClock(new Date());
const world = await startWorld({ worker: false, clock });
const { house, sandbox } = world;
const { gateway, db } = house;
const { clients, reader: reading } = sandbox.xtaIdentities;
const actor = { kind: "staff", id: newId() } as const;
const over = efaOverXta(world);
const { town, box, efa, arrivalOf, arrive, take, light, applications, control } = over;
const xml = '<wohngeldantrag xmlns="urn:test:wohngeld"><antragsteller><vorname>Frieda</vorname><nachname>Muster</nachname><geburtsdatum>1990-04-17</geburtsdatum></antragsteller><miete>720</miete></wohngeldantrag>';
const send = (change: { readonly content?: string; readonly contentType?: string; readonly inReplyTo?: readonly string[]; readonly schema?: string; readonly pdf?: Buffer } = {}): Promise<string> => over.send({
  certificate: reading.certificate, senderReference: "WG-2026-0815", ...(change.inReplyTo ? { inReplyTo: change.inReplyTo } : {}), ...(change.schema === undefined ? {} : { schema: change.schema }),
  container: { kind: "plain", message: { contentType: change.contentType ?? "application/xml", encoding: "UTF-8", bytes: Buffer.from(change.content ?? xml) }, attachments: change.pdf ? [{ contentType: "application/pdf", filename: "mietvertrag.pdf", bytes: change.pdf }] : [] },
});

/** What lies in the service's own mailbox as an answer to a message. */
async function answersTo(messageId: string): Promise<readonly { readonly text: string; readonly id: string; readonly encrypted: boolean }[]> {
  const found: { text: string; id: string; encrypted: boolean }[] = [];
  for (const { msgIdentification } of await over.listed()) {
    if (!msgIdentification.inReplyTo?.includes(messageId)) continue;
    const { container } = await efa.getMessage({ selector: { messageIds: [msgIdentification.messageId] } }, inMemory(1_000_000));
    const opened = container?.kind === "encrypted" ? decryptContainer(container, reading.privateKey) : container;
    if (opened) found.push({ id: msgIdentification.messageId, text: Buffer.from(opened.message.content as Uint8Array).toString("utf8"), encrypted: container?.kind === "encrypted" });
  }
  return found;
}
const access = { ...over.access, actor };
let application = "";
let first = "";

test("a mailbox is connected only where the server lets the town in, and its key is never shown", async () => {
  assert.deepEqual(await gateway.inbound.connectMailbox({ ...access, certificate: clients.fremd.certificate, key: clients.fremd.privateKey }), { ok: false, why: "not-let-in" });
  assert.deepEqual(await gateway.inbound.connectMailbox({ ...access, key: clients.efa.privateKey }), { ok: false, problems: [{ path: "certificate", code: "certificate-key-mismatch" }] });
  assert.deepEqual(await gateway.inbound.connectMailbox({ ...access, send: "https://127.0.0.1:9/send", management: "https://127.0.0.1:9/management" }), { ok: false, why: "no-answer" });
  assert.ok((await gateway.inbound.connectMailbox(access)).ok);
  assert.ok((await gateway.inbound.connectMailbox(access)).ok);
  const { mailboxes } = await gateway.inbound.overview(town.id);
  assert.deepEqual(mailboxes.map(({ name }) => name), [box]);
  assert.doesNotMatch(JSON.stringify(mailboxes), /PRIVATE KEY/);
});

test("the crontab looks into the mailboxes every minute, and looks for answers that are due", () => {
  for (const job of ["gateway:poll", "gateway:replies"]) {
    assert.ok(gateway.crontab.includes(`* * * * * ${job}`), job);
    assert.ok(job in gateway.jobs, job);
  }
});

test("without the town's order nothing is opened; with it the application lies in the same inbox, once, and only then is its reception confirmed", async () => {
  first = await send({ pdf: Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(200_000, 7)]) });
  assert.deepEqual([(await arrive(first)).state, await light(first)], ["unopened", "open"]);
  await gateway.inbound.giveMandate({ tenant: town.id, contract: "AV-2026-7", validFrom: "2026-01-01", actor });
  await gateway.inbound.sweep();
  const arrival = await arrive(first);
  assert.deepEqual([arrival.state, arrival.fault, await light(first)], ["accepted", null, "green"]);
  for (let again = 0; again < 2; again += 1) await arrive(first);
  application = arrival.application_id!;
  const [head, content, names] = await db.inTenant(town.id, async (tx) => [await house.applications.view(tx, application), await house.applications.content(tx, application, { kind: "tenant" }), await house.applications.names(tx, town.id, [application])] as const);
  assert.match(head!.reference!, /^MUS-\d{4}-/);
  assert.equal(head!.service, "efa-wohngeld-online");
  assert.equal(names.get(application), "Frieda Muster");
  assert.deepEqual(content!.files.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b)), ["fachdaten.xml", "mietvertrag.pdf"]);
  assert.ok((await db.inTenant(town.id, (tx) => house.applications.find(tx, { tenant: town.id, text: "WG-2026-0815", limit: 5 }))).some(({ id }) => id === application));
  assert.equal(await applications(), 1);
});

test("a question of the office lies in the service's mailbox, once, and the answer to it with the application", async () => {
  const office = (await db.inTenant(town.id, (tx) => house.applications.parts(tx, application)))[0]!.office;
  const request = await house.answers.inCase(town.id, application, async (tx, head) => house.answers.ask(tx, { head, actor: { kind: "staff", id: newId(), office }, office, text: "Wie viele Personen wohnen bei Ihnen?" }));
  assert.ok(request?.ok, JSON.stringify(request));
  const event = (await db.inTenant(town.id, (tx) => house.applications.timeline(tx, application, { kind: "tenant" }, "office"))).find(({ type }) => type === "question")!;
  for (let twice = 0; twice < 2; twice += 1) await gateway.replies.follow({ type: "application.question", id: event.id, tenant: town.id, application });
  const { submission_id: submission } = await arrivalOf(first);
  // The answer to the sending is lost: the second try sends no second message.
  await control({ mode: "dropAnswer", times: 2 });
  await gateway.replies.send({ tenant: town.id, submission });
  await control({ mode: "normal", times: null });
  clock.advance(3_600_000);
  await gateway.replies.send({ tenant: town.id, submission });
  await gateway.replies.send({ tenant: town.id, submission });
  const [question, ...more] = await answersTo(first);
  assert.equal(more.length, 0);
  const said = JSON.parse(question?.text ?? "{}") as { kind: string; id: string; text: string };
  assert.deepEqual([said.kind, said.text], ["question", "Wie viele Personen wohnen bei Ihnen?"]);
  const { unknown } = await gateway.schemas.overview();
  assert.ok(unknown.some(({ uri, messages }) => uri === "urn:test:wohngeld" && messages >= 1), "nobody has pinned it, and the operator sees that");
  assert.equal(question?.encrypted, true, "for the certificate that came with the application");
  const answer = await send({ inReplyTo: [question!.id], contentType: "application/json", schema: dialogueStandard, content: JSON.stringify({ kind: "answer", id: said.id, text: "Zwei Personen." }) });
  assert.equal((await arrive(answer)).state, "accepted");
  const replies = (await db.inTenant(town.id, (tx) => house.applications.timeline(tx, application, { kind: "tenant" }, "office"))).filter(({ type }) => type === "reply");
  assert.deepEqual(replies.map(({ text }) => text), ["Zwei Personen."]);
  assert.equal(await applications(), 1);
});

test("only who handed in answers in the application: another account that knows the id is refused, and neither words nor files of it are there", async (t) => {
  const stranger = xtaClient(t, sandbox, "fachverfahren");
  const messageId = await stranger.createMessageId();
  const metaData = order(messageId, "X", { author: "ars:059990001001", reader: box });
  await stranger.sendMessage({
    metaData: { ...metaData, msgIdentification: { ...metaData.msgIdentification, inReplyTo: [first] }, qualifier: { ...metaData.qualifier, messageType: { ...metaData.qualifier.messageType, payloadSchema: dialogueStandard } } },
    container: { kind: "plain", message: { contentType: "application/json", bytes: Buffer.from(JSON.stringify({ kind: "answer", text: "Ich ziehe zurück." })) } },
  });
  const arrival = await arrive(messageId);
  assert.deepEqual([arrival.state, arrival.problems?.[0]?.detail], ["rejected", "Die Nachricht bezieht sich auf einen Antrag, den ein anderer Absender oder auf andere Weise gestellt hat."]);
  const timeline = await db.inTenant(town.id, (tx) => house.applications.timeline(tx, application, { kind: "tenant" }, "office"));
  assert.ok(!timeline.some(({ text }) => text === "Ich ziehe zurück."));
});

test("what can never be read makes no application and is answered with the reason; while the server is away everything waits", async () => {
  const bomb = await send({ content: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' });
  assert.equal((await arrive(bomb)).state, "rejected");
  assert.match((await answersTo(bomb))[0]?.text ?? "", /abgelehnt.*nicht lesbar/s);
  const picture = await send({ contentType: "image/png", content: "png" });
  assert.equal((await arrive(picture)).state, "rejected");
  const good = await send();
  await gateway.inbound.poll();
  await control({ mode: "down", times: null });
  assert.equal((await take(good)).state, "listed");
  await control({ mode: "normal", times: null });
  clock.advance(3_600_000);
  assert.equal((await take(good)).state, "accepted");
  assert.equal(await applications(), 2);
});

test("whether the service has what the office said is followed: confirmed, left lying for two weeks, or not to be delivered", async () => {
  const nobody = await over.send({ replyTo: "gibt-es-nicht", container: { kind: "plain", message: { contentType: "application/xml", encoding: "UTF-8", bytes: Buffer.from(xml.replace("720", "721")) }, attachments: [] } });
  assert.equal((await arrive(nobody)).state, "accepted");
  const caseOf = async (messageId: string) => { const { submission_id: submission, application_id: id } = await arrivalOf(messageId); return { submission, application: id! }; };
  const [heard, lost] = [await caseOf(first), await caseOf(nobody)];
  const say = async ({ submission, application: id }: typeof heard, text: string): Promise<void> => {
    const event = await db.inTenant(town.id, (tx) => house.applications.record(tx, id, { type: "message", actor: { kind: "staff", id: newId() }, text }));
    await gateway.replies.follow({ type: "application.message", id: event.id, tenant: town.id, application: id });
    await gateway.replies.send({ tenant: town.id, submission });
  };
  const look = async ({ submission }: typeof heard, minutes: number) => { clock.advance(minutes * 60_000); await gateway.replies.lookAfter({ tenant: town.id, submission }); };
  const followed = async ({ submission }: typeof heard) => (await db.inTenant(town.id, (tx) => tx.rows(sql`select from gateway.reply where submission_id = ${submission} and look_at is not null`))).length;
  const missing = async ({ application: id }: typeof heard) => (await gateway.replies.undelivered(id)).map(({ state, reason }) => [state, reason]);

  await say(heard, "Wird abgeholt.");
  const waiting = await followed(heard);
  // Not to be read just now: then it is looked at again.
  await control({ mode: "down", times: null });
  await look(heard, 2);
  await control({ mode: "normal", times: null });
  assert.deepEqual([waiting > 0, await followed(heard), await missing(heard)], [true, waiting, []]);
  for (const { msgIdentification: { messageId } } of await over.listed()) {
    const { msgBox } = await efa.getMessage({ selector: { messageIds: [messageId] } }, inMemory(1_000_000));
    await efa.close({ requestId: msgBox.requestId, lastMsgReceived: [messageId] });
  }
  await look(heard, 1_440);
  assert.deepEqual([await followed(heard), await missing(heard)], [0, []]);

  await say(heard, "Bleibt liegen.");
  await look(heard, 14 * 1_440 + 60);
  assert.deepEqual([await followed(heard), await missing(heard)], [0, [["given-up", "reply-not-taken"]]]);
  await say(lost, "Kommt nirgends an.");
  await look(lost, 2);
  assert.deepEqual([await followed(lost), await missing(lost)], [0, [["given-up", "reply-undeliverable"]]]);
});
