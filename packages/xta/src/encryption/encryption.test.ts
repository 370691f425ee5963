import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { constants, createCipheriv, createHash, generateKeyPairSync, publicEncrypt, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { collectBytes } from "../mime/byte-source.ts";
import { readXml } from "../xml/read-xml.ts";
import { writeXml } from "../xml/write-xml.ts";
import { standardLimits } from "../limits.ts";
import type { MessageMetaData } from "../model/message-meta-data.ts";
import type { XmlElement } from "../xml/xml-element.ts";
import { decryptContainer, readerCertificateOf, XtaDecryptionError } from "./decrypt-container.ts";
import { readMessageMetaData, writeMessageMetaData } from "../message-meta-data-xml.ts";
import { metaDataOf, portal } from "../testing/examples.ts";
import { checkMetaData, withMetaData } from "./bound-meta-data.ts";
import { encryptContainer } from "./encrypt-container.ts";
import { encryptionCertificateOf, withEncryptionCertificate } from "./party-certificate.ts";

const folder = mkdtempSync(join(tmpdir(), "xta-encryption-"));
after(() => { rmSync(folder, { recursive: true, force: true }); });
const hasOpenssl = !spawnSync("openssl", ["version"]).error;
function pair(name: string, bits: number): { readonly certificate: string; readonly key: string } {
  execFileSync("openssl", ["req", "-x509", "-newkey", `rsa:${bits}`, "-nodes", "-days", "2", "-subj", `/CN=${name}`, "-keyout", join(folder, `${name}.key`), "-out", join(folder, `${name}.crt`)], { stdio: "ignore" });
  return { certificate: readFileSync(join(folder, `${name}.crt`), "utf8"), key: readFileSync(join(folder, `${name}.key`), "utf8") };
}
const [reader, stranger] = hasOpenssl ? [pair("reader", 3072), pair("stranger", 3072)] : [undefined, undefined];
const options = { skip: hasOpenssl ? false : "no openssl on this machine to make certificates with" };
const big = Buffer.alloc(1_000_001, 7);
async function* inPieces(): AsyncGenerator<Uint8Array, void, undefined> { for (let at = 0; at < big.length; at += 70_000) yield big.subarray(at, at + 70_000); }
const plain = {
  kind: "plain", message: { contentType: "application/json", encoding: "UTF-8", filename: "Antrag ä & \"b\".json", bytes: Buffer.from("{\"a\":1}") },
  attachments: [{ contentType: "image/png", filename: "eins.png", bytes: inPieces }, { contentType: "text/plain", bytes: new Uint8Array() }],
} as const;
/** As an intermediary would carry it: element written and read, cipher in one piece. */
async function carried(): Promise<{ readonly kind: "encrypted"; readonly element: XmlElement; readonly cipher: Uint8Array }> {
  const { element, cipher } = encryptContainer(plain, reader!.certificate);
  return { kind: "encrypted", element: readXml(writeXml(element), standardLimits), cipher: typeof cipher === "function" ? await collectBytes(cipher(), 10_000_000, "cipher") : cipher };
}

test("a party carries the certificate for which it wants to be answered through the schema's own field, and what is none is none", options, () => {
  const author = { identifier: { type: "XTA_ID", value: "kommunalportal" } };
  const asked = withEncryptionCertificate(author, reader!.certificate);
  const written = writeMessageMetaData(metaDataOf("urn:de:xta:messageid:test:1", { originators: { author: asked } }));
  const read = readMessageMetaData(written).originators.author;
  assert.equal(new X509Certificate(encryptionCertificateOf(read) ?? "").fingerprint256, new X509Certificate(reader!.certificate).fingerprint256);
  assert.equal(encryptionCertificateOf(author), undefined);
  const [token] = asked.securityTokens ?? [];
  for (const changed of [{ ...token!, usage: "SIGNATURE" as const }, { ...token!, token: { ...token!.token, children: ["AAAA"] } }, { ...token!, token: { ...token!.token, attributes: [] } }]) assert.equal(encryptionCertificateOf({ ...author, securityTokens: [changed] }), undefined);
  assert.throws(() => withEncryptionCertificate(author, "kein Zertifikat"), RangeError);
});
test("what is encrypted for a reader opens with the reader's key alone, byte for byte", options, async () => {
  const sent = await carried();
  assert.ok(!Buffer.from(sent.cipher).includes("Antrag"), "nothing stands in the clear");
  const { message, attachments } = decryptContainer(sent, reader!.key);
  assert.equal(message.filename, "Antrag ä & \"b\".json");
  assert.equal(Buffer.from(message.content).toString(), "{\"a\":1}");
  assert.deepEqual(attachments.map(({ filename, content }) => [filename, content.byteLength]), [["eins.png", big.length], [undefined, 0]]);
  const digest = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
  assert.equal(digest(attachments[0]!.content), digest(big));
  assert.throws(() => decryptContainer(sent, stranger!.key), (error) => error instanceof XtaDecryptionError && error.problem === "key");
});

test("a bit changed, a piece cut off, another algorithm: nothing is given out", options, async () => {
  const sent = await carried();
  const problem = (changes: object): string | undefined => {
    try { decryptContainer({ ...sent, ...changes }, reader!.key); return undefined; } catch (error) { return error instanceof XtaDecryptionError ? error.problem : String(error); }
  };
  const flipped = Uint8Array.from(sent.cipher);
  flipped[100]! ^= 1;
  assert.equal(problem({ cipher: flipped }), "content");
  assert.equal(problem({ cipher: sent.cipher.subarray(0, -1) }), "content");
  assert.equal(problem({ cipher: new Uint8Array(5) }), "content");
  const written = Buffer.from(writeXml(sent.element)).toString();
  for (const [from, to] of [["2009/xmlenc11#aes256-gcm", "2001/04/xmlenc#aes256-cbc"], ["2009/xmlenc11#rsa-oaep", "2001/04/xmlenc#rsa-1_5"], ["xmlenc#sha256", "xmldsig#sha1"]] as const) {
    assert.equal(problem({ element: readXml(Buffer.from(written.replace(from, to)), standardLimits) }), "algorithm", to);
  }
});

test("a certificate without a fitting key is refused", options, () => {
  assert.throws(() => encryptContainer(plain, "no certificate"), RangeError);
  assert.throws(() => encryptContainer(plain, pair("small", 2048).certificate), RangeError);
  assert.throws(() => encryptContainer(plain, generateKeyPairSync("ec", { namedCurve: "prime256v1", privateKeyEncoding: { type: "pkcs8", format: "pem" }, publicKeyEncoding: { type: "spki", format: "pem" } }).publicKey), RangeError);
});

test("who it is for stands in it, for all to see; where nobody is named, that is no fault", options, async () => {
  const sent = await carried();
  assert.equal(new X509Certificate(readerCertificateOf(sent) ?? "").fingerprint256, new X509Certificate(reader!.certificate).fingerprint256);
  const written = Buffer.from(writeXml(sent.element)).toString();
  const unnamed = readXml(Buffer.from(written.replace(/<(\w+:)?X509Certificate>[^<]*</, "<$1X509Certificate>AAAA<")), standardLimits);
  assert.equal(readerCertificateOf({ element: unnamed }), undefined);
  assert.equal(decryptContainer({ ...sent, element: unnamed }, reader!.key).attachments.length, 2);
});

test("the older key transport is read where it is asked for, with every AES-GCM and never with CBC or another digest", options, async () => {
  const document = Buffer.from('<x:ContentContainer xmlns:x="http://xoev.de/transport/xta/211"><x:Message contentType="text/plain">QUJD</x:Message></x:ContentContainer>');
  const older = (bits: 128 | 192 | 256, digest = "", method = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p") => {
    const [key, iv] = [Buffer.alloc(bits / 8, 5), Buffer.alloc(12, 6)];
    const cipher = createCipheriv(`aes-${bits}-gcm`, key, iv);
    const bytes = Buffer.concat([iv, cipher.update(document), cipher.final(), cipher.getAuthTag()]);
    const wrapped = publicEncrypt({ key: reader!.certificate, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha1" }, key).toString("base64");
    const element = readXml(Buffer.from(`<e:EncryptedData xmlns:e="http://www.w3.org/2001/04/xmlenc#" xmlns:d="http://www.w3.org/2000/09/xmldsig#" Type="http://www.w3.org/2001/04/xmlenc#Element"><e:EncryptionMethod Algorithm="http://www.w3.org/2009/xmlenc11#aes${bits}-gcm"/><d:KeyInfo><e:EncryptedKey><e:EncryptionMethod Algorithm="${method}">${digest}</e:EncryptionMethod><e:CipherData><e:CipherValue>${wrapped}</e:CipherValue></e:CipherData></e:EncryptedKey></d:KeyInfo><e:CipherData><e:CipherValue/></e:CipherData></e:EncryptedData>`), standardLimits);
    return { kind: "encrypted", element, cipher: bytes } as const;
  };
  const sha1 = '<d:DigestMethod Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/>';
  const said = (sent: Parameters<typeof decryptContainer>[0], older = true): string => {
    try { return Buffer.from(decryptContainer(sent, reader!.key, { olderKeyTransport: older }).message.content).toString(); } catch (error) { return error instanceof XtaDecryptionError ? error.problem : String(error); }
  };
  for (const bits of [128, 192, 256] as const) assert.deepEqual([said(older(bits)), said(older(bits, sha1)), said(older(bits), false)], ["ABC", "ABC", "algorithm"], String(bits));
  assert.equal(said(older(256, sha1.replace("sha1", "sha224"))), "algorithm");
  assert.equal(said(older(256, "", "http://www.w3.org/2001/04/xmlenc#rsa-1_5")), "algorithm");
  const cbc = older(256);
  assert.equal(said({ ...cbc, element: readXml(Buffer.from(Buffer.from(writeXml(cbc.element)).toString().replace("2009/xmlenc11#aes256-gcm", "2001/04/xmlenc#aes256-cbc")), standardLimits) }), "algorithm");
  // What is written here today is read either way.
  assert.equal(said(await carried()), "{\"a\":1}");
});

test("long contents come out byte for byte however their base64 is broken into lines, and what only looks like base64 is refused as before", options, () => {
  const bytes = Buffer.from(Array.from({ length: 90_001 }, (_, at) => (at * 31) % 256));
  const sealed = (body: string): Parameters<typeof decryptContainer>[0] => {
    const [key, iv] = [Buffer.alloc(32, 3), Buffer.alloc(12, 4)];
    const cipher = createCipheriv("aes-256-gcm", key, iv);
    const { element } = encryptContainer({ kind: "plain", message: { contentType: "text/plain", bytes: new Uint8Array() } }, reader!.certificate);
    const wrapped = publicEncrypt({ key: reader!.certificate, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" }, key).toString("base64");
    return {
      kind: "encrypted", cipher: Buffer.concat([iv, cipher.update(`<x:ContentContainer xmlns:x="http://xoev.de/transport/xta/211">${body}</x:ContentContainer>`), cipher.final(), cipher.getAuthTag()]),
      element: readXml(Buffer.from(Buffer.from(writeXml(element)).toString().replace(/(CipherValue>)[^<]{100,}</, `$1${wrapped}<`)), standardLimits),
    };
  };
  const message = (text: string, more = ""): string => `<x:Message contentType="text/plain">QUJD</x:Message><x:Attachment contentType="a/b"${more}>${text}</x:Attachment>`;
  const base64 = bytes.toString("base64");
  for (const text of [base64, base64.replace(/.{76}/g, "$&\r\n"), `<!-- > -->${base64}`]) {
    const { attachments: [attachment] } = decryptContainer(sealed(message(text)), reader!.key);
    assert.equal(Buffer.compare(Buffer.from(attachment!.content), bytes), 0);
  }
  for (const body of [message(`${base64.slice(0, 60_000)}<!-- -->${base64.slice(60_000)}`), `<!-- >${base64}<a> -->${message(base64)}`, message("QUJD").repeat(90_000), "<".repeat(3_000_000), message(`${base64.slice(0, -1)}*`), message(`${base64}AAA`), message("QUJD", ` filename="${"A".repeat(70_000)}<"`), `${message(base64)}<x:Other>${base64}</x:Other>`, `<![CDATA[>${base64}<]]>${message(base64)}`, message(base64).slice(0, -30)]) {
    assert.throws(() => decryptContainer(sealed(body), reader!.key), (error) => error instanceof XtaDecryptionError && error.problem === "content", body.slice(0, 80));
  }
});

test("the order that an author encloses shows what was changed on the way, and what a server may set is none of it", options, async () => {
  const order = metaDataOf("urn:de:xta:messageid:probe:1", { originators: { author: withEncryptionCertificate(portal, reader!.certificate) } });
  const { element, cipher } = encryptContainer(withMetaData(plain, order), reader!.certificate);
  const opened = decryptContainer({ kind: "encrypted", element, cipher: typeof cipher === "function" ? await collectBytes(cipher(), 10_000_000, "cipher") : cipher }, reader!.key);
  const binding = (carried: MessageMetaData): string => checkMetaData(opened, carried).binding;
  assert.deepEqual(checkMetaData(opened, order).container.attachments.map(({ filename }) => filename), ["eins.png", undefined], "it is no file of the person's");
  // As it comes out of a server: written, read, with times, size and names of the server's.
  const fromServer = readMessageMetaData(writeMessageMetaData({ ...order, deliveryAttributes: { ...order.deliveryAttributes, delivery: "2026-03-02T09:15:07Z" }, msgSize: 4711, originators: { author: { ...order.originators.author, identifier: { ...portal.identifier, name: "Portal" } } } }));
  assert.equal(binding(fromServer), "bound");
  const { msgIdentification, qualifier } = order;
  for (const [what, change] of Object.entries({
    author: { originators: { author: { ...order.originators.author, identifier: { ...portal.identifier, value: "somebody" } } } }, certificate: { originators: { author: withEncryptionCertificate(portal, stranger!.certificate) } }, "no certificate": { originators: { author: portal } },
    "place for answers": { originators: { ...order.originators, replyTo: portal } }, reader: { destinations: { reader: portal } }, id: { msgIdentification: { ...msgIdentification, messageId: "urn:de:xta:messageid:probe:2" } },
    "what it answers": { msgIdentification: { ...msgIdentification, inReplyTo: ["urn:de:xta:messageid:probe:0"] } }, reference: { msgIdentification: { ...msgIdentification, processRef: { requester: { value: "MUS-1" } } } },
    service: { qualifier: { ...qualifier, service: "urn:de:fim:leika:leistung:99000000000000" } }, schema: { qualifier: { ...qualifier, messageType: { ...qualifier.messageType, payloadSchema: "urn:other" } } },
    properties: { messageProperties: { properties: [{ key: { listUri: "urn:l", listVersionId: "1", code: "mailboxUuid" }, value: "x" }] } }, test: { testMsg: true },
  } satisfies Record<string, Partial<MessageMetaData>>)) assert.equal(binding({ ...order, ...change }), "different", what);
  assert.equal(checkMetaData({ ...opened, attachments: [...opened.attachments, ...opened.attachments] }, order).binding, "different", "two orders are none");
  assert.equal(checkMetaData({ ...opened, attachments: opened.attachments.map((one) => ({ ...one, content: Buffer.from("<a/>") })) }, order).binding, "different");
  assert.equal(checkMetaData(decryptContainer(await carried(), reader!.key), order).binding, "unbound");
});
