import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { test } from "node:test";
import { createDestinations } from "./destinations.ts";
import { ApiProblem } from "./errors/api-problem.ts";
import { OfferError } from "./errors/fit-connect-error.ts";
import { problemText, receptionProblem } from "./events/reception-problem.ts";
import { memorySink } from "./jwe/memory-sink.ts";
import { createSender } from "./sender.ts";
import { testWorld } from "./testing/test-world.ts";
import { json, LEIKA, SCHEMA } from "./testing/testing-service.ts";
import { bytesSource } from "./transfer/attachment-source.ts";
import type { IntactParcel, Reception } from "./transfer/reception.ts";

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

function intact<T>(reception: Reception<T>): IntactParcel<T> {
  assert.equal(reception.kind, "intact", JSON.stringify(reception));
  return reception.kind === "intact" ? reception : assert.fail();
}

test("a submission goes out, is found, checked, opened and accepted, and the sender reads all of it in the log", async (t) => {
  const { service, sender, subscriber, order, options } = await testWorld(t);
  const sent = await sender.send(order);
  const announced = service.seen.find(({ method, path }) => method === "POST" && path.endsWith("/submissions"));
  assert.deepEqual([announced?.headers["authorization"], announced?.headers["user-agent"]], ["Bearer token-1", "Kommunalportal-Test/1"]);
  assert.equal((JSON.parse(announced?.body ?? "") as { region: string }).region, "DE059990001001");
  const waiting = await all(subscriber.available(service.destinationId));
  assert.deepEqual(waiting, [{ submissionId: sent.submissionId, caseId: sent.caseId, destinationId: service.destinationId }]);
  const received = intact(await subscriber.receive(sent.submissionId, options));
  assert.equal(Buffer.from(received.data?.bytes ?? []).toString(), JSON.stringify({ name: "Erika Beispiel" }));
  assert.deepEqual(received.attachments.map(({ content, metadata: { filename } }) => [content.length, filename]), [[11, "antrag.pdf"], [300_000, undefined]]);
  await subscriber.accept(received.parcel);
  const log = await sender.events(sent);
  assert.equal(log.parcel("submission", sent.submissionId)?.state, "accepted");
  await assert.rejects(sender.events({ ...sent, authenticationTags: { ...sent.authenticationTags, data: "x".repeat(22) } }), /set-tags/);
});

test("a big attachment travels in fragments and comes back whole, whether its own id was announced or not", async (t) => {
  for (const announceWhole of [false, true]) {
    const { service, sender, subscriber, order, options } = await testWorld(t, { fragments: { above: 100_000, size: 70_001, announceWhole } });
    const bytes = randomBytes(300_000);
    const announced = await sender.announce({ ...order, attachments: [{ purpose: "data", mimeType: "application/zip", source: bytesSource(bytes) }] });
    const parcel = service.parcels.get(announced.submissionId);
    assert.equal(parcel?.announced.length, announceWhole ? 6 : 5);
    await announced.deliver();
    const received = intact(await subscriber.receive(announced.submissionId, options));
    assert.deepEqual(Buffer.from(received.attachments[0]?.content ?? []), bytes);
    assert.equal(received.attachments[0]?.metadata.fragments?.length, 5);
  }
});

test("an empty attachment arrives empty, and its source is never opened", async (t) => {
  const { sender, subscriber, order, options } = await testWorld(t);
  const sent = await sender.send({ ...order, attachments: [{ purpose: "attachment", mimeType: "text/plain", source: { size: 0, open: () => assert.fail("opened") } }] });
  assert.equal(intact(await subscriber.receive(sent.submissionId, options)).attachments[0]?.content.length, 0);
});

test("a question goes back encrypted for the case and is answered in it", async (t) => {
  const world = await testWorld(t);
  const { service, sender, subscriber, order, options, keys } = world;
  const { publicJwk: { use: _use, ...replyKey } } = keys.reply;
  const sent = await sender.send({ ...order, replyChannel: { fitConnect: { processStandards: ["urn:x:y"], encryptionPublicKey: replyKey } }, callback: { url: "https://portal.example/ruf", secret: "s" } });
  const received = intact(await subscriber.receive(sent.submissionId, options));
  const channel = received.metadata.replyChannel;
  assert.ok(channel !== undefined && "fitConnect" in channel);
  const reply = await subscriber.reply({
    caseId: sent.caseId, destinationId: service.destinationId, encryptionPublicKey: channel.fitConnect.encryptionPublicKey,
    data: { bytes: `{"frage":"Welches Einkommen?"}`, schemaUri: SCHEMA, mimeType: "application/json" }, attachments: [{ purpose: "report", mimeType: "text/plain", source: bytesSource(Buffer.from("Anlage")) }],
  });
  assert.deepEqual((await all(sender.replies())).map(({ replyId }) => replyId), [reply.replyId]);
  const answered = intact(await sender.receiveReply({ replyId: reply.replyId, destinationId: service.destinationId }, { keys: [keys.reply.key], sinkFor: () => memorySink(1_000) }));
  assert.equal(Buffer.from(answered.data?.bytes ?? []).toString(), `{"frage":"Welches Einkommen?"}`);
  await assert.rejects(sender.acceptReply(answered.parcel), RangeError);
  const broken = await sender.receiveReply({ replyId: reply.replyId, destinationId: service.destinationId }, options);
  assert.deepEqual(broken.kind === "broken" && broken.problems.map(({ type }) => type.split("/").at(-1)), ["encryption-issue"]);
  const next = await sender.send({ ...order, caseId: sent.caseId });
  assert.equal(next.caseId, sent.caseId);
});

