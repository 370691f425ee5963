import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test, type TestContext } from "node:test";
import { VerificationError } from "../errors/verification-error.ts";
import { encryptJwe } from "../jwe/encrypt-jwe.ts";
import type { SealedSink } from "../jwe/sealed-sink.ts";
import { buildMetadata, type MetadataInput } from "../metadata/build-metadata.ts";
import { sha512 } from "../encoding/sha512.ts";
import { testWorld, type TestWorld } from "../testing/test-world.ts";
import { json, LEIKA, SCHEMA } from "../testing/testing-service.ts";
import type { SentSubmission } from "../sender.ts";
import { createSubscriber } from "../subscriber.ts";
import type { ReceiveOptions } from "./receive-parcel.ts";

type Parcel = NonNullable<ReturnType<TestWorld["service"]["parcels"]["get"]>>;

/** Every sink that was made, and what became of it. */
function watched(): { readonly sinkFor: () => SealedSink<number>; readonly ends: string[] } {
  const ends: string[] = [];
  return { ends, sinkFor: () => { const at = ends.push("sealed") - 1; return { write: () => undefined, release: () => { ends[at] = "released"; return at; }, discard: () => { ends[at] = "discarded"; } }; } };
}

async function sentIn(t: TestContext): Promise<TestWorld & { readonly sent: SentSubmission; readonly parcel: Parcel }> {
  const world = await testWorld(t);
  const sent = await world.sender.send(world.order);
  const parcel = world.service.parcels.get(sent.submissionId) ?? assert.fail();
  return { ...world, sent, parcel };
}

/** Sends again what a test put together, so that tags and log fit it: only the content is wrong. */
async function resubmit({ service, keys }: TestWorld, parcel: Parcel, metadata: string, data: string | undefined): Promise<void> {
  parcel.metadata = encryptJwe(metadata, keys.encryption.recipient, "application/json");
  parcel.data = data === undefined ? undefined : encryptJwe(data, keys.encryption.recipient, "application/json");
  const last = (jwe: string): string => jwe.split(".")[4] ?? "";
  service.logs.set(parcel.caseId, [
    await service.event("create", parcel),
    await service.event("submit", parcel, { authenticationTags: { metadata: last(parcel.metadata), ...(parcel.data === undefined ? {} : { data: last(parcel.data) }), attachments: Object.fromEntries([...parcel.attachments].map(([id, jwe]) => [id, last(jwe)])) } }),
  ]);
}

const problems = async (world: TestWorld, parcel: Parcel, more: Partial<ReceiveOptions<number>> = {}): Promise<readonly string[]> => {
  const { sinkFor, ends } = watched();
  const reception = await world.subscriber.receive(parcel.id, { ...world.options, sinkFor, ...more });
  assert.equal(reception.kind, "broken");
  assert.ok(!ends.includes("released") && !ends.includes("sealed"), ends.join());
  return reception.kind === "broken" ? reception.problems.map(({ type, instance }) => `${type.split("/").at(-1)} ${instance?.split(":")[0]}`) : [];
};

test("nothing is released before everything was checked, and then all of it", async (t) => {
  const { subscriber, sent, options } = await sentIn(t);
  const { sinkFor, ends } = watched();
  const reception = await subscriber.receive(sent.submissionId, { ...options, sinkFor });
  assert.deepEqual([reception.kind, ends], ["intact", ["released", "released"]]);
});

test("an attachment that was cut, changed, swapped, missing or encrypted for somebody else gives its own problem and releases nothing", async (t) => {
  const world = await sentIn(t);
  const { parcel, keys } = world;
  const original = new Map(parcel.attachments);
  const [[first, one] = ["", ""], [second, two] = ["", ""]] = [...original];
  const flip = (jwe: string): string => { const at = jwe.lastIndexOf(".") - 40; return `${jwe.slice(0, at)}${jwe[at] === "A" ? "B" : "A"}${jwe.slice(at + 1)}`; };
  for (const [expected, change] of [
    ["encryption-issue", { [second]: two.slice(0, -30) }], ["encryption-issue", { [second]: flip(two) }],
    ["incorrect-authentication-tag", { [second]: encryptJwe("untergeschoben", keys.encryption.recipient, "image/png") }], ["encryption-issue", { [second]: encryptJwe("x", keys.reply.recipient, "a/b") }],
    ["incorrect-authentication-tag", { [second]: one }],
  ] as const) {
    for (const [id, jwe] of [[first, one], [second, two]] as const) parcel.attachments.set(id, jwe);
    for (const [id, jwe] of Object.entries(change)) parcel.attachments.set(id, jwe);
    assert.deepEqual(await problems(world, parcel), [`${expected} attachment`]);
  }
  parcel.attachments.set(second, two);
  world.service.disturb = ({ path }) => (path.endsWith(second) ? json(404, {}) : undefined);
  assert.deepEqual(await problems(world, parcel), ["missing-attachment attachment"]);
  world.service.disturb = () => undefined;
  parcel.attachments.delete(second);
  assert.deepEqual(await problems(world, parcel), ["attachments-mismatch submission"]);
  parcel.attachments.set(second, two).set(randomUUID(), one);
  assert.deepEqual(await problems(world, parcel), ["attachments-mismatch submission"]);
});

