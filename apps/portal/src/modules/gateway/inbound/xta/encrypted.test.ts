import assert from "node:assert/strict";
import { constants, createCipheriv, createPrivateKey, publicEncrypt, X509Certificate } from "node:crypto";
import { test } from "node:test";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { generateKeyPairWithCertificate } from "@kommunalportal/bundid";
import { checkMetaData, decryptContainer, encryptContainer, inMemory, readXml, standardLimits, withMetaData, writeXml, type MessageMetaData, type OutgoingContainer, type XmlElement } from "@kommunalportal/xta";
import { manualClock } from "#platform/clock";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { efaOverXta } from "../../../../testing/efa-over-xta.ts";
import { startWorld } from "../../../../testing/world.ts";
import { dialogueStandard } from "../dialogue.ts";
import { readZip } from "../../../../../../sandbox/src/sftp/read-zip.ts";

const clock = manualClock(new Date());
const world = await startWorld({ worker: false, clock });
const { house, sandbox } = world;
const { gateway, db } = house;
const { authority, clients, reader: reading } = sandbox.xtaIdentities;
const actor = { kind: "staff", id: newId() } as const;
const over = efaOverXta(world);
const { town, box, efa, arrivalOf, arrive, take: takeAgain, light, applications } = over;
const xml = (name: string): string => `<wohngeldantrag xmlns="urn:test:wohngeld"><antragsteller><vorname>Frieda</vorname><nachname>${name}</nachname></antragsteller><miete>720</miete></wohngeldantrag>`;
type Plain = Extract<OutgoingContainer, { kind: "plain" }>;
const plainOf = (name: string, more: Partial<Plain["message"]> = {}, attachments: Plain["attachments"] = []): Plain => ({ kind: "plain", message: { contentType: "application/xml", encoding: "UTF-8", bytes: Buffer.from(xml(name)), ...more }, attachments });

const send = (container: OutgoingContainer): Promise<string> => over.send({ container });
const left = async () => (await db.asOperator("test", (tx) => tx.one<{ n: number }>(sql`select count(*)::int as n from gateway.arriving_file where created_at >= ${new Date(0)}`))).n;
async function refusalOf(messageId: string): Promise<string> {
  const found = (await over.listed()).find(({ msgIdentification }) => msgIdentification.inReplyTo?.includes(messageId));
  if (!found) return "";
  const { container } = await efa.getMessage({ selector: { messageIds: [found.msgIdentification.messageId] } }, inMemory(1_000_000));
  return container?.kind === "plain" ? Buffer.from(container.message.content).toString("utf8") : "";
}
const directory = (entry: object): Promise<void> => over.control(entry, "/_control/dvdv");
/** As a sender asks before it encrypts. */
async function directorySays(): Promise<X509Certificate | undefined> {
  const [found] = await efa.lookupService([{ reader: { identifier: { type: "XTA_ID", value: box } }, serviceType: "urn:de:fim:leika:leistung:99107023017000" }]);
  const resource = found?.parameters?.[0]?.resource;
  return resource && new X509Certificate(resource);
}
const keys = async () => (await gateway.inbound.overview(town.id)).readingKeys;
const enter = async (state: "next" | "current") => directory({ reader: box, certificate: (await keys()).find((key) => key.state === state)!.certificate });
const step = { tenant: town.id, mailbox: "", actor };
const encrypted = async (plain: Plain) => encryptContainer(plain, (await directorySays())!.toString());
const bytesOf = async (container: Extract<OutgoingContainer, { kind: "encrypted" }>): Promise<Buffer> => (typeof container.cipher === "function" ? buffer(container.cipher()) : Buffer.from(container.cipher));
let first = "";

