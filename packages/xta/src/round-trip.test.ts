import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { inMemory } from "./in-memory.ts";
import { readMessageMetaData, writeMessageMetaData } from "./message-meta-data-xml.ts";
import type { MessageMetaData } from "./model/message-meta-data.ts";
import { metaDataOf } from "./testing/examples.ts";
import { loopback } from "./testing/loopback.ts";
import { envelopeOf } from "./testing/envelope-of.ts";
import { skipWithoutData, validateEnvelope } from "./testing/schema.ts";
import { fullService, type Kept } from "./testing/service.ts";
import { XtaFormatError } from "./xta-format-error.ts";
import { readXml } from "./xml/read-xml.ts";
import { standardLimits } from "./limits.ts";

const char = fc.oneof(fc.constantFrom(..."<>&\"' äöüß€\u{1F4EE}]-"), fc.string({ minLength: 1, maxLength: 1 }).filter((one) => /^[\u{20}-\u{D7FF}]$/u.test(one)));
const words = fc.array(char, { minLength: 1, maxLength: 20 }).map((all) => all.join(""));
const tokens = fc.stringMatching(/^[A-Za-z0-9._-]{1,20}$/);
const uri = fc.oneof(fc.uuid().map((id) => `urn:uuid:${id}`), fc.webUrl({ withQueryParameters: true, withFragments: true }).filter((url) => !/['[\]]/.test(url)), tokens.map((name) => `urn:de:musterland:${name}`));
const dateTime = fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true }).map((at) => at.toISOString());
const maybe = <T>(key: string, value: fc.Arbitrary<T>) => fc.option(value.map((one) => ({ [key]: one })), { nil: {} });
const identifier = fc.tuple(words, words, maybe("name", words), maybe("category", words)).map(([value, type, ...more]) => Object.assign({ value, type }, ...more));
const party = identifier.map((one) => ({ identifier: one }));
const keyCode = fc.tuple(uri, words, tokens, maybe("name", words)).map(([listUri, listVersionId, code, name]) => ({ listUri, listVersionId, code, ...name }));

const metaData: fc.Arbitrary<MessageMetaData> = fc.record({
  deliveryAttributes: fc.tuple(maybe("origin", dateTime), maybe("notBefore", dateTime), maybe("obsoleteAfter", dateTime.map((at) => at.slice(0, 10))), maybe("reception", dateTime), maybe("serviceQuality", words)).map((all) => Object.assign({}, ...all)),
  originators: fc.tuple(party, maybe("sender", party), maybe("replyTo", party)).map(([author, ...more]) => Object.assign({ author }, ...more)),
  destinations: fc.tuple(party, maybe("otherDestinations", fc.array(identifier, { minLength: 1, maxLength: 3 }).map((otherReaders) => ({ otherReaders })))).map(([reader, more]) => ({ reader, ...more })),
  msgIdentification: fc.tuple(uri, maybe("inReplyTo", fc.array(uri, { minLength: 1, maxLength: 3 }))).map(([messageId, more]) => ({ messageId, ...more })),
  qualifier: fc.tuple(maybe("subject", words), uri, fc.oneof(keyCode.map((value) => ({ kind: "defined" as const, value })), words.map((value) => ({ kind: "undefined" as const, value }))), keyCode, uri)
    .map(([subject, service, scenario, messageType, payloadSchema]) => ({ ...subject, service, businessScenario: { scenario }, messageType: { ...messageType, payloadSchema } })),
}, { noNullPrototype: true }).chain((base) => fc.tuple(maybe("msgSize", fc.integer({ min: 1, max: 2 ** 40 })), maybe("testMsg", fc.boolean()), maybe("messageProperties", fc.array(fc.record({ key: keyCode, value: words }, { noNullPrototype: true }), { minLength: 1, maxLength: 3 }).map((properties) => ({ properties }))))
  .map((more) => Object.assign({}, base, ...more)));

test("whatever meta data say, they come back the same", () => {
  fc.assert(fc.property(metaData, (value) => { assert.deepEqual(readMessageMetaData(writeMessageMetaData(value)), value); }), { numRuns: 400 });
});

test("whatever meta data say, they fit the schema", { skip: skipWithoutData }, async () => {
  const { client, wire } = loopback(fullService());
  await fc.assert(fc.asyncProperty(metaData, async (value) => {
    await client.sendMessage({ metaData: value, container: { kind: "plain", message: { contentType: "text/plain", bytes: new Uint8Array() } } });
    validateEnvelope(await envelopeOf(wire.at(-2) ?? assert.fail()));
  }), { numRuns: 150 });
});

test("whatever bytes a content has, even those of boundaries, they come through in any pieces", async () => {
  const hostile = fc.oneof(fc.uint8Array({ maxLength: 3000 }), fc.constantFrom("\r\n--", "\r\n\r\n", "--kommunalportal-", "\r", "").map((text) => new TextEncoder().encode(text.repeat(9))));
  await fc.assert(fc.asyncProperty(hostile, fc.array(hostile, { maxLength: 4 }), async (message, attachments) => {
    const kept: Kept[] = [];
    const { client, faults } = loopback(fullService(kept));
    const content = (bytes: Uint8Array) => ({ contentType: "application/octet-stream", bytes });
    await client.sendMessage({ metaData: metaDataOf("urn:x:1"), container: { kind: "plain", message: content(message), attachments: attachments.map(content) } });
    const container = kept[0]?.container;
    assert.ok(container?.kind === "plain");
    assert.deepEqual([container.message, ...container.attachments].map(({ content: bytes }) => Buffer.from(bytes)), [message, ...attachments].map((bytes) => Buffer.from(bytes)));
    assert.deepEqual(faults, []);
  }), { numRuns: 150 });
});

test("whatever bytes arrive as an envelope, they are read or refused with a reason, never with a crash", () => {
  const seed = writeMessageMetaData(metaDataOf("urn:x:1"));
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(seed.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 }), (changes) => {
    const bytes = Uint8Array.from(seed);
    for (const [at, value] of changes) bytes[at] = value;
    try { readMessageMetaData(bytes); } catch (error) { assert.ok(error instanceof XtaFormatError, String(error)); }
  }), { numRuns: 600 });
  fc.assert(fc.property(fc.uint8Array(), (bytes) => { try { readXml(bytes, standardLimits); } catch (error) { assert.ok(error instanceof XtaFormatError); } }));
});

test("a content of the caller's choice is read through a sink of the caller's choice", async () => {
  const { client } = loopback(fullService());
  const seen: string[] = [];
  const { container } = await client.getMessage({}, async ({ role, index, attributes }, bytes) => {
    let size = 0;
    for await (const chunk of bytes) size += chunk.byteLength;
    seen.push(`${role} ${index} ${attributes?.filename} ${size}`);
    return size;
  });
  assert.deepEqual(seen, ["message 0 antrag.xml 37", "attachment 0 antrag.pdf 9"]);
  assert.equal(container?.kind === "plain" && container.message.content, 37);
  const skipped = await client.getMessage({}, async () => "not read");
  assert.equal(skipped.container?.kind === "plain" && skipped.container.attachments[0]?.content, "not read");
  await assert.rejects(client.getMessage({}, inMemory(3)));
});
