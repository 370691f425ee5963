import assert from "node:assert/strict";
import { test } from "node:test";
import { inMemory, noMessageReason, readXml, requestWithCertificate, standardLimits, transportStatus, XtaException, XtaUnreachable } from "@kommunalportal/xta";
import { createCertificateAuthority, issueCertificate } from "@kommunalportal/bundid";
import { temporaryFolder, testSandbox } from "../testing/test-sandbox.ts";
import { application, AUTHORITY, order, send, xtaClient } from "../testing/xta-client.ts";
import { SYNC_SERVICE } from "./send-message.ts";

const sink = inMemory(1e6);
const code = (expected: number) => (error: unknown): boolean => error instanceof XtaException && error.code === expected;
const because = (reason: string) => (error: unknown): boolean => error instanceof XtaUnreachable && error.reason === reason;
const HOUR = 3_600_000;

function movingClock(start: string): { clock: () => Date; pass(ms: number): void } {
  let now = Date.parse(start);
  return { clock: () => new Date(now), pass(ms) { now += ms; } };
}

test("who shows no certificate, or one of another authority, gets no connection; who shows the wrong one of ours learns why", async (t) => {
  const sandbox = await testSandbox(t);
  const foreign = await issueCertificate(await createCertificateAuthority("Sandbox XTA-CA"), { commonName: "Kommunalportal", usage: "client" });
  await assert.rejects(xtaClient(t, sandbox, "portal", { certificate: { key: foreign.privateKey, cert: foreign.certificate } }).checkAccountActive(), because("network"));
  const nobody = requestWithCertificate({ ca: sandbox.xtaIdentities.authority.certificate });
  await assert.rejects(nobody.transport({ url: `https://127.0.0.1:${sandbox.xtaPort}/management`, contentType: "text/plain", body: (async function* () {})(), signal: AbortSignal.timeout(5000) }));
  await assert.rejects(xtaClient(t, sandbox, "abgelaufen").checkAccountActive(), code(9010));
  await assert.rejects(xtaClient(t, sandbox, "gesperrt").checkAccountActive(), code(9011));
  await assert.rejects(xtaClient(t, sandbox, "fremd").checkAccountActive(), code(9012));
  await assert.rejects(xtaClient(t, sandbox, "portal", { as: AUTHORITY }).getStatusList(), code(9014));
  await assert.rejects(send(xtaClient(t, sandbox, "portal"), "x", { author: AUTHORITY }), code(9014));
  await xtaClient(t, sandbox, "portal").checkAccountActive();
});

test("a server that shows the certificate of another authority is not spoken to", async (t) => {
  const sandbox = await testSandbox(t);
  const portal = xtaClient(t, sandbox, "portal", { certificate: { ca: sandbox.xtaIdentities.clients.portal.certificate } });
  await assert.rejects(portal.checkAccountActive(), because("network"));
});

test("a message id is used once, also when two send at the same moment, and belongs to who asked for it", async (t) => {
  const sandbox = await testSandbox(t);
  await sandbox.send("xta", "/_control", { reader: "off" });
  const portal = xtaClient(t, sandbox, "portal");
  const messageId = await portal.createMessageId();
  const attempts = await Promise.allSettled([1, 2, 3, 4].map(() => portal.sendMessage({ metaData: order(messageId, "MUS-1"), container: application })));
  assert.equal(attempts.filter(({ status }) => status === "fulfilled").length, 1);
  for (const attempt of attempts) assert.ok(attempt.status === "fulfilled" || code(9024)(attempt.reason));
  await assert.rejects(xtaClient(t, sandbox, "efa").sendMessage({ metaData: order(await portal.createMessageId(), "x", { author: "efa-dienst" }), container: application }), code(9024));
});

test("too large, infected, not booked and unknown are refused in the words of XTA, and nothing of it stays", async (t) => {
  const sandbox = await testSandbox(t);
  await sandbox.send("xta", "/_control", { reader: "off", maxMegabytes: 1 });
  const portal = xtaClient(t, sandbox, "portal");
  const content = (bytes: Buffer) => ({ kind: "plain", message: { contentType: "text/plain", bytes } }) as const;
  const eicar = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE", "!$H+H*"].join("");
  await assert.rejects(send(portal, "groß", {}, content(Buffer.alloc(1_100_000))), code(9023));
  await assert.rejects(send(portal, "krank", {}, content(Buffer.from(`abc${eicar}`))), code(9060));
  await assert.rejects(send(portal, "ungebucht", { service: "urn:nicht-gebucht:x" }), code(9013));
  await assert.rejects(portal.getTransportReport("urn:x:unbekannt"), code(9070));
  await assert.rejects(portal.getMessage({ selector: { messageIds: ["urn:x:unbekannt"] } }, sink), code(9070));
  assert.deepEqual(((await (await sandbox.call("xta", "/_effects")).json()) as { messages: unknown }).messages, []);
});

