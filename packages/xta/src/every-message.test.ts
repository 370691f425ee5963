import assert from "node:assert/strict";
import { test } from "node:test";
import { inMemory } from "./in-memory.ts";
import { container, metaDataOf, portal, text, authority } from "./testing/examples.ts";
import { loopback } from "./testing/loopback.ts";
import { samples, skipWithoutData, validateEnvelope } from "./testing/schema.ts";
import { fullService, type Kept } from "./testing/service.ts";
import { envelopeOf } from "./testing/envelope-of.ts";
import { errorCodes, isErrorCode, XtaException } from "./exceptions.ts";
import { operations } from "./operations.ts";
import { xmlElement } from "./xml/xml-element.ts";
import { ns } from "./names.ts";

const id = "urn:de:xta:messageid:x:1";
const certificates = xmlElement(ns.osci, "X509TokenContainer", [xmlElement(ns.osci, "X509TokenInfo", [
  xmlElement(ns.ds, "X509Data", [xmlElement(ns.ds, "X509SubjectName", ["CN=Musterstadt"])]),
  xmlElement(ns.osci, "TokenApplication", [xmlElement(ns.osci, "TimeInstant", ["2026-03-02T09:15:00Z"])]),
], [{ namespace: "", name: "Id", value: "t1" }])]);
const encrypted = xmlElement(ns.xenc, "EncryptedData", [
  xmlElement(ns.xenc, "EncryptionMethod", [], [{ namespace: "", name: "Algorithm", value: "http://www.w3.org/2009/xmlenc11#aes256-gcm" }]),
  xmlElement(ns.xenc, "CipherData", [xmlElement(ns.xenc, "CipherValue", ["AAAA"])]),
]);

async function everything(kept: Kept[] = []) {
  const { client, wire, faults } = loopback(fullService(kept));
  const sink = inMemory(1e6);
  await client.checkAccountActive();
  const results = {
    id: await client.createMessageId(),
    lookup: await client.lookupService([{ reader: authority, serviceType: "urn:de:fim:leika:leistung:99016002001000" }]),
    report: await client.getTransportReport(id),
    cancelled: await client.cancelMessage(id),
    sent: await client.sendMessage({ metaData: metaDataOf(id), container, certificates }),
    encrypted: await client.sendMessage({ metaData: metaDataOf(id), container: { kind: "encrypted", element: encrypted, cipher: text("verschlüsselt") } }),
    sync: await client.sendMessageSync({ metaData: metaDataOf(id), container, certificates }, sink),
    list: await client.getStatusList({ selector: { newEntry: true, messageIds: [id], relatesTo: [{ value: "urn:x:0" }], entryTimeFrom: "2026-03-01T00:00:00Z", entryTimeTo: "2026-03-03T00:00:00Z" }, maxListItems: 50, listForm: "MessageMetaData" }),
    nextList: await client.getNextStatusList({ requestId: "urn:x:1", lastMsgReceived: [id] }),
    message: await client.getMessage({ selector: { messageIds: [id] }, msgPart: "Envelope" }, sink),
    nextMessage: await client.getNextMessage({ requestId: "urn:x:1" }, sink),
    closed: await client.close({ requestId: "urn:x:1", lastMsgReceived: [id] }),
  };
  return { results, wire, faults };
}

test("every request and every answer fits the schemas of XTA 2.1.1", { skip: skipWithoutData }, async () => {
  const { wire, faults } = await everything();
  assert.deepEqual(faults, []);
  assert.equal(wire.length, 2 * 13);
  for (const message of wire) validateEnvelope(await envelopeOf(message));
  const broken = (await envelopeOf(wire[2] ?? assert.fail())).toString().replace("oscimeta:Identifier type", "oscimeta:Identifier typ");
  assert.throws(() => { validateEnvelope(text(broken)); }, "the schema really looks");
});

test("every operation brings over what was said, both ways", async () => {
  const kept: Kept[] = [];
  const { results } = await everything(kept);
  assert.equal(results.id, id);
  assert.equal(results.lookup.length, 2);
  assert.equal(Buffer.from(results.lookup[0]?.parameters?.[0]?.resource ?? []).toString(), "Zertifikat");
  assert.equal(results.report.messageStatus.warnings?.entries?.[0]?.reason, "Empfänger war kurz nicht erreichbar");
  assert.equal(results.report.reportTime, "2026-03-02T09:16:00.5+01:00");
  const [plain, cipher, sync] = kept;
  assert.deepEqual(plain?.metaData, metaDataOf(id));
  assert.equal(plain?.container.kind === "plain" && Buffer.from(plain.container.message.content).toString(), "<antrag>Größe & Ähnliches</antrag>");
  assert.equal(plain?.container.kind === "plain" && plain.container.attachments[0]?.filename, "antrag.pdf");
  assert.equal(cipher?.container.kind === "encrypted" && Buffer.from(cipher.container.cipher).toString(), "verschlüsselt");
  assert.ok(sync);
  assert.deepEqual(results.sync.metaData?.msgIdentification.inReplyTo, [id]);
  assert.equal(results.sync.certificates?.name, "X509TokenContainer");
  assert.equal(results.list.list.metaData?.[1]?.testMsg, true);
  assert.equal(results.nextList.list.attributes?.[0]?.deliveryTime, "2026-03-02T09:16:00Z");
  assert.equal(results.message.container?.kind === "plain" && Buffer.from(results.message.container.attachments[0]?.content ?? []).toString(), "%PDF-1.4\n");
  assert.deepEqual(results.message.metaData?.originators.sender, portal);
  assert.equal(results.nextMessage.msgBox.outcome.kind, "none");
  assert.equal(results.nextMessage.container, undefined);
});

test("every code of every exception is said as a valid fault and understood with a sentence for people", async () => {
  for (const code of Object.keys(errorCodes).map(Number).filter(isErrorCode)) {
    const exception = errorCodes[code].exception ?? "PermissionDeniedException";
    const refuse = async (): Promise<never> => { throw new XtaException(code, exception); };
    const { client, wire } = loopback({ sendMessage: refuse, getTransportReport: refuse, cancelMessage: refuse });
    const call = operations.sendMessage.faults.includes(exception) ? client.sendMessage({ metaData: metaDataOf(id), container })
      : operations.getTransportReport.faults.includes(exception) ? client.getTransportReport(id) : client.cancelMessage(id);
    const error = await call.then(() => assert.fail("refused"), (thrown: unknown) => thrown);
    assert.ok(error instanceof XtaException);
    assert.deepEqual([error.code, error.exception, error.sentence], [code, exception, errorCodes[code].sentence]);
    if (!skipWithoutData) validateEnvelope(await envelopeOf(wire[1] ?? assert.fail()));
  }
});

test("the sample messages are valid by our validator", { skip: skipWithoutData }, () => {
  assert.equal(samples().length, 13);
  for (const { xml } of samples()) validateEnvelope(xml);
});
