import assert from "node:assert/strict";
import { test } from "node:test";
import { addressing, ask, content, CREATE_ID, envelope, include, metaData, mtom, plain, SEND, sendEnvelope, type WireMessage } from "./testing/wire-message.ts";

const part = (id: string, more = ""): string => `Content-Type: application/octet-stream\r\nContent-ID: <${id}>${more}`;
const good = sendEnvelope(content("QUJD"));
const attachment = (inside: string): string => `<xta:Attachment contentType="text/plain">${inside}</xta:Attachment>`;

/** Refused as the sender's fault, nothing stored, no fault of ours, and nothing of the message in the answer. */
async function refused(message: WireMessage, pattern: RegExp, options: Parameters<typeof ask>[1] = {}): Promise<void> {
  const { status, text, kept, faults } = await ask(message, options);
  assert.equal(status, 500, text);
  assert.match(text, pattern);
  assert.match(text, /<s:Value>s:(?:Sender|VersionMismatch|MustUnderstand)</);
  assert.doesNotMatch(text, /GEHEIM/);
  assert.deepEqual([kept.length, faults], [0, []]);
}

test("the messages that the attacks are made from are accepted, plain and as MTOM", async () => {
  for (const message of [plain(good), mtom(good, []), mtom(sendEnvelope(content(include("cid:p@x"))), [[part("p@x"), "ABC"]]), mtom(sendEnvelope(content(include("cid:p%40x"))), [[part("p@x"), "ABC"]])]) {
    const { status, kept, text } = await ask(message);
    assert.equal(status, 200, text);
    assert.equal(kept[0]?.container.kind === "plain" && Buffer.from(kept[0].container.message.content).toString(), "ABC");
  }
});

test("a document type, entities, a processing instruction, another encoding and XML 1.1 are refused", async () => {
  await refused(plain(`<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/passwd">]>${good.replace("QUJD", "&e;")}`), /document type/);
  await refused(plain(`<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>${good}`), /document type/);
  await refused(plain(good.replace("QUJD", "&nbsp;")), /well-formed/);
  await refused(plain(`<?xml-stylesheet href="x"?>${good}`), /processing instruction/);
  await refused(plain(`<?xml version="1.0" encoding="ISO-8859-1"?>${good}`), /UTF-8/);
  await refused(plain(`<?xml version="1.1"?>${good}`), /XML 1.0/);
  await refused(plain(Buffer.concat([Buffer.from(good), Buffer.from([0xff])])), /UTF-8/);
  await refused(plain(Buffer.from(good, "utf16le")), /UTF-8|well-formed/);
  await refused(plain(good.slice(0, -20)), /well-formed/);
});

test("a message that is too deep, too long, too wide or has too many parts is refused before it costs much", async () => {
  await refused(plain(sendEnvelope("<a>".repeat(100) + "</a>".repeat(100))), /levels/);
  await refused(plain(sendEnvelope("<a/>".repeat(70_000))), /elements/);
  await refused(plain(sendEnvelope(content("QUJD".repeat(1000)))), /larger|9023/, { limits: { maxEnvelopeBytes: 2000 } });
  await refused(mtom(sendEnvelope(content(include("cid:p@x"))), [[part("p@x"), "A".repeat(5000)]]), /9023/, { limits: { maxMessageBytes: 4000 } });
  await refused(mtom(good, Array.from({ length: 30 }, (_, at) => [part(`p${at}@x`), ""] as const)), /9023|nicht lesbar/, { limits: { maxParts: 10 } });
  const { bytes, contentType } = mtom(good, []);
  await refused({ contentType, bytes: Buffer.from(bytes.toString("latin1").replace("Content-ID: <root", `X-Long: ${"x".repeat(20_000)}\r\nContent-ID: <root`), "latin1") }, /larger/);
});