test("without a key nothing is encrypted; a key is made, stays sealed, and the directory that tells authors of it is not ours", async () => {
  const access = { ...over.access, actor };
  const connected = await gateway.inbound.connectMailbox(access);
  assert.ok(connected.ok);
  Object.assign(step, { mailbox: connected.mailbox });
  assert.equal(await directorySays(), undefined);
  assert.deepEqual(await gateway.readingKeys.add({ ...step, tenant: house.tenants.bySlug("beispielhausen")!.id }), { ok: false, why: "not-found" });
  assert.deepEqual(await gateway.readingKeys.announce(step), { ok: false, why: "wrong-order" });
  assert.ok((await gateway.readingKeys.add(step)).ok);
  const [key, ...more] = await keys();
  assert.deepEqual([key?.state, key?.here, more.length], ["current", true, 0]);
  const stored = await db.asOperator("test", (tx) => tx.one<{ private_jwk: Buffer; public_jwk: object }>(sql`select private_jwk, public_jwk from gateway.key where destination_id = ${step.mailbox}`));
  assert.ok(!("d" in stored.public_jwk) && !stored.private_jwk.includes('"d"'), "sealed");
  await enter("current");
  assert.equal((await directorySays())?.fingerprint256, key?.fingerprint);
  // Connected again with other settings, the keys are the same.
  assert.ok((await gateway.inbound.connectMailbox(access)).ok);
  assert.equal((await keys())[0]?.fingerprint, key?.fingerprint);
});

test("not commissioned: nothing is opened, the town gets the message as it lies there and opens it itself; with its order what waits is opened, once", async () => {
  const pdf = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(300_000, 7)]);
  first = await send(await encrypted(plainOf("Muster", {}, [{ contentType: "application/pdf", filename: "mietvertrag.pdf", bytes: pdf }])));
  const own = await send(await encrypted(plainOf("Selbst")));
  for (const id of [first, own]) assert.deepEqual([(await arrive(id)).unopened_why, await light(id)], ["order", "open"]);
  const { submission_id: submission } = await arrivalOf(own);
  assert.equal(await gateway.inbound.unopenedPackage({ tenant: house.tenants.bySlug("beispielhausen")!.id, submission, actor }), undefined);
  const files = readZip(await buffer((await gateway.inbound.unopenedPackage({ tenant: town.id, submission, actor }))!));
  assert.deepEqual([...files.keys()], ["metadaten.xml", "verschluesselt.xml"]);
  assert.match(files.get("metadaten.xml")!.toString(), /efa-dienst/);
  assert.ok(!files.get("verschluesselt.xml")!.includes("Selbst"));
  // The town's own software, with the key that it took along.
  const [kid] = (await keys()).map((key) => key.kid);
  const taken = await gateway.keys.export({ tenant: town.id, kid: kid!, passphrase: "eine lange Passphrase fuer uns", actor });
  assert.ok(taken.ok);
  const pem = createPrivateKey({ key: taken.pem, passphrase: "eine lange Passphrase fuer uns" }).export({ type: "pkcs8", format: "pem" }).toString();
  const document = readXml(files.get("verschluesselt.xml")!, standardLimits);
  assert.match(Buffer.from(decryptContainer({ kind: "encrypted", element: document, cipher: Buffer.from(cipherValue(document), "base64") }, pem).message.content).toString(), /<nachname>Selbst</);
  assert.equal(await light(own), "open", "downloading confirms nothing");
  assert.ok(await gateway.inbound.answerUnopened({ tenant: town.id, submission, verb: "accept", actor }));
  assert.deepEqual([(await arrivalOf(own)).state, await light(own), await applications()], ["accepted", "green", 0]);
  // Two at once: one counts.
  const twice = await arrive(await send(await encrypted(plainOf("Zugleich"))));
  const said = await Promise.all((["accept", "reject"] as const).map((verb) => gateway.inbound.answerUnopened({ tenant: town.id, submission: twice.submission_id, verb, actor })));
  assert.deepEqual(said.toSorted((a, b) => Number(a) - Number(b)), [false, true]);

  await gateway.inbound.giveMandate({ tenant: town.id, contract: "AV-2026-7", validFrom: "2026-01-01", actor });
  await gateway.inbound.sweep();
  const arrival = await takeAgain(first);
  assert.deepEqual([arrival.state, arrival.fault, await light(first), await applications()], ["accepted", null, "green", 1]);
  const content = await db.inTenant(town.id, (tx) => house.applications.content(tx, arrival.application_id!, { kind: "tenant" }));
  assert.deepEqual(content!.files.map(({ name, size }) => [name, size] as const).toSorted(([a], [b]) => a.localeCompare(b)), [["fachdaten.xml", Buffer.byteLength(xml("Muster"))], ["mietvertrag.pdf", pdf.length]]);
  clock.advance(7 * 3_600_000);
  await gateway.inbound.sweep();
  assert.equal(await left(), 0, "nothing that was opened on the way is left lying");
});

