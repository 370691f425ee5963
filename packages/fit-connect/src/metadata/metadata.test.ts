import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { OfferError } from "../errors/fit-connect-error.ts";
import { testEncryption } from "../testing/test-keys.ts";
import { buildMetadata, type MetadataInput } from "./build-metadata.ts";
import { readMetadata } from "./read-metadata.ts";

/** The published schemas are not part of the project and lie beside its root. */
const data = join(import.meta.dirname, "../../../../../shared/data/fit-connect");
const skip = existsSync(data) ? false : "shared/data/fit-connect is not on this machine";
const json = (name: string): Record<string, unknown> => JSON.parse(readFileSync(join(data, name), "utf8")) as Record<string, unknown>;

const hash = { type: "sha512", content: "a1".repeat(64) } as const;
const id = (last: number): string => `7a8a4c3a-5b0f-4c0c-9d9b-1f3f6f4a2b${String(last).padStart(2, "0")}`;
const { publicJwk: { x5c: _x5c, use: _use, ...replyKey } } = await testEncryption();
const full: MetadataInput = {
  data: { hash, submissionSchema: { schemaUri: "urn:xoev-de:bmk:standard:xbau_2.2#baugenehmigung.antrag.0200", mimeType: "application/xml" }, signature: { signatureFormat: "xml", detachedSignature: false } },
  attachments: [
    { hash, purpose: "form", mimeType: "application/pdf", attachmentId: id(1), filename: "Antrag Größe.pdf", description: "Antrag" },
    { hash, purpose: "data", mimeType: "application/vnd.oasis.opendocument.text", attachmentId: id(2), fragments: [id(3), id(4)] },
  ],
  replyChannel: { fitConnect: { processStandards: ["urn:xoev-de:bmk:standard:xbau_2.2"], encryptionPublicKey: replyKey } },
  paymentInformation: { transactionReference: "KZ 1", transactionId: "0f2c9c1e-1", paymentMethod: "OTHER", status: "BOOKED", transactionUrl: "https://pay.example/t/1", transactionTimestamp: "2026-01-15T10:00:00+01:00", paymentMethodDetail: "Visa", grossAmount: 30.7 },
  additionalReferenceInfo: { senderReference: "MUS-2026-1", applicationDate: "2026-01-15", idBundDeApplicationId: id(5), zustimmungZumDigitalenBescheid: false },
  author: { name: "Portal Musterstadt", product: { name: "Kommunalportal", version: "0.1.0", manufacturer: "Beispiel" } },
  dataSets: [{ schemaUri: "https://schema.example/identification.json", mimeType: "application/jose", content: "eyJ.eyJ.abc" }, { schemaUri: "https://schema.example/x.json", mimeType: "application/json", content: { a: null } }],
};

test("what we build is valid against the published schema 2.1.0, and is read back the same", { skip }, () => {
  const validate = new Ajv2020({ strict: false, formats: { uri: true, uuid: true, email: true, date: true, "date-time": true } }).compile(json("metadata-2.1.0.schema.json"));
  const channels: readonly MetadataInput["replyChannel"][] = [undefined, { eMail: { address: "erika@beispiel.example" } }, { deMail: { address: "erika@beispiel.example" } }, { fink: { finkPostfachRef: "hh/by/12345" } }, { elster: { accountId: "1234567890", geschaeftszeichen: "x".repeat(60) } }, { idBundDeMailbox: { mailboxUuid: id(6) } }];
  for (const input of [full, ...channels.map((replyChannel): MetadataInput => ({ data: full.data, attachments: [], ...(replyChannel === undefined ? {} : { replyChannel }) }))]) {
    const text = buildMetadata(input);
    assert.equal(validate(JSON.parse(text)), true, JSON.stringify(validate.errors));
    const reading = readMetadata(text, { acceptV1: false });
    assert.ok(reading.kind === "read" && reading.metadata.version === "2.1.0");
    assert.deepEqual(reading.metadata.replyChannel, input.replyChannel);
    assert.deepEqual(reading.metadata.structure, { data: input.data, attachments: input.attachments });
  }
});

/** One change each that both schemas must refuse. Formats are ours alone, so no case depends on them. */
const broken: readonly (readonly [string, (metadata: Record<string, Record<string, Record<string, unknown>>>) => void])[] = [
  ["no schema", (m) => { delete m["$schema"]; }],
  ["no content structure", (m) => { delete m["contentStructure"]; }],
  ["no data", (m) => { delete m["contentStructure"]!["data"]; }],
  ["no attachments", (m) => { delete m["contentStructure"]!["attachments"]; }],
  ["a hash in capitals", (m) => { m["contentStructure"]!["data"]!["hash"] = { type: "sha512", content: "A1".repeat(64) }; }],
  ["another hash", (m) => { m["contentStructure"]!["data"]!["hash"] = { type: "sha256", content: "a1".repeat(64) }; }],
  ["a type that is no MIME type", (m) => { m["contentStructure"]!["data"]!["submissionSchema"] = { schemaUri: "urn:x:y", mimeType: "application/pdf" }; }],
  ["an unknown purpose", (m) => { m["contentStructure"]!["attachments"]!["0"] = { hash, purpose: "photo", mimeType: "a/b", attachmentId: id(1) }; }],
  ["a fragment twice", (m) => { m["contentStructure"]!["attachments"]!["0"] = { hash, purpose: "form", mimeType: "a/b", attachmentId: id(1), fragments: [id(2), id(2)] }; }],
  ["two reply channels", (m) => { m["replyChannel"]!["eMail"] = { address: "a@b.example" }; }],
  ["no reply channel in the object", (m) => { m["replyChannel"] = {}; }],
  ["a short reply key", (m) => { m["replyChannel"]!["fitConnect"]!["encryptionPublicKey"] = { ...replyKey, n: "AQAB" }; }],
  ["no process standard", (m) => { m["replyChannel"]!["fitConnect"]!["processStandards"] = []; }],
  ["an unknown payment method", (m) => { m["paymentInformation"]!["paymentMethod"] = Object("CASH") as Record<string, unknown>; }],
  ["a long transaction id", (m) => { m["paymentInformation"]!["transactionId"] = Object("x".repeat(37)) as Record<string, unknown>; }],
  ["an invented reference", (m) => { m["additionalReferenceInfo"]!["x"] = {}; }],
  ["an author without product", (m) => { delete m["author"]!["product"]; }],
  ["a data set without hash", (m) => { delete m["dataSets"]!["0"]!["hash"]; }],
];