test("XOP: a part that is missing, unknown, named twice or sent twice is refused", async () => {
  const one = sendEnvelope(content(include("cid:p@x")));
  await refused(mtom(one, []), /included part is not there/);
  await refused(mtom(good, [[part("p@x"), "GEHEIM"]]), /not included/);
  await refused(mtom(one, [[part("p@x"), "ABC"], [part("q@x"), "GEHEIM"]]), /not included/);
  await refused(mtom(one, [[part("p@x"), "ABC"], [part("p@x"), "GEHEIM"]]), /came twice/);
  await refused(mtom(sendEnvelope(content(include("cid:p@x"), attachment(include("cid:p@x")))), [[part("p@x"), "ABC"]]), /included twice/);
  await refused(mtom(one, [["Content-Type: text/plain", "no id"]]), /not included/);
});

test("XOP: an address elsewhere, content beside an Include and an Include in a header are refused", async () => {
  for (const href of ["http://127.0.0.1/geheim", "file:///etc/passwd", "cid:", "p@x", "#p", "cid:%zz"]) {
    await refused(mtom(sendEnvelope(content(include(href))), [[part("p@x"), "ABC"]]), /cid/);
  }
  await refused(mtom(sendEnvelope(content(`QUJD${include("cid:p@x")}`)), [[part("p@x"), "ABC"]]), /only content/);
  await refused(mtom(sendEnvelope(content(include("cid:p@x") + include("cid:q@x"))), [[part("p@x"), ""], [part("q@x"), ""]]), /902\d|only content/);
  await refused(mtom(sendEnvelope(content('<xop:Include href="cid:p@x" other="1"/>')), [[part("p@x"), ""]]), /href and nothing else/);
  const inHeader = metaData().replace("urn:x:1</wsa:MessageID>", `${include("cid:p@x")}</wsa:MessageID>`);
  await refused(mtom(envelope(addressing(SEND) + inHeader, content("QUJD")), [[part("p@x"), "urn:x:1"]]), /902\d|stands/);
  const inForeignHeader = `<f:Foreign xmlns:f="urn:f">${include("cid:p@x")}</f:Foreign>`;
  await refused(mtom(envelope(addressing(SEND) + metaData() + inForeignHeader, content("QUJD")), [[part("p@x"), "x"]]), /outside of the content/);
});

test("MIME: a doubled header, an encoding, a root that is not first, a broken boundary and a cut message are refused", async () => {
  const one = sendEnvelope(content(include("cid:p@x")));
  await refused(mtom(one, [[part("p@x", "\r\nContent-ID: <q@x>"), "ABC"]]), /stands twice/);
  await refused(mtom(one, [[part("p@x", "\r\nContent-Transfer-Encoding: base64"), "QUJD"]]), /encoded/);
  await refused(mtom(one, [[part("p@x", "\r\nno header"), "ABC"]]), /header/);
  const { contentType, bytes } = mtom(one, [[part("p@x"), "ABC"]]);
  await refused({ bytes, contentType: contentType.replace("root@test", "p@x") }, /not the first part/);
  await refused({ bytes, contentType: contentType.replace('boundary="b-1"', 'boundary="b-2"') }, /ends in the middle|larger/);
  await refused({ bytes, contentType: contentType.replace('boundary="b-1"; ', "") }, /boundary/);
  await refused({ bytes, contentType: `${contentType}; boundary="x"` }, /Content-Type/);
  await refused({ bytes, contentType: contentType.replace("application/xop+xml", "text/xml") }, /MTOM/);
  await refused({ bytes, contentType: "" }, /Content-Type/);
  for (const cut of [3, 8, 40, 200]) await refused({ contentType, bytes: bytes.subarray(0, bytes.length - cut) }, /ends in the middle/);
});