test("the same bytes again under another id, one after the other and at once: told so, without a second effect", async () => {
  const sealed = await encrypted(plainOf("Zweimal"));
  const cipher = await bytesOf(sealed);
  const [one, two, three] = await Promise.all([1, 2, 3].map(() => send({ ...sealed, cipher })));
  const before = await applications();
  assert.equal((await arrive(one!)).kind, "application");
  await gateway.inbound.poll();
  await Promise.all([two, three].map((id) => takeAgain(id!)));
  for (const id of [two, three]) assert.deepEqual([(await arrivalOf(id!)).kind, (await arrivalOf(id!)).state, await light(id!)], ["repeat", "accepted", "green"]);
  assert.equal(await applications(), before + 1);
  // The same words encrypted anew are another application: a person may apply twice.
  assert.equal((await arrive(await send(await encrypted(plainOf("Zweimal"))))).kind, "application");
});

test("a bit flipped in content or key, a piece cut off, bombs and what is no application inside: refused with the reason, and the sender reads it", async () => {
  const before = await applications();
  const good = await encrypted(plainOf("Kaputt"));
  const cipher = await bytesOf(good);
  const flipped = Buffer.from(cipher);
  flipped[flipped.length >> 1]! ^= 1;
  const wrongKey = changeWrappedKey(good.element, (bytes) => { bytes[10]! ^= 1; return bytes; });
  const inside = async (message: Partial<Plain["message"]>, attachments: Plain["attachments"] = []): Promise<OutgoingContainer> => encrypted(plainOf("x", message, attachments));
  const raw = async (document: string): Promise<OutgoingContainer> => rawly(document, (await directorySays())!);
  for (const [what, container, words] of [
    ["a bit of the content", { ...good, cipher: flipped }, /unterwegs verändert/], ["cut", { ...good, cipher: cipher.subarray(0, -20) }, /unterwegs verändert/], ["nothing but IV", { ...good, cipher: cipher.subarray(0, 12) }, /unterwegs verändert/],
    ["a bit of the key", { kind: "encrypted", element: wrongKey, cipher }, /nennt unser Zertifikat/],
    ["no container inside", await raw("<a>b</a>"), /keine XTA-Nachricht/], ["entities inside", await raw('<!DOCTYPE a [<!ENTITY b "cccccccccc">]><a>&b;&b;</a>'), /keine XTA-Nachricht/],
    ["200,000 elements inside", await raw(`<x:ContentContainer xmlns:x="http://xoev.de/transport/xta/211">${"<x:Attachment contentType=\"a/b\"/>".repeat(200_000)}</x:ContentContainer>`), /keine XTA-Nachricht/],
    ["600 attachments", await inside({}, Array.from({ length: 600 }, (_, at) => ({ contentType: "text/plain", filename: `${at}.txt`, bytes: Buffer.from("x") }))), /mehr als 500 Anlagen/],
    ["more data than an application has", await inside({ bytes: Buffer.alloc(21 * 1024 * 1024, 0x20) }), /größer als 20 MB/],
    ["gzip that nobody unpacks", await inside({ encoding: "gzip", bytes: gzipSync(Buffer.alloc(5_000_000, 0x20)) }), /nicht lesbar/],
    ["a picture", await inside({ contentType: "image/png", bytes: Buffer.from("png") }), /weder XML noch JSON/],
  ] as const) {
    const id = await send(container);
    const arrival = await arrive(id);
    assert.deepEqual([arrival.state, arrival.fault], ["rejected", null], what);
    assert.match(arrival.problems?.[0]?.detail ?? "", words, what);
    assert.match(await refusalOf(id), new RegExp(`abgelehnt.*${words.source}`, "s"), what);
    assert.equal(await light(id), "green", "read, and answered");
  }
  assert.equal(await applications(), before);
  // Large data in the clear were fetched again for ever; they too are refused.
  const large = await send(plainOf("x", { bytes: Buffer.alloc(21 * 1024 * 1024, 0x20) }));
  assert.match((await arrive(large)).problems?.[0]?.detail ?? "", /größer als 20 MB/);
});

