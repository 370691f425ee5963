import assert from "node:assert/strict";
import { generateKeyPairSync, verify } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { issueCertificate } from "../certificate/issue-certificate.ts";
import { sha512 } from "../encoding/sha512.ts";
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
  await assert.rejects(zbpMessageOrder(bridge, { ...message, title: "x".repeat(1_025) }, [], author, now));
  await assert.rejects(zbpMessageOrder(bridge, message, [{ purpose: "attachment", mimeType: "a/b", source: bytesSource(Buffer.alloc(1)) }], author, now), RangeError);
  await assert.rejects(zbpStatusOrder(bridge, { applicationId: "1", status: "RECEIVED", publicServiceName: { de: "x" }, senderName: "x", createdDate: zbpDate(now) }, author, now));
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

test("the vector that lies beside the project verifies the way we verify", { skip }, () => {
  const vector = JSON.parse(readFileSync(vectorFile, "utf8")) as { readonly publicKeyPem: string; readonly content: string; readonly sha512sum: string };
  assert.ok(verify("sha512", Buffer.from(vector.content, "utf8"), vector.publicKeyPem, Buffer.from(vector.sha512sum, "base64")));
  assert.equal(JSON.stringify(JSON.parse(vector.content)), vector.content);
});