test("metadata and data that are not those of the log are told apart", async (t) => {
  const world = await sentIn(t);
  const { parcel, keys } = world;
  const { metadata, data } = parcel;
  parcel.data = encryptJwe("{}", keys.encryption.recipient, "application/json");
  assert.deepEqual(await problems(world, parcel), ["incorrect-authentication-tag data"]);
  parcel.metadata = data ?? "";
  assert.deepEqual(await problems(world, parcel), ["incorrect-authentication-tag metadata", "incorrect-authentication-tag data"]);
  [parcel.metadata, parcel.data] = [metadata, undefined];
  assert.deepEqual(await problems(world, parcel), ["missing-data data"]);
  parcel.data = data;
  assert.deepEqual(await problems(world, parcel, { keys: [keys.reply.key] }), ["encryption-issue metadata"]);
});

test("content that the sender himself made wrong is told by metadata, hash, syntax and schema", async (t) => {
  const world = await sentIn(t);
  const { parcel } = world;
  const hash = (text: string) => ({ type: "sha512", content: sha512(text) }) as const;
  const attachments = [...parcel.attachments.keys()].map((attachmentId) => ({ attachmentId, purpose: "form", mimeType: "a/b", hash: hash("falsch") }) as const);
  const metadata = (text: string, more: object = {}): string => buildMetadata({ data: { hash: hash(text), submissionSchema: { schemaUri: SCHEMA, mimeType: "application/json" } }, attachments, ...more });
  const expected = async (names: readonly string[], text: string, data = "{}", more: Partial<ReceiveOptions<number>> = {}): Promise<void> => {
    await resubmit(world, parcel, text, data);
    assert.deepEqual(await problems(world, parcel, more), names);
  };
  await expected(["syntax-violation metadata"], "{");
  await expected(["missing-schema metadata"], "{}");
  await expected(["unsupported-schema metadata"], `{"$schema":"https://schema.fitko.de/fit-connect/metadata/1.0.0/metadata.schema.json"}`);
  await expected(["schema-violation metadata"], `{"$schema":"https://schema.fitko.de/fit-connect/metadata/2.1.0/metadata.schema.json"}`);
  await expected(["unsupported-schema metadata"], metadata("{}").replace("metadata/2.1.0", "metadata/2.0.0"));
  await expected(["attachments-mismatch submission"], metadata("{}", { attachments: attachments.slice(1) }));
  await expected(["unsupported-schema data"], metadata("{}", { data: { hash: hash("{}"), submissionSchema: { schemaUri: "urn:a:b", mimeType: "application/json" } } }));
  await expected(["unsupported-reply-channel metadata"], metadata("{}", { replyChannel: { deMail: { address: "a@b.example" } } }));
  await expected(["hash-mismatch data"], metadata("[]"));
  await expected(["syntax-violation data"], metadata("{"), "{");
  await expected(["schema-violation data"], metadata("{}"), "{}", { checkData: () => "schema-violation" });
  await expected(["hash-mismatch attachment", "hash-mismatch attachment"], metadata("{}"));
});

test("an id that the sender wrote in capitals names the same attachment", async (t) => {
  const world = await sentIn(t);
  const { parcel, subscriber, options } = world;
  const hash = (content: string | Buffer) => ({ type: "sha512", content: sha512(content) }) as const;
  const [one = "", two = ""] = parcel.attachments.keys();
  const attachments: MetadataInput["attachments"] = [
    { attachmentId: one.toUpperCase(), purpose: "form", mimeType: "a/b", hash: hash("%PDF Antrag") },
    { attachmentId: randomUUID(), fragments: [two.toUpperCase()], purpose: "form", mimeType: "a/b", hash: hash(Buffer.alloc(300_000, 7)) },
  ];
  await resubmit(world, parcel, buildMetadata({ data: { hash: hash("{}"), submissionSchema: { schemaUri: SCHEMA, mimeType: "application/json" } }, attachments }), "{}");
  const reception = await subscriber.receive(parcel.id, options);
  assert.ok(reception.kind === "intact", JSON.stringify(reception));
  assert.deepEqual(reception.attachments.map(({ content }) => content.length), [11, 300_000]);
});

test("all attachments together are no larger than is allowed, whatever each of them is", async (t) => {
  const world = await sentIn(t);
  const within = (encryptedTotalBytes: number) => ({ ...world, subscriber: createSubscriber({ ...world.settings, limits: { encryptedTotalBytes }, signingKey: world.keys.signature.signer }) });
  const encrypted = [...world.parcel.attachments.values()].reduce((sum, jwe) => sum + jwe.length, 0);
  assert.deepEqual(await problems(within(encrypted - 1), world.parcel), ["technical-error attachment"]);
  assert.equal((await within(encrypted).subscriber.receive(world.parcel.id, world.options)).kind, "intact");
});