test("the metadata that an author encloses are those of the message, or nothing of it is believed; what is answered encloses its own, and an answer without them does not count", async () => {
  const certificate = (await directorySays())!.toString();
  const bound = (plain: Plain, change: Partial<MessageMetaData> = {}) => (metaData: MessageMetaData): OutgoingContainer => encryptContainer(withMetaData(plain, { ...metaData, ...change }), certificate);
  const elsewhere = { identifier: { type: "XTA_ID", value: "jemand-anders" } };
  for (const change of [{ originators: { author: elsewhere } }, { destinations: { reader: elsewhere } }, { msgIdentification: { messageId: "urn:de:xta:messageid:anders:1" } }] satisfies Partial<MessageMetaData>[]) {
    const id = await over.send({ container: bound(plainOf("Umgeleitet"), change) });
    const arrival = await arrive(id);
    assert.deepEqual([arrival.state, arrival.application_id], ["rejected", null]);
    assert.match(arrival.problems?.[0]?.detail ?? "", /nicht die, die ihr Verfasser mit verschlüsselt hat/);
  }
  const handedIn = await over.send({ container: bound(plainOf("Gebunden")), certificate: reading.certificate });
  const arrival = await arrive(handedIn);
  const content = await db.inTenant(town.id, (tx) => house.applications.content(tx, arrival.application_id!, { kind: "tenant" }));
  assert.deepEqual(content!.files.map(({ name }) => name), ["fachdaten.xml"], "the enclosed order is no file of the person's");

  const office = (await db.inTenant(town.id, (tx) => house.applications.parts(tx, arrival.application_id!)))[0]!.office;
  await house.answers.inCase(town.id, arrival.application_id!, (tx, head) => house.answers.ask(tx, { head, actor: { ...actor, office }, office, text: "Seit wann?" }));
  const event = (await db.inTenant(town.id, (tx) => house.applications.timeline(tx, arrival.application_id!, { kind: "tenant" }, "office"))).find(({ type }) => type === "question")!;
  await gateway.replies.follow({ type: "application.question", id: event.id, tenant: town.id, application: arrival.application_id! });
  await gateway.replies.send({ tenant: town.id, submission: arrival.submission_id });
  const asked = (await over.listed()).find(({ msgIdentification }) => msgIdentification.inReplyTo?.includes(handedIn))!;
  const fetched = await efa.getMessage({ selector: { messageIds: [asked.msgIdentification.messageId] } }, inMemory(1_000_000));
  assert.ok(fetched.container?.kind === "encrypted" && fetched.metaData);
  assert.equal(checkMetaData(decryptContainer(fetched.container, reading.privateKey), fetched.metaData).binding, "bound");

  const words = (text: string): Plain => ({ kind: "plain", message: { contentType: "application/json", bytes: Buffer.from(JSON.stringify({ kind: "answer", text })) } });
  const inReplyTo = [handedIn];
  const forged = await arrive(await over.send({ inReplyTo, schema: dialogueStandard, container: encryptContainer(words("Untergeschoben."), certificate) }));
  assert.equal(forged.state, "rejected");
  assert.equal((await arrive(await over.send({ inReplyTo, schema: dialogueStandard, container: bound(words("Seit März.")) }))).state, "accepted");
  const said = (await db.inTenant(town.id, (tx) => house.applications.timeline(tx, arrival.application_id!, { kind: "tenant" }, "office"))).filter(({ type }) => type === "reply");
  assert.deepEqual(said.map(({ text }) => text), ["Seit März."]);
});