test("a message is offered again until it is confirmed; the first fetch is noted once", async (t) => {
  const time = movingClock("2026-03-02T09:00:00Z");
  const sandbox = await testSandbox(t, { clock: time.clock });
  await sandbox.send("xta", "/_control", { reader: "off" });
  const portal = xtaClient(t, sandbox, "portal");
  const reader = xtaClient(t, sandbox, "fachverfahren");
  const ids = [await send(portal, "MUS-1"), await send(portal, "MUS-2"), await send(portal, "MUS-3")];
  time.pass(HOUR);
  const first = await reader.getMessage({}, sink);
  assert.deepEqual([first.metaData?.msgIdentification.messageId, first.msgBox.outcome], [ids[0], { kind: "pending", value: 2 }]);
  time.pass(HOUR);
  const again = await reader.getMessage({}, sink);
  assert.equal(again.metaData?.msgIdentification.messageId, ids[0]);
  assert.equal(again.metaData?.deliveryAttributes.initialFetch, "2026-03-02T10:00:00.000Z");
  const second = await reader.getNextMessage({ requestId: again.msgBox.requestId, lastMsgReceived: [ids[0] ?? ""] }, sink);
  assert.equal(second.metaData?.msgIdentification.messageId, ids[1]);
  assert.equal(transportStatus(await portal.getTransportReport(ids[0] ?? "")), "green");
  await assert.rejects(reader.close({ requestId: second.msgBox.requestId, lastMsgReceived: [ids[2] ?? ""] }), code(9070), "what was not fetched cannot be confirmed");
  await assert.rejects(portal.close({ requestId: "urn:x:1", lastMsgReceived: [ids[1] ?? ""] }), code(9070), "another's mailbox cannot be confirmed");
  await reader.close({ requestId: "1", lastMsgReceived: [ids[1] ?? ""] });
  const left = await reader.getStatusList({ selector: { newEntry: true } });
  assert.deepEqual(left.list.metaData?.map(({ msgIdentification }) => msgIdentification.messageId), [ids[2]]);
  assert.equal((await reader.getMessage({ selector: { messageIds: [ids[0] ?? ""] } }, sink)).metaData?.deliveryAttributes.reception, "2026-03-02T11:00:00.000Z");
  const header = await reader.getMessage({ msgPart: "Header" }, sink);
  const body = await reader.getMessage({ msgPart: "Body" }, sink);
  assert.deepEqual([header.container, header.metaData?.msgIdentification.messageId, body.metaData, body.container?.kind], [undefined, ids[2], undefined, "plain"]);
});

test("a list comes in pages, in both forms, and an iterator that is gone is said to be so", async (t) => {
  const sandbox = await testSandbox(t);
  await sandbox.send("xta", "/_control", { reader: "off" });
  const portal = xtaClient(t, sandbox, "portal");
  const reader = xtaClient(t, sandbox, "fachverfahren");
  for (let count = 0; count < 5; count += 1) await send(portal, `MUS-${count}`);
  const first = await reader.getStatusList({ maxListItems: 2, listForm: "MsgAtrributes" });
  assert.deepEqual([first.list.attributes?.length, first.msgBox.outcome], [2, { kind: "pending", value: 3 }]);
  const next = await reader.getNextStatusList({ requestId: first.msgBox.requestId });
  const last = await reader.getNextStatusList({ requestId: first.msgBox.requestId });
  const end = await reader.getNextStatusList({ requestId: first.msgBox.requestId });
  assert.deepEqual([next.list.attributes?.length, last.list.attributes?.length, end.msgBox.outcome], [2, 1, { kind: "none", value: { reason: noMessageReason.noMatch } }]);
  const header = await reader.getMessage({ msgPart: "Header" }, sink);
  const following = await reader.getNextMessage({ requestId: header.msgBox.requestId }, sink);
  assert.deepEqual([following.container, following.metaData?.msgIdentification.processRef?.requester?.value, following.metaData?.deliveryAttributes.initialFetch], [undefined, "MUS-1", undefined], "the next is given as the first was wanted");
  const gone = { kind: "none", value: { reason: noMessageReason.requestIdInvalid } };
  assert.deepEqual((await reader.getNextStatusList({ requestId: "urn:uuid:weg" })).msgBox.outcome, gone);
  assert.deepEqual((await portal.getNextMessage({ requestId: first.msgBox.requestId }, sink)).msgBox.outcome, gone, "another's iterator is none");
});

