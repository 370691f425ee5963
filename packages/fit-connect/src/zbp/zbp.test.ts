import assert from "node:assert/strict";
import { generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { issueCertificate } from "../certificate/issue-certificate.ts";
import { sha512 } from "../encoding/sha512.ts";
import { errorText } from "../errors/error-text.ts";
import { OfferError } from "../errors/fit-connect-error.ts";
import { VerificationError } from "../errors/verification-error.ts";
import { bytesSource } from "../transfer/attachment-source.ts";
import { zbpAuthor } from "./zbp-author.ts";
import { zbpDate, type ZbpMessage } from "./zbp-content.ts";
import { openZbpEnvelope, sealZbpEnvelope } from "./zbp-envelope.ts";
import { zbpMessageOrder, zbpStatusOrder } from "./zbp-orders.ts";

const vectorFile = join(import.meta.dirname, "../../../../../shared/data/zbp/selfmade-zbp-vector.json");
const skip = existsSync(vectorFile) ? false : "shared/data/zbp is not on this machine";
const now = Date.parse("2026-11-26T10:00:00.500Z");
const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const certificate = `-----BEGIN CERTIFICATE-----\n${issueCertificate({ subject: "Stadt Musterstadt", publicKey: keys.publicKey, from: new Date(now), days: 30, use: "signature", issuer: { name: "Stadt Musterstadt", privateKey: keys.privateKey } }).toString("base64")}\n-----END CERTIFICATE-----\n`;
const author = zbpAuthor(keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString(), certificate);
const bridge = { destinationId: "ac715f34-333e-41f4-9bb5-186b309ea233" };
const message: ZbpMessage = { stork_qaa_level: 3, mailboxUuid: "e0e02494-eca2-4a6b-9320-fc527747878c", sender: "Stadt Musterstadt", title: "Ihr Bescheid / Größe", content: "Anbei der Bescheid.", service: "Bewohnerparkausweis", applicationId: "9ef6c096-131c-4e0e-895a-3503b80775ec" };
const fails = (code: string) => (error: unknown): boolean => error instanceof VerificationError && error.code === code;

test("a message goes to the bridge with its attachments described and is believed by its certificate", async () => {
  const pdf = Buffer.from("%PDF-1.7 Bescheid");
  const order = await zbpMessageOrder(bridge, message, [{ purpose: "attachment", mimeType: "application/pdf", filename: "bescheid.pdf", source: bytesSource(pdf) }], author, now);
  assert.deepEqual(order.service, { identifier: "urn:schema-fitko-de:fit-connect:id.bund.de:message_v6", name: "ZBP Message Forwarding" });
  const { content, certificate: writer } = openZbpEnvelope(order.data.bytes, now);
  assert.deepEqual(content, { ...message, attachments: [{ filename: "bescheid.pdf", sha512sum: sha512(pdf), contentLength: pdf.length }] });
  assert.equal(writer.subject, "CN=Stadt Musterstadt");
  assert.ok(String(order.data.bytes).includes("Größe") && !String(order.data.bytes).includes("\\/"));
});

test("a status goes to the bridge under its own service", async () => {
  const order = await zbpStatusOrder(bridge, { applicationId: message.applicationId ?? "", status: "ACTION_REQUIRED", publicServiceName: { de: "Wohngeld" }, senderName: "Stadt Musterstadt", createdDate: zbpDate(now) }, author, now);
  assert.equal(order.service.identifier, "urn:schema-fitko-de:fit-connect:id.bund.de:status_v6");
  assert.ok(JSON.stringify(openZbpEnvelope(order.data.bytes, now).content).includes("2026-11-26T10:00:00.000Z"));
});

test("texts past their limits, files without name and foreign keys are refused before sending", async () => {
  const invalid = (place: string) => (error: unknown): boolean => error instanceof OfferError && error.code === "message-invalid" && error.message.endsWith(`: ${place}`) && errorText(error, "de").startsWith("Die Nachricht an das Bürgerpostfach");
  await assert.rejects(zbpMessageOrder(bridge, { ...message, title: "x".repeat(1_025) }, [], author, now), invalid("title"));
  await assert.rejects(zbpMessageOrder(bridge, message, [{ purpose: "attachment", mimeType: "a/b", source: bytesSource(Buffer.alloc(1)) }], author, now), RangeError);
  await assert.rejects(zbpStatusOrder(bridge, { applicationId: "1", status: "RECEIVED", publicServiceName: { de: "x" }, senderName: "x", createdDate: zbpDate(now) }, author, now), invalid("applicationId"));
  const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  assert.throws(() => zbpAuthor(elliptic, certificate), /RSA/);
  assert.throws(() => zbpAuthor(generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" }).toString(), certificate), RangeError);
});

test("an envelope that was changed, is old, or is none is not believed", async () => {
  const envelope = JSON.parse(await sealZbpEnvelope(message, author, now)) as Record<string, string>;
  const changed = (change: object): string => JSON.stringify({ ...envelope, ...change });
  assert.throws(() => openZbpEnvelope(changed({ content: `${envelope["content"] ?? ""} ` }), now), fails("zbp-signature"));
  assert.throws(() => openZbpEnvelope(changed({ authorToken: `${(envelope["authorToken"] ?? "").slice(0, -8)}AAAAAAAA` }), now), VerificationError);
  assert.throws(() => openZbpEnvelope(changed({}), now + 1_801_000), fails("zbp-signature"));
  for (const text of ["", "{}", changed({ authorCertificate: "x" }), changed({ authorToken: "a.b.c" }), changed({ sha512sum: "!" })]) assert.throws(() => openZbpEnvelope(text, now), fails("zbp-envelope"), text.slice(0, 20));
});

test("a token of somebody else, for something else or for too long, and a certificate out of its time or of another kind of key are not believed", async () => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const [iat, content] = [Math.floor(now / 1000), JSON.stringify(message)];
  const sealed = (claims: object, signer: KeyObject = keys.privateKey, authorCertificate = certificate): string => {
    const signed = (text: string): Buffer => sign("sha512", Buffer.from(text), signer);
    const unsigned = `${part({ typ: "JWT", alg: "RS512" })}.${part({ iat, exp: iat + 1_800, signer: "Stadt Musterstadt", roles: ["THIRD_PARTY"], ...claims })}`;
    return JSON.stringify({ content, sha512sum: signed(content).toString("base64"), authorToken: `${unsigned}.${signed(unsigned).toString("base64url")}`, authorCertificate });
  };
  assert.deepEqual(openZbpEnvelope(sealed({}), now).content, message);
  for (const claims of [{ signer: "Stadt Beispielhausen" }, { roles: ["CITIZEN"] }, { exp: iat + 7_200 }]) assert.throws(() => openZbpEnvelope(sealed(claims), now), fails("zbp-signature"), JSON.stringify(claims));
  const later = now + 31 * 86_400_000;
  assert.throws(() => openZbpEnvelope(sealed({ iat: later / 1000, exp: later / 1000 + 1_800 }), later), fails("zbp-signature"));
  const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = `-----BEGIN CERTIFICATE-----\n${issueCertificate({ subject: "Stadt Musterstadt", publicKey: elliptic.publicKey, from: new Date(now), days: 30, use: "signature", issuer: { name: "Stadt Musterstadt", privateKey: keys.privateKey } }).toString("base64")}\n-----END CERTIFICATE-----\n`;
  assert.throws(() => openZbpEnvelope(sealed({}, elliptic.privateKey, pem), now), fails("zbp-signature"));
});

test("the vector that lies beside the project verifies the way we verify", { skip }, () => {
  const vector = JSON.parse(readFileSync(vectorFile, "utf8")) as { readonly publicKeyPem: string; readonly content: string; readonly sha512sum: string };
  assert.ok(verify("sha512", Buffer.from(vector.content, "utf8"), vector.publicKeyPem, Buffer.from(vector.sha512sum, "base64")));
  assert.equal(JSON.stringify(JSON.parse(vector.content)), vector.content);
});