test("for another key it is not refused: it waits, named, for the town; where its key comes, it is opened", async () => {
  const elsewhere = await generateKeyPairWithCertificate("Alter Schlüssel der Stadt", { bits: 3_072, days: 30, now: new Date(clock.now().getTime() - 86_400_000) });
  const stranger = await send(encryptContainer(plainOf("Fremd"), elsewhere.certificate));
  assert.deepEqual([(await arrive(stranger)).state, (await arrivalOf(stranger)).unopened_why, await light(stranger)], ["unopened", "key", "open"]);
  // Nobody is named, and no key here fits: the same. Named as ours by somebody who does not have our key: broken (above).
  await gateway.inbound.sweep();
  assert.equal((await arrivalOf(stranger)).state, "unopened", "the order alone does not help");
  const add = (own: { certificate: string; key: string }) => gateway.readingKeys.add({ ...step, own });
  assert.deepEqual(await add({ certificate: "kein PEM", key: elsewhere.privateKey }), { ok: false, problems: [{ path: "certificate", code: "certificate-unreadable" }] });
  assert.deepEqual(await add({ certificate: elsewhere.certificate, key: "kein PEM" }), { ok: false, problems: [{ path: "key", code: "key-unreadable" }] });
  assert.deepEqual(await add({ certificate: elsewhere.certificate, key: clients.efa.privateKey }), { ok: false, problems: [{ path: "key", code: "key-mismatch" }] });
  assert.deepEqual(await add({ certificate: authority.certificate, key: authority.privateKey }), { ok: false, problems: [{ path: "certificate", code: "key-too-small" }] });
  assert.ok((await add({ certificate: elsewhere.certificate, key: elsewhere.privateKey })).ok);
  assert.equal((await takeAgain(stranger)).state, "accepted");
  assert.deepEqual((await keys()).map(({ state }) => state).toSorted((a, b) => a.localeCompare(b)), ["current", "next"], "a key that was brought opens at once and is used by nobody yet");
  assert.deepEqual(await gateway.readingKeys.announce(step), { ok: false, why: "directory-first" });
});

test("the key changes while messages are on their way: old and new open side by side, the directory first, the old one goes last", async () => {
  const old = (await directorySays())!;
  const onItsWay = await send(encryptContainer(plainOf("Unterwegs"), old.toString()));
  assert.deepEqual(await gateway.readingKeys.announce(step), { ok: false, why: "directory-first" });
  await enter("next");
  const withNew = await send(await encrypted(plainOf("Neu")));
  assert.equal((await arrive(withNew)).state, "accepted", "whoever asks the directory first is read before the exchange is done here");
  assert.ok((await gateway.readingKeys.announce(step)).ok);
  assert.equal((await arrive(onItsWay)).state, "accepted");
  assert.deepEqual(await gateway.readingKeys.retire(step), { ok: false, why: "in-use" });
  clock.advance(16 * 86_400_000);
  const late = await send(encryptContainer(plainOf("Spät"), old.toString()));
  await gateway.inbound.poll();
  assert.deepEqual(await gateway.readingKeys.retire(step), { ok: false, why: "in-use" }, "something still waits");
  assert.equal((await takeAgain(late)).state, "accepted");
  await directory({ reader: box, certificate: old.toString() });
  assert.deepEqual(await gateway.readingKeys.retire(step), { ok: false, why: "directory-first" });
  await enter("current");
  assert.ok((await gateway.readingKeys.retire(step)).ok);
  const tooLate = await send(encryptContainer(plainOf("Zu spät"), old.toString()));
  assert.deepEqual([(await arrive(tooLate)).state, (await arrivalOf(tooLate)).unopened_why], ["unopened", "key"], "never refused, never lost");
  assert.ok(await gateway.inbound.answerUnopened({ tenant: town.id, submission: (await arrivalOf(tooLate)).submission_id, verb: "reject", actor }));
  assert.deepEqual([(await arrivalOf(tooLate)).state, await light(tooLate)], ["rejected", "green"]);
  assert.match(await refusalOf(tooLate), /konnte die Nachricht nicht verarbeiten/);
});

