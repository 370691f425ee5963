import assert from "node:assert/strict";
import { request } from "node:http";
import { test } from "node:test";
import { createXtaClient, decryptContainer, inMemory, requestWithCertificate, transportStatus, withEncryptionCertificate, type OutgoingXtaMessage } from "@kommunalportal/xta";
import { manualClock } from "#platform/clock";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { startWorld } from "../../../../testing/world.ts";
import { dialogueStandard } from "../dialogue.ts";

const clock = manualClock(new Date());
const world = await startWorld({ worker: false, clock });
const { house, sandbox } = world;
const { gateway, db } = house;
const { authority, clients, reader: reading } = sandbox.xtaIdentities;
const actor = { kind: "staff", id: newId() } as const;
const town = house.tenants.bySlug("musterstadt")!;
const server = `https://127.0.0.1:${sandbox.xtaPort}`;
const box = `eingang:${town.ars}`;
const { transport, close } = requestWithCertificate({ key: clients.efa.privateKey, cert: clients.efa.certificate, ca: authority.certificate });
test.after(() => { close(); });
/** An online service of another state, with an account of its own at the server. */
const efa = createXtaClient({ endpoints: { management: `${server}/management`, send: `${server}/send`, msgBox: `${server}/msgbox` }, transport, author: { identifier: { type: "XTA_ID", value: "efa-dienst" } } });

const xml = '<wohngeldantrag xmlns="urn:test:wohngeld"><antragsteller><vorname>Frieda</vorname><nachname>Muster</nachname><geburtsdatum>1990-04-17</geburtsdatum></antragsteller><miete>720</miete></wohngeldantrag>';
async function send(change: { readonly content?: string; readonly contentType?: string; readonly inReplyTo?: readonly string[]; readonly schema?: string; readonly pdf?: Buffer } = {}): Promise<string> {
  const messageId = await efa.createMessageId();
  const message: OutgoingXtaMessage = {
    metaData: {
      deliveryAttributes: { origin: new Date().toISOString() }, originators: { author: withEncryptionCertificate({ identifier: { type: "XTA_ID", value: "efa-dienst" } }, reading.certificate) }, destinations: { reader: { identifier: { type: "XTA_ID", value: box } } },
      msgIdentification: { messageId, ...(change.inReplyTo ? { inReplyTo: [...change.inReplyTo] } : {}), processRef: { requester: { value: "WG-2026-0815" } } },
      qualifier: { subject: "Wohngeld", service: "urn:de:fim:leika:leistung:99107023017000", businessScenario: { scenario: { kind: "undefined", value: "XFALL_DATA" } }, messageType: { listUri: "urn:test:liste", listVersionId: "1.0", code: "antrag", payloadSchema: change.schema ?? "urn:test:wohngeld" } },
    },
    container: { kind: "plain", message: { contentType: change.contentType ?? "application/xml", encoding: "UTF-8", bytes: Buffer.from(change.content ?? xml) }, attachments: change.pdf ? [{ contentType: "application/pdf", filename: "mietvertrag.pdf", bytes: change.pdf }] : [] },
  };
  await efa.sendMessage(message);
  return messageId;
}
const arrivals = () => db.asOperator("test", (tx) => tx.rows<{ submission_id: string; parcel: string; state: string; application_id: string | null; fault: string | null }>(sql`select submission_id, parcel, state, application_id, fault from gateway.arrival where parcel is not null order by listed_at, submission_id`));
async function arrive(messageId: string) {
  await gateway.inbound.poll();
  const of = async () => (await arrivals()).find(({ parcel }) => parcel === messageId)!;
  await gateway.inbound.take({ tenant: town.id, submission: (await of()).submission_id });
  return of();
}
const light = async (messageId: string) => transportStatus(await efa.getTransportReport(messageId));

/** What lies in the service's own mailbox as an answer to a message. */
async function answersTo(messageId: string): Promise<readonly { readonly text: string; readonly id: string; readonly encrypted: boolean }[]> {
  const { list, msgBox } = await efa.getStatusList({ selector: { newEntry: true }, listForm: "MessageMetaData" });
  await efa.close({ requestId: msgBox.requestId });
  const found: { text: string; id: string; encrypted: boolean }[] = [];
  for (const { msgIdentification } of list.metaData ?? []) {
    if (!msgIdentification.inReplyTo?.includes(messageId)) continue;
    const { container } = await efa.getMessage({ selector: { messageIds: [msgIdentification.messageId] } }, inMemory(1_000_000));
    const opened = container?.kind === "encrypted" ? decryptContainer(container, reading.privateKey) : container;
    if (opened) found.push({ id: msgIdentification.messageId, text: Buffer.from(opened.message.content as Uint8Array).toString("utf8"), encrypted: container?.kind === "encrypted" });
  }
  return found;
}
function control(change: object): Promise<void> {
  const body = JSON.stringify(change);
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port: sandbox.port, path: "/_control", method: "POST", agent: false, headers: { host: `xta.sandbox.localhost:${sandbox.port}`, "content-type": "application/json", "content-length": Buffer.byteLength(body) } }, (answer) => { answer.resume().on("end", () => { resolve(); }); }).on("error", reject).end(body);
  });
}
const access = { tenant: town.id, send: `${server}/send`, management: `${server}/management`, msgBox: `${server}/msgbox`, mailbox: box, certificate: clients.portal.certificate, key: clients.portal.privateKey, authorities: authority.certificate, actor };
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
  assert.equal((await db.asOperator("test", (tx) => tx.one<{ n: number }>(sql`select count(*)::int as n from applications.application where service like 'efa-%'`))).n, 1);
});

test("a question of the office lies in the service's mailbox, once, and the answer to it with the application", async () => {
  const office = (await db.inTenant(town.id, (tx) => house.applications.parts(tx, application)))[0]!.office;
  const request = await house.answers.inCase(town.id, application, async (tx, head) => house.answers.ask(tx, { head, actor: { kind: "staff", id: newId(), office }, office, text: "Wie viele Personen wohnen bei Ihnen?" }));
  assert.ok(request?.ok, JSON.stringify(request));
  const event = (await db.inTenant(town.id, (tx) => house.applications.timeline(tx, application, { kind: "tenant" }, "office"))).find(({ type }) => type === "question")!;
  for (let twice = 0; twice < 2; twice += 1) await gateway.replies.follow({ type: "application.question", id: event.id, tenant: town.id, application });
  const { submission_id: submission } = (await arrivals()).find(({ parcel }) => parcel === first)!;
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
  assert.equal((await db.asOperator("test", (tx) => tx.one<{ n: number }>(sql`select count(*)::int as n from applications.application where service like 'efa-%'`))).n, 1);
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
  const { submission_id: submission } = (await arrivals()).find(({ parcel }) => parcel === good)!;
  await gateway.inbound.take({ tenant: town.id, submission });
  assert.equal((await arrivals()).find(({ parcel }) => parcel === good)?.state, "listed");
  await control({ mode: "normal", times: null });
  clock.advance(3_600_000);
  await gateway.inbound.take({ tenant: town.id, submission });
  assert.equal((await arrivals()).find(({ parcel }) => parcel === good)?.state, "accepted");
  assert.equal((await db.asOperator("test", (tx) => tx.one<{ n: number }>(sql`select count(*)::int as n from applications.application where service like 'efa-%'`))).n, 2);
});