test("what the published schema 2.1.0 refuses we refuse", { skip }, () => {
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(json("metadata-2.1.0.schema.json"));
  for (const [name, change] of broken) {
    const metadata = JSON.parse(buildMetadata(full)) as Record<string, Record<string, Record<string, unknown>>>;
    change(metadata);
    const value: unknown = JSON.parse(JSON.stringify(metadata));
    assert.equal(validate(value), false, `the schema takes ${name}`);
    assert.equal(readMetadata(JSON.stringify(value), { acceptV1: false }).kind, "refused", name);
  }
});

test("the example that lies beside the schemas is read", { skip }, () => {
  assert.equal(readMetadata(JSON.stringify(json("selfmade-metadata-2.1.0.example.json")), { acceptV1: false }).kind, "read");
});

test("formats are checked as well: mail, date, UUID, URI, cents", () => {
  const wrong: readonly Partial<MetadataInput>[] = [
    { replyChannel: { eMail: { address: "erika" } } }, { additionalReferenceInfo: { applicationDate: "2026-02-30" } }, { replyChannel: { idBundDeMailbox: { mailboxUuid: "1" } } },
    { data: { hash, submissionSchema: { schemaUri: "ohne Schema", mimeType: "application/json" } } }, { paymentInformation: { transactionReference: "1", transactionId: "1", paymentMethod: "OTHER", status: "BOOKED", grossAmount: 1.005 } },
    { attachments: Array.from({ length: 101 }, () => ({ hash, purpose: "form", mimeType: "a/b", attachmentId: id(1) })) },
  ];
  for (const change of wrong) assert.throws(() => buildMetadata({ data: full.data, attachments: [], ...change }), (error: unknown) => error instanceof OfferError && error.code === "metadata-invalid", JSON.stringify(change).slice(0, 80));
});

test("a mail address that the published schema takes is no reason to reject an application", () => {
  for (const address of ["erika&max@beispiel.example", "erika/haushalt@beispiel.example", "o'neill+amt@beispiel.example", "erika#1@beispiel.example"]) {
    assert.equal(readMetadata(buildMetadata({ data: full.data, attachments: [], replyChannel: { eMail: { address } } }), { acceptV1: false }).kind, "read", address);
  }
});

test("garbage, a missing and an unknown schema are told apart; a violation names places, never values", () => {
  const reason = (text: string, acceptV1 = false): string => { const reading = readMetadata(text, { acceptV1 }); return reading.kind === "refused" ? reading.reason : "read"; };
  assert.deepEqual(["{", "[]", "null", "7", "\ufeff{}"].map((text) => reason(text)), Array(5).fill("syntax-violation"));
  assert.equal(reason("{}"), "missing-schema");
  assert.equal(reason(`{"$schema":"https://schema.fitko.de/fit-connect/metadata/3.0.0/metadata.schema.json"}`), "unsupported-schema");
  assert.equal(reason(`{"$schema":7}`), "unsupported-schema");
  assert.equal(reason(`${"[".repeat(100_000)}${"]".repeat(100_000)}`), "syntax-violation");
  const reading = readMetadata(JSON.stringify({ ...JSON.parse(buildMetadata(full)) as object, replyChannel: { eMail: { address: "geheim" } } }), { acceptV1: false });
  assert.ok(reading.kind === "refused" && !JSON.stringify(reading).includes("geheim") && JSON.stringify(reading).includes("replyChannel"));
});

test("metadata 1.0.0 are read where v1 is spoken, with service and identification", () => {
  const old = { contentStructure: { attachments: [{ hash, purpose: "report", mimeType: "text/plain", attachmentId: id(1) }] }, publicServiceType: { identifier: "urn:de:fim:leika:leistung:99134005017000" }, authenticationInformation: [{ type: "identificationReport", version: "1.0.0", content: "eyJ.abc" }], replyChannel: { elster: { accountId: "1234567890" } } };
  const reading = readMetadata(JSON.stringify(old), { acceptV1: true });
  assert.ok(reading.kind === "read");
  assert.deepEqual([reading.metadata.version, reading.metadata.publicServiceIdentifier, reading.metadata.structure.data], ["1.0.0", old.publicServiceType.identifier, undefined]);
  assert.equal(readMetadata(JSON.stringify({ $schema: "https://schema.fitko.de/fit-connect/metadata/1.3.0/metadata.schema.json", ...old }), { acceptV1: false }).kind, "refused");
});