test("the older key transport is a setting of the mailbox: until then it waits, with it what waits is opened", async () => {
  const older = await send(rawly(`<x:ContentContainer xmlns:x="http://xoev.de/transport/xta/211"><x:Message contentType="application/xml">${Buffer.from(xml("Älter")).toString("base64")}</x:Message></x:ContentContainer>`, (await directorySays())!, true));
  assert.deepEqual([(await arrive(older)).state, (await arrivalOf(older)).unopened_why], ["unopened", "format"]);
  assert.ok(await gateway.readingKeys.setOlderKeyTransport({ ...step, reads: true }));
  assert.equal((await takeAgain(older)).state, "accepted");
  assert.ok(await gateway.readingKeys.setOlderKeyTransport({ ...step, reads: false }));
});

test("a town that leads its key itself: the private part is gone here, and what comes is passed on unopened", async () => {
  const [current] = (await keys()).filter(({ state }) => state === "current");
  assert.ok((await gateway.keys.release({ tenant: town.id, kid: current!.kid, actor })).ok);
  const message = await send(await encrypted(plainOf("Selbst geführt")));
  assert.deepEqual([(await arrive(message)).state, (await arrivalOf(message)).unopened_why], ["unopened", "key"]);
});

function cipherValue(element: XmlElement): string {
  const of = (from: XmlElement, name: string): XmlElement => from.children.find((child): child is XmlElement => typeof child !== "string" && child.name === name)!;
  return of(of(element, "CipherData"), "CipherValue").children.filter((child) => typeof child === "string").join("");
}
function changeWrappedKey(element: XmlElement, change: (bytes: Buffer) => Buffer): XmlElement {
  const written = Buffer.from(writeXml(element)).toString();
  return readXml(Buffer.from(written.replace(/(CipherValue>)([^<]{100,})(<)/, (_, a: string, value: string, b: string) => `${a}${change(Buffer.from(value, "base64")).toString("base64")}${b}`)), standardLimits);
}
/** Any document, encrypted as an author would; `older`: with the key transport of XML Encryption 1.0. */
function rawly(document: string, reader: X509Certificate, older = false): Extract<OutgoingContainer, { kind: "encrypted" }> {
  const { element } = encryptContainer(plainOf("x"), reader.toString());
  const [key, iv] = [Buffer.alloc(32, 9), Buffer.alloc(12, 1)];
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  const bytes = Buffer.concat([iv, cipher.update(document), cipher.final(), cipher.getAuthTag()]);
  const wrapped = publicEncrypt({ key: reader.publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: older ? "sha1" : "sha256" }, key);
  const changed = changeWrappedKey(element, () => wrapped);
  if (!older) return { kind: "encrypted", element: changed, cipher: bytes };
  const written = Buffer.from(writeXml(changed)).toString().replace("http://www.w3.org/2009/xmlenc11#rsa-oaep", "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p").replace(/<[\w:]*DigestMethod[^>]*\/>(<\/[\w:]*DigestMethod>)?<[\w:]*MGF[^>]*\/>/, "");
  return { kind: "encrypted", element: readXml(Buffer.from(written), standardLimits), cipher: bytes };
}