test("what the destination takes since a moment ago is not refused by what is remembered of it", async (t) => {
  const { service, sender, subscriber, order, options } = await testWorld(t);
  const receive = async (change: object): Promise<string> => (await subscriber.receive((await sender.send({ ...order, ...change })).submissionId, options)).kind;
  assert.equal(await receive({}), "intact");
  const another = { identifier: "urn:de:fim:leika:leistung:99134005017001", name: "Wohngeld, Änderung" };
  const [offered] = service.destination["publicServices"] as readonly object[];
  service.destination = { ...service.destination, publicServices: [offered, { ...offered, identifier: another.identifier }] };
  assert.equal(await receive({ service: another }), "intact");
});

test("what is too large is not said to be undecipherable", async (t) => {
  const world = await sentIn(t);
  for (const [limits, instance] of [[{ metadataBytes: 10 }, "metadata"], [{ dataBytes: 10 }, "data"]] as const) {
    const reception = await createSubscriber({ ...world.settings, limits, signingKey: world.keys.signature.signer }).receive(world.parcel.id, world.options);
    assert.deepEqual(reception.kind === "broken" && reception.problems.map((problem) => [problem.type.split("/").at(-1), problem.instance, problem.detail]), [["technical-error", instance, "Der Inhalt ist größer, als hier angenommen wird."]]);
  }
});

test("v1 reads metadata 1.0.0 without data, where v2 refuses both", async (t) => {
  const world = await sentIn(t);
  const { parcel, service, settings, keys, options } = world;
  service.destination = { ...service.destination, metadataVersions: ["1.0.0", "2.1.0"] };
  const attachments = [...parcel.attachments.keys()].map((attachmentId, index) => ({ attachmentId, purpose: "form", mimeType: "a/b", hash: { type: "sha512", content: sha512(index === 0 ? "%PDF Antrag" : Buffer.alloc(300_000, 7)) } }));
  await resubmit(world, parcel, JSON.stringify({ contentStructure: { attachments }, publicServiceType: { identifier: LEIKA } }), undefined);
  const old = createSubscriber({ ...settings, apiVersion: "v1", signingKey: keys.signature.signer });
  const reception = await old.receive(parcel.id, options);
  assert.ok(reception.kind === "intact" && reception.metadata.version === "1.0.0" && reception.data === undefined && reception.attachments.length === 2);
  assert.deepEqual(await problems(world, parcel), ["missing-schema metadata"]);
  await resubmit(world, parcel, JSON.stringify({ contentStructure: { attachments }, publicServiceType: { identifier: "urn:andere:leistung" } }), undefined);
  assert.deepEqual(await problems({ ...world, subscriber: old }, parcel), ["service-mismatch metadata"]);
});

test("a log that was changed, cut or signed by somebody else is no proof", async (t) => {
  const world = await sentIn(t);
  const { parcel, service } = world;
  const log = service.logs.get(parcel.caseId) ?? [];
  const forged = await service.event("submit", parcel, { authenticationTags: world.sent.authenticationTags }, { iss: "https://boese.example/submission-api" });
  for (const tokens of [[], log.slice(0, 1), log.toReversed(), [...log, ...log], [log[0] ?? "", forged], ["x"]]) {
    service.logs.set(parcel.caseId, [...tokens]);
    assert.deepEqual(await problems(world, parcel), ["invalid-event-log submission"]);
  }
});

test("a log that is longer than is read is not taken for the whole, nor for the sender's fault", async (t) => {
  const world = await sentIn(t);
  const within = (events: number) => createSubscriber({ ...world.settings, limits: { events }, signingKey: world.keys.signature.signer });
  assert.equal((await within(2).receive(world.parcel.id, world.options)).kind, "intact");
  await world.subscriber.accept({ kind: "submission", id: world.parcel.id, caseId: world.sent.caseId, destinationId: world.service.destinationId, schema: undefined, authenticationTags: world.sent.authenticationTags });
  await assert.rejects(within(2).receive(world.parcel.id, world.options), (error: unknown) => error instanceof VerificationError && error.code === "log-too-long");
  await assert.rejects(within(2).events(world.sent.caseId, world.service.destinationId), (error: unknown) => error instanceof VerificationError && error.code === "log-too-long");
});

test("a disk that is full or a connection that breaks is thrown, and every sink is emptied", async (t) => {
  const world = await sentIn(t);
  const { subscriber, parcel, options, service } = world;
  const { sinkFor, ends } = watched();
  let sinks = 0;
  await assert.rejects(subscriber.receive(parcel.id, { ...options, sinkFor: () => ({ ...sinkFor(), ...((sinks += 1) === 2 ? { write: () => Promise.reject(new Error("no space left")) } : {}) }) }), /no space left/);
  assert.deepEqual(ends, ["discarded", "discarded"]);
  const second = [...parcel.attachments.keys()][1] ?? "";
  service.disturb = ({ path }) => (path.endsWith(second) ? (response) => { response.writeHead(200, { "content-length": "900000" }).write("eyJ"); setTimeout(() => response.destroy(), 20); } : undefined);
  const again = watched();
  await assert.rejects(subscriber.receive(parcel.id, { ...options, sinkFor: again.sinkFor }), /network/);
  assert.deepEqual(again.ends, ["discarded", "discarded"]);
});
