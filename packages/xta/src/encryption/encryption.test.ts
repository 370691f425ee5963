import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash, generateKeyPairSync, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { collectBytes } from "../mime/byte-source.ts";
import { readXml } from "../xml/read-xml.ts";
import { writeXml } from "../xml/write-xml.ts";
import { standardLimits } from "../limits.ts";
import type { XmlElement } from "../xml/xml-element.ts";
import { decryptContainer, XtaDecryptionError } from "./decrypt-container.ts";
import { readMessageMetaData, writeMessageMetaData } from "../message-meta-data-xml.ts";
import { metaDataOf } from "../testing/examples.ts";
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