test("SOAP: version 1.1, a second body, a doubled or unknown header and text between elements are refused", async () => {
  await refused(plain(good.replaceAll("http://www.w3.org/2003/05/soap-envelope", "http://schemas.xmlsoap.org/soap/envelope/")), /VersionMismatch/);
  await refused(plain(good.replace("<s:Body>", "<s:Body/><s:Body>")), /one body/);
  await refused(plain(good.replace("<s:Header>", "<s:Header/><s:Header>")), /one body/);
  await refused(plain(good.replace("<s:Body>", "text<s:Body>")), /text stands/);
  await refused(plain(envelope(addressing(SEND) + metaData() + metaData(), content("QUJD"))), /InvalidCardinality/);
  await refused(plain(envelope(addressing(SEND) + metaData() + `<wsa:Action>${CREATE_ID}</wsa:Action>`, content("QUJD"))), /InvalidCardinality/);
  await refused(plain(envelope(`${addressing(SEND)}${metaData()}<f:Secure xmlns:f="urn:f" s:mustUnderstand="true"/>`, content("QUJD"))), /MustUnderstand/);
  await refused(plain(sendEnvelope(content("QUJD") + content("QUJD"))), /one element/);
  const ignored = await ask(plain(envelope(`${addressing(SEND)}${metaData()}<f:Hint xmlns:f="urn:f"/><f:Other xmlns:f="urn:f" s:role="urn:other" s:mustUnderstand="true"/>`, content("QUJD"))));
  assert.equal(ignored.status, 200, "a header that need not be understood, and one for somebody else, are ignored");
});

test("wrapping: meta data or content that stands anywhere but in its place is not read", async () => {
  await refused(plain(envelope(addressing(SEND), `<w:Wrap xmlns:w="urn:w">${metaData()}${content("QUJD")}</w:Wrap>`)), /9020|9022/);
  await refused(plain(envelope(`${addressing(SEND)}<w:Wrap xmlns:w="urn:w">${metaData()}</w:Wrap>`, content("QUJD"))), /9020/);
  await refused(plain(sendEnvelope(`<xta:GenericContentContainer>${content("QUJD")}</xta:GenericContentContainer>`)), /902\d/);
  await refused(plain(sendEnvelope(content("QUJD").replaceAll("xta:Message", "xta:Nachricht"))), /Keine Parameter vorhanden: [^<]*ContentContainer[^<]*<.*9020/);
  await refused(plain(good.replace("<code>XTA</code>", "<oscimeta:code>XTA</oscimeta:code>")), /902\d/);
  await refused(plain(good.replace('type="XTA_ID"', 'type="XTA_ID" admin="true"')), /<s:Text xml:lang="de">Ungültige Parameterkombination: [^<]*Author\/Identifier[^<]*<\/s:Text>.*9022/);
  await refused(plain(sendEnvelope(content("kein base64!"))), /nicht lesbar/);
});

test("addressing: no action, another action, an answer to elsewhere and no message id are refused", async () => {
  await refused(plain(envelope(metaData(), content("QUJD"))), /MessageAddressingHeaderRequired/);
  await refused(plain(envelope(`<wsa:Action>${SEND}</wsa:Action>${metaData()}`, content("QUJD"))), /MessageAddressingHeaderRequired/);
  await refused(plain(envelope(addressing("urn:other") + metaData(), content("QUJD"))), /ActionNotSupported/);
  await refused(plain(envelope(addressing("http://www.xta.de/XTA/CheckAccountActive") + metaData(), content("QUJD"))), /ActionNotSupported/);
  await refused(plain(good, "http://www.xta.de/XTA/SendMessageSync"), /ActionMismatch/);
  await refused(plain(good.replace("<wsa:To>", "<wsa:ReplyTo><wsa:Address>http://127.0.0.1:9/</wsa:Address></wsa:ReplyTo><wsa:To>")), /OnlyAnonymousAddressSupported/);
  await refused(plain(good.replace("<wsa:To>", "<wsa:FaultTo><wsa:Address>http://127.0.0.1:9/</wsa:Address></wsa:FaultTo><wsa:To>")), /OnlyAnonymousAddressSupported/);
});

test("a fault of the service tells the caller nothing, an exception that the operation does not know is a fault", async () => {
  const { status, text, faults } = await ask(plain(good), {}, { sendMessage: async () => { throw new Error("GEHEIM: password"); } });
  assert.deepEqual([status, /9030/.test(text), /GEHEIM/.test(text), faults.length], [500, true, false, 1]);
});