test("a message with a date waits, can be cancelled before it, and becomes obsolete after another", async (t) => {
  const time = movingClock("2026-03-02T09:00:00Z");
  const sandbox = await testSandbox(t, { clock: time.clock });
  await sandbox.send("xta", "/_control", { reader: "off" });
  const portal = xtaClient(t, sandbox, "portal");
  const reader = xtaClient(t, sandbox, "fachverfahren");
  const later = { delivery: { notBefore: "2026-03-02T12:00:00+01:00" } };
  const [waiting, cancelled, now] = [await send(portal, "1", later), await send(portal, "2", later), await send(portal, "3", { delivery: { obsoleteAfter: "2026-03-03" } })];
  assert.equal((await reader.getStatusList()).list.metaData?.length, 1);
  await portal.cancelMessage(cancelled);
  await portal.cancelMessage(cancelled);
  await assert.rejects(portal.cancelMessage(now), code(9101));
  await assert.rejects(portal.cancelMessage("urn:x:unbekannt"), code(9022));
  time.pass(2 * HOUR);
  assert.deepEqual((await reader.getStatusList()).list.metaData?.map(({ msgIdentification }) => msgIdentification.messageId), [now, waiting]);
  await assert.rejects(portal.cancelMessage(waiting), code(9100));
  assert.equal(transportStatus(await portal.getTransportReport(cancelled)), "yellow");
  time.pass(48 * HOUR);
  assert.equal(transportStatus(await portal.getTransportReport(now)), "red");
  assert.deepEqual((await reader.getStatusList()).list.metaData?.map(({ msgIdentification }) => msgIdentification.messageId), [waiting]);
});

test("a reader without mailbox makes the report red and is not in the directory", async (t) => {
  const sandbox = await testSandbox(t);
  const portal = xtaClient(t, sandbox, "portal");
  const report = await portal.getTransportReport(await send(portal, "MUS-1", { reader: "ars:000000000000" }));
  assert.deepEqual([transportStatus(report), report.messageStatus.errors?.entries?.[0]?.code.code], ["red", "kein-postfach"]);
  const query = (value: string, serviceType: string) => ({ reader: { identifier: { type: "XTA_ID", value } }, serviceType });
  const answers = await portal.lookupService([query("ars:000000000000", "urn:x:1"), query(AUTHORITY, "urn:unbekannt:1"), query(AUTHORITY, "urn:x:1")]);
  assert.deepEqual(answers.map(({ availability, parameters }) => [availability.answer.kind, availability.answer.value, parameters?.length]), [["known", false, undefined], ["unknown", true, undefined], ["known", true, 1]]);
});

test("one service answers at once, the others only later", async (t) => {
  const sandbox = await testSandbox(t);
  await sandbox.send("xta", "/_control", { reader: "off" });
  const portal = xtaClient(t, sandbox, "portal");
  const messageId = await send(portal, "MUS-1");
  const asked = async (reference: string): Promise<string> => {
    const { container } = await portal.sendMessageSync({ metaData: order(await portal.createMessageId(), reference, { service: SYNC_SERVICE }), container: application }, sink);
    return container.kind === "plain" ? Buffer.from(container.message.content).toString() : "";
  };
  assert.match(await asked(messageId), />delivered</);
  assert.match(await asked("urn:x:1"), />unknown</);
  await assert.rejects(send(portal, "x", { service: SYNC_SERVICE }), code(9081));
  await assert.rejects(portal.sendMessageSync({ metaData: order(await portal.createMessageId(), "x"), container: application }, sink), code(9080));
});

test("an encrypted message and the certificates beside it pass unopened, also over a restart", async (t) => {
  const dataFolder = await temporaryFolder(t);
  const parse = (xml: string) => readXml(Buffer.from(xml), standardLimits);
  const element = parse('<e:EncryptedData xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptionMethod Algorithm="http://www.w3.org/2009/xmlenc11#aes256-gcm"/><e:CipherData><e:CipherValue/></e:CipherData></e:EncryptedData>');
  const certificates = parse('<o:X509TokenContainer xmlns:o="http://www.osci.eu/ws/2008/05/transport"><o:X509TokenInfo Id="t1"><d:X509Data xmlns:d="http://www.w3.org/2000/09/xmldsig#"><d:X509SubjectName>CN=Musterstadt</d:X509SubjectName></d:X509Data><o:TokenApplication><o:TimeInstant>2026-03-02T09:00:00Z</o:TimeInstant></o:TokenApplication></o:X509TokenInfo></o:X509TokenContainer>');
  const first = await testSandbox(t, { dataFolder });
  await first.send("xta", "/_control", { reader: "off" });
  const portal = xtaClient(t, first, "portal");
  const messageId = await portal.createMessageId();
  await portal.sendMessage({ metaData: order(messageId, "MUS-1"), container: { kind: "encrypted", element, cipher: Buffer.from("Geheimtext") }, certificates });
  await first.close();
  const second = await testSandbox(t, { dataFolder });
  await second.send("xta", "/_control", { reader: "off" });
  const fetched = await xtaClient(t, second, "fachverfahren").getMessage({ selector: { messageIds: [messageId] } }, sink);
  assert.ok(fetched.container?.kind === "encrypted");
  assert.equal(Buffer.from(fetched.container.cipher).toString(), "Geheimtext");
  assert.equal(fetched.container.element.children.length, 2);
  assert.equal(fetched.certificates?.name, "X509TokenContainer");
});