test("what a destination does not offer is refused before anything leaves", async (t) => {
  const { service, sender, order } = await testWorld(t);
  const good = service.destination;
  const [data, publicServices] = [order.data, good["publicServices"]];
  const code = async (change: object, destination: object = {}): Promise<unknown> => {
    service.destination = { ...good, ...destination };
    return sender.announce({ ...order, ...change }).then(() => "announced", (error: unknown) => (error instanceof OfferError ? error.code : error));
  };
  assert.equal(await code({}, { status: "inactive" }), "destination-not-active");
  assert.equal(await code({ service: { identifier: "urn:andere:leistung", name: "x" } }), "service-not-offered");
  assert.equal(await code({ region: "DE059990001002" }), "region-not-offered");
  assert.equal(await code({ data: { ...data, schemaUri: "urn:anderes:schema" } }), "schema-not-offered");
  assert.equal(await code({ data: { ...data, mimeType: "application/xml" } }), "schema-not-offered");
  assert.equal(await code({}, { metadataVersions: ["1.0.0"] }), "metadata-version-not-offered");
  assert.equal(await code({ replyChannel: { deMail: { address: "a@b.example" } } }), "reply-channel-not-offered");
  assert.equal(await code({ data: { ...data, bytes: "{" } }), "data-invalid");
  assert.equal(await code({ data: { ...data, bytes: Buffer.alloc(25_000_001) } }), "data-too-large");
  const one = { purpose: "form", mimeType: "a/b", source: bytesSource(Buffer.alloc(1)) };
  assert.equal(await code({ attachments: Array.from({ length: 101 }, () => one) }), "too-many-attachments");
  const sized = (size: number) => ({ ...one, source: { size, open: () => assert.fail("opened") } });
  assert.equal(await code({ attachments: [sized(6_000_000_000)] }), "too-many-attachments");
  assert.equal(await code({ attachments: Array.from({ length: 9 }, () => sized(199_000_000)) }), "attachments-too-large");
  assert.equal(await code({}, { publicServices }), "announced");
  assert.equal(service.seen.filter(({ method, path }) => method === "POST" && path.endsWith("/submissions")).length, 1);
});

test("v1 speaks of a service type and of services", async (t) => {
  const { service, settings, order } = await testWorld(t);
  const { publicServices, ...rest } = service.destination;
  service.destination = { ...rest, services: publicServices };
  await createSender({ ...settings, apiVersion: "v1" }).send(order);
  const announced = service.seen.find(({ method, path }) => method === "POST" && path === "/submission-api/v1/submissions");
  assert.deepEqual((JSON.parse(announced?.body ?? "") as { serviceType: object }).serviceType, { name: "Wohngeld", identifier: LEIKA });
});

test("v1 knows no fragments: what is large travels whole", async (t) => {
  const { service, settings, order } = await testWorld(t);
  const sent = await createSender({ ...settings, apiVersion: "v1", fragments: { above: 100_000, size: 90_000 } }).send(order);
  assert.equal(service.parcels.get(sent.submissionId)?.attachments.size, 2);
});

test("everything that waits is given, also where each is answered while the listing goes on", async (t) => {
  const { service, subscriber } = await testWorld(t);
  const waiting = Array.from({ length: 700 }, () => ({ submissionId: randomUUID(), caseId: randomUUID(), destinationId: service.destinationId }));
  const every = waiting.map(({ submissionId }) => submissionId);
  service.disturb = ({ path }) => {
    if (!path.includes("/submissions?")) return undefined;
    const query = new URL(path, "http://x").searchParams;
    const [offset, limit] = [Number(query.get("offset")), Number(query.get("limit"))];
    return json(200, { submissions: waiting.slice(offset, offset + limit), totalCount: waiting.length });
  };
  const seen: string[] = [];
  for await (const { submissionId } of subscriber.available(service.destinationId)) {
    seen.push(submissionId);
    waiting.splice(waiting.findIndex((one) => one.submissionId === submissionId), 1);
  }
  assert.deepEqual(seen, every);
});

test("a rejection tells its reasons in both languages", async (t) => {
  const { sender, subscriber, order, options } = await testWorld(t);
  const sent = await sender.send(order);
  const received = intact(await subscriber.receive(sent.submissionId, options));
  await subscriber.forward(received.parcel);
  await subscriber.reject(received.parcel, [receptionProblem("schema-violation", "data", "Feld F1 fehlt")]);
  const history = (await sender.events(sent)).parcel("submission", sent.submissionId);
  assert.equal(history?.state, "rejected");
  assert.deepEqual(history.problems.map((problem) => [problemText(problem, "de"), problemText(problem, "en"), problem.detail]), [["Der Inhalt entspricht nicht seinem Schema.", "The content violates its schema.", "Feld F1 fehlt"]]);
  await assert.rejects(subscriber.receive(sent.submissionId, options), /set-order/);
});

test("an id that is none never leaves the process; one that is not there is named", async (t) => {
  const { service, settings, sender, subscriber, options } = await testWorld(t);
  await assert.rejects(sender.destination("../../token"), RangeError);
  await assert.rejects(subscriber.receive("x", options), RangeError);
  await assert.rejects(createDestinations(settings).activate("../../token"), RangeError);
  assert.equal(service.seen.length, 0);
  await assert.rejects(subscriber.receive(randomUUID(), options), (error: unknown) => error instanceof ApiProblem && error.code === "submission-not-found" && !error.retryable);
});
