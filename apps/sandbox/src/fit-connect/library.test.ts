import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { test, type TestContext } from "node:test";
import {
  authenticationTag, bytesSource, createDestinations, createRouter, createSender, createSubscriber, decryptionKey, decryptJwe, generateFitConnectKeyPair, memoryReplayGuard, memorySink, OfferError, receptionProblem, signingKey, verifyCallback, verificationKey, VerificationError,
  type CallbackNews, type ConnectionSettings, type FitConnectError, type IntactParcel, type Reception, type ReplyOrder, type SubmissionOrder,
} from "@kommunalportal/fit-connect";
import { z } from "zod";
import { localFetch } from "../frame/local-fetch.ts";
import { temporaryFolder, testSandbox, type TestSandbox } from "../testing/test-sandbox.ts";
import { until } from "../testing/until.ts";

/**
 * The whole round between the library and this delivery service, over HTTP. Both were written from the same reference, neither with the other's code: what
 * one of them had misread would show here.
 */
const LEIKA = "urn:de:fim:leika:leistung:99099002006000";
const SCHEMA = "https://schema.example/antrag/1.0.0/schema.json";
const REGION = "DE059990001001";
const certificate = { commonName: "Stadt Musterstadt", from: new Date(Date.now() - 86_400_000), days: 30 };
const pairs = Promise.all([generateFitConnectKeyPair("encryption", { certificate }), generateFitConnectKeyPair("signature", { certificate }), generateFitConnectKeyPair("encryption"), generateFitConnectKeyPair("signature")]);
const clientSchema = z.object({ clientId: z.string(), clientSecret: z.string() });

async function world(t: TestContext) {
  const dataFolder = await temporaryFolder(t);
  const sandbox: TestSandbox = await testSandbox(t, { dataFolder });
  const control = async (path: string, body: unknown): Promise<unknown> => {
    const answer = await sandbox.send("fit-connect", `/_control/${path}`, body);
    assert.ok(answer.ok, await answer.clone().text());
    return answer.status === 204 ? undefined : answer.json();
  };
  const origin = `http://fit-connect.sandbox.localhost:${sandbox.port}`;
  const settings = async (kind: "sender" | "subscriber"): Promise<ConnectionSettings> => ({
    environment: { name: "sandbox", tokenUrl: `${origin}/auth/token`, submissionUrl: `${origin}/submission-api`, destinationUrl: `${origin}/destination-api`, routingUrl: `${origin}/routing`, portalUrl: `${origin}/ssp`, allowHttp: true, certificates: { kind: "lenient" } },
    ...clientSchema.parse(await control("clients", { kind, name: `Bibliothek ${kind}` })), userAgent: "fit-connect-library-test/1", fetch: localFetch, pauseMs: 5,
  });
  const [sending, subscribing] = [await settings("sender"), await settings("subscriber")];
  const [encryption, signature, reply, answering] = await pairs;
  await control(`clients/${sending.clientId}/keys`, answering.publicJwk);
  const otherParticipants = [{ issuer: sending.clientId, keys: [verificationKey(answering.publicJwk)] }];
  const sender = createSender({ ...sending, otherParticipants, replyAnswers: { issuer: sending.clientId, key: signingKey(answering.privateJwk) }, fragments: { above: 200_000, size: 150_000 } });
  const subscriber = createSubscriber({ ...subscribing, otherParticipants, signingKey: signingKey(signature.privateJwk) });
  const news = await callbacks(t);
  const destinations = createDestinations(subscribing);
  const { destinationId } = await destinations.create({
    name: "Zustellpunkt Musterstadt", contactInformation: { legalName: "Stadt Musterstadt", email: "fit@musterstadt.example" },
    services: [{ identifier: LEIKA, submissionSchemas: [{ schemaUri: SCHEMA, mimeType: "application/json" }], regions: [REGION] }],
    encryptionPublicKey: encryption.publicJwk, signingPublicKey: signature.publicJwk, replyChannels: { eMail: {}, fitConnect: { processStandards: ["urn:x:y"] } },
    callback: { url: `${news.url}/amt`, secret: news.secret },
  });
  await destinations.activate(destinationId);
  const { publicJwk: { use: _use, ...replyKey } } = reply;
  const options = { keys: [await decryptionKey(encryption.privateJwk)], sinkFor: () => memorySink(10_000_000) };
  const big = randomBytes(700_000);
  const order: SubmissionOrder = {
    destinationId, service: { identifier: LEIKA, name: "Einbürgerung" }, region: REGION,
    data: { bytes: JSON.stringify({ name: "Erika Beispiel", straße: "Heidestraße 17" }), schemaUri: SCHEMA, mimeType: "application/json" },
    attachments: [
      { purpose: "form", mimeType: "application/pdf", filename: "antrag.pdf", source: bytesSource(Buffer.from("%PDF Antrag")) },
      { purpose: "attachment", mimeType: "image/png", filename: "foto.png", source: bytesSource(big) },
      { purpose: "attachment", mimeType: "text/plain", source: bytesSource(Buffer.alloc(0)) },
    ],
    replyChannel: { fitConnect: { processStandards: ["urn:x:y"], encryptionPublicKey: replyKey } },
    additionalReferenceInfo: { senderReference: "MUS-2026-00042", zustimmungZumDigitalenBescheid: false },
    callback: { url: `${news.url}/portal`, secret: news.secret },
  };
  const behave = async (change: object): Promise<void> => {
    await sandbox.call("fit-connect", "/_control", { method: "DELETE" });
    assert.equal((await sandbox.send("fit-connect", "/_control", change)).status, 200);
  };
  return { sandbox, control, behave, sending, subscribing, sender, subscriber, destinations, destinationId, news, options, big, order, reply };
}

/** Receives callbacks the way a product would: verified, and answered at once. */
async function callbacks(t: TestContext): Promise<{ readonly url: string; readonly secret: string; readonly heard: { readonly path: string; readonly outcome: string; readonly news?: CallbackNews }[]; until(kind: CallbackNews["kind"], path: string): Promise<CallbackNews> }> {
  const secret = randomBytes(32).toString("base64url");
  const heard: { readonly path: string; readonly outcome: string; readonly news?: CallbackNews }[] = [];
  const settings = { secrets: [secret], now: Date.now, replays: memoryReplayGuard(Date.now) };
  const header = (value: string | string[] | undefined): string | undefined => (typeof value === "string" ? value : undefined);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk)).on("end", () => {
      void verifyCallback({ timestamp: header(request.headers["callback-timestamp"]), authentication: header(request.headers["callback-authentication"]), body: Buffer.concat(chunks) }, settings).then((outcome) => {
        heard.push({ path: request.url ?? "", outcome: outcome.kind === "refused" ? outcome.reason : outcome.kind, ...(outcome.kind === "news" ? { news: outcome.news } : {}) });
        response.writeHead(outcome.kind === "refused" ? 401 : 204).end();
      });
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  t.after(() => { server.closeAllConnections(); server.close(); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, secret, heard,
    async until(kind, path) {
      return until(async () => heard.find((one) => one.path === path && one.news?.kind === kind)?.news, `${kind} at ${path}`);
    },
  };
}

function intact<T>(reception: Reception<T>): IntactParcel<T> {
  return reception.kind === "intact" ? reception : assert.fail(JSON.stringify(reception.problems));
}

test("an application goes through the sandbox and back: routed, sent in fragments, fetched, proved, accepted, asked about, answered, with every callback", async (t) => {
  const { sender, subscriber, sending, destinationId, order, options, big, news, reply } = await world(t);
  const router = createRouter(sending);
  assert.deepEqual((await router.routes({ leikaKey: "99099002006000", place: { ars: "059990001001" } })).routes.map((route) => route.destinationId).filter((id) => id === destinationId), [destinationId]);
  assert.equal(await router.version(), "2.0.0");
  assert.ok((await router.areas(["Muster*"])).length > 0);

  const sent = await sender.send(order);
  const told = await news.until("new-submissions", "/amt");
  assert.deepEqual(told, { kind: "new-submissions", submissions: [{ destinationId, submissionId: sent.submissionId, caseId: sent.caseId }] });
  const waiting = [];
  for await (const one of subscriber.available(destinationId)) waiting.push(one.submissionId);
  assert.deepEqual(waiting, [sent.submissionId]);

  const received = intact(await subscriber.receive(sent.submissionId, options));
  assert.deepEqual(received.attachments.map(({ content }) => content.length), [11, big.length, 0]);
  assert.deepEqual(Buffer.from(received.attachments[1]?.content ?? []), big);
  assert.equal(received.attachments[1]?.metadata.fragments?.length, 5);
  assert.equal(Buffer.from(received.data?.bytes ?? []).toString(), order.data.bytes);
  await subscriber.accept(received.parcel);
  await news.until("new-events", "/portal");
  const history = (await sender.events(sent)).parcel("submission", sent.submissionId);
  assert.deepEqual([history?.state, history?.events.at(-1)?.issuer], ["accepted", destinationId]);

  const channel = received.metadata.replyChannel;
  assert.ok(channel !== undefined && "fitConnect" in channel);
  const question = await subscriber.reply({
    caseId: sent.caseId, destinationId, encryptionPublicKey: channel.fitConnect.encryptionPublicKey,
    data: { bytes: `{"frage":"Seit wann wohnen Sie hier?"}`, schemaUri: SCHEMA, mimeType: "application/json" }, attachments: [{ purpose: "report", mimeType: "text/plain", source: bytesSource(Buffer.from("Merkblatt")) }],
  });
  assert.deepEqual(await news.until("new-replies", "/portal"), { kind: "new-replies", replies: [{ replyId: question.replyId, caseId: sent.caseId }] });
  const listed = [];
  for await (const one of sender.replies()) listed.push(one.replyId);
  assert.deepEqual(listed, [question.replyId]);
  const asked = intact(await sender.receiveReply({ replyId: question.replyId, destinationId }, { keys: [await decryptionKey(reply.privateJwk)], sinkFor: () => memorySink(1_000) }));
  assert.equal(Buffer.from(asked.attachments[0]?.content ?? []).toString(), "Merkblatt");
  await sender.acceptReply(asked.parcel);
  assert.equal((await subscriber.events(sent.caseId, destinationId)).parcel("reply", question.replyId)?.state, "accepted");

  const { attachments: _attachments, ...rest } = order;
  const answer = await sender.send({ ...rest, caseId: sent.caseId });
  assert.equal(answer.caseId, sent.caseId);
  const last = intact(await subscriber.receive(answer.submissionId, options));
  await subscriber.forward(last.parcel);
  await subscriber.reject(last.parcel, [receptionProblem("schema-violation", "data")]);
  assert.equal((await sender.events(answer)).parcel("submission", answer.submissionId)?.state, "rejected");
});

test("a key that is changed in mid-flight loses nothing: the old one opens what was sent before", async (t) => {
  const { sender, subscriber, destinations, destinationId, order, options } = await world(t);
  const before = await sender.send(order);
  const fresh = await generateFitConnectKeyPair("encryption", { certificate });
  await destinations.changeEncryptionKey(destinationId, fresh.publicJwk);
  const after = await sender.send(order);
  const both = { ...options, keys: [...options.keys, await decryptionKey(fresh.privateJwk)] };
  for (const { submissionId } of [before, after]) intact(await subscriber.receive(submissionId, both));
  const onlyOld = await subscriber.receive(after.submissionId, options);
  assert.ok(onlyOld.kind === "broken" && onlyOld.causes[0]?.code === "jwe-key-unknown");
  assert.equal((await destinations.keys(destinationId)).length, 3);
});

test("a reply that was announced by a process that was killed is handed over once, under its id where its attachments have theirs", async (t) => {
  const { sender, subscriber, destinationId, order, options, reply } = await world(t);
  const { submissionId, caseId } = await sender.send(order);
  await subscriber.accept(intact(await subscriber.receive(submissionId, options)).parcel);
  const { publicJwk: { use: _use, ...encryptionPublicKey } } = reply;
  for (const id of [randomUUID(), undefined]) {
    const answer: ReplyOrder = {
      caseId, destinationId, encryptionPublicKey, data: { bytes: "{}", schemaUri: SCHEMA, mimeType: "application/json" },
      attachments: [{ purpose: "report", mimeType: "text/plain", source: bytesSource(Buffer.from("Merkblatt")), ...(id === undefined ? {} : { id }) }],
    };
    let announced = "";
    await assert.rejects(subscriber.reply({ ...answer, onAnnounced: (replyId) => { announced = replyId; throw new Error("killed"); } }), /killed/);
    const sent = await subscriber.reply({ ...answer, announced });
    assert.equal(sent.replyId === announced, id !== undefined);
    assert.deepEqual(await subscriber.reply({ ...answer, announced: sent.replyId }), sent);
  }
  const listed = [];
  for await (const one of sender.replies()) listed.push(one.replyId);
  assert.equal(listed.length, 2);
});

test("ids in capitals, as Windows writes them, name the same destination and the same attachments", async (t) => {
  const { sender, subscriber, destinationId, order, options, big } = await world(t);
  const attachments = order.attachments?.map((attachment) => ({ ...attachment, id: randomUUID().toUpperCase() })) ?? [];
  const sent = await sender.send({ ...order, destinationId: destinationId.toUpperCase(), attachments });
  const received = intact(await subscriber.receive(sent.submissionId, options));
  assert.deepEqual(received.attachments.map(({ content }) => content.length), [11, big.length, 0]);
  await subscriber.accept(received.parcel);
  assert.equal((await sender.events(sent)).parcel("submission", sent.submissionId)?.state, "accepted");
});

test("v1 goes the same round: services under their old name, nothing cut", async (t) => {
  const { sending, subscribing, destinationId, order, options, big } = await world(t);
  const sender = createSender({ ...sending, apiVersion: "v1", fragments: { above: 200_000, size: 150_000 } });
  const subscriber = createSubscriber({ ...subscribing, apiVersion: "v1", signingKey: signingKey((await pairs)[1].privateJwk) });
  const sent = await sender.send(order);
  const received = intact(await subscriber.receive(sent.submissionId, options));
  assert.deepEqual([received.publicService?.identifier, received.attachments.map(({ content }) => content.length), received.attachments[1]?.metadata.fragments], [LEIKA, [11, big.length, 0], undefined]);
  assert.deepEqual((await sender.destination(destinationId)).publicServices.map(({ identifier }) => identifier), [LEIKA]);
  await subscriber.reject(received.parcel, [receptionProblem("schema-violation", "data")]);
  assert.equal((await sender.events(sent)).parcel("submission", sent.submissionId)?.state, "rejected");
});

test("a destination is replaced whole, with its state and its callback, and what lies there can be passed on unopened", async (t) => {
  const { sender, subscriber, destinations, destinationId, order, options, news, big } = await world(t);
  const [encryption, signature] = await pairs;
  const replace = (change: object) => destinations.replace(destinationId, {
    name: "Zustellpunkt Musterstadt, neu", contactInformation: { legalName: "Stadt Musterstadt", email: "neu@musterstadt.example" },
    services: [{ identifier: LEIKA, submissionSchemas: [{ schemaUri: SCHEMA, mimeType: "application/json" }], regions: [REGION] }],
    encryptionPublicKey: encryption.publicJwk, signingPublicKey: signature.publicJwk, replyChannels: { eMail: {}, fink: {} }, callback: { url: `${news.url}/neu`, secret: news.secret }, ...change,
  });
  await replace({ status: "inactive" });
  await assert.rejects(sender.send(order), (error: unknown) => error instanceof OfferError && error.code === "destination-not-active");
  await replace({ status: "active" });
  await replace({});
  const { status, name, replyChannels } = await destinations.get(destinationId);
  assert.deepEqual([status, name, Object.keys(replyChannels ?? {})], ["active", "Zustellpunkt Musterstadt, neu", ["eMail", "fink"]]);
  assert.equal((await destinations.keys(destinationId)).length, 2);

  const sent = await sender.send({ ...order, replyChannel: { fink: { finkPostfachRef: "hh/by/12345" } } });
  await news.until("new-submissions", "/neu");
  const { encryptedMetadata, attachments } = await subscriber.sealed(sent.submissionId);
  const { contentStructure } = z.object({ contentStructure: z.object({ attachments: z.array(z.object({ fragments: z.array(z.string()).optional() })) }) }).parse(JSON.parse((await decryptJwe(encryptedMetadata, options.keys, { maxBytes: 1_000_000 })).plaintext.toString()));
  const fragments = contentStructure.attachments[1]?.fragments ?? [];
  assert.deepEqual([attachments.length, fragments.length], [7, 5]);
  const opened: Buffer[] = [];
  for (const id of fragments) {
    const jwe = await text(await subscriber.sealedAttachment(sent.submissionId, id));
    assert.equal(authenticationTag(jwe), sent.authenticationTags.attachments[id]);
    opened.push((await decryptJwe(jwe, options.keys, { maxBytes: 1_000_000 })).plaintext);
  }
  assert.deepEqual(Buffer.concat(opened), big);
});

test("what the sandbox can do to a delivery is withstood or named", async (t) => {
  const { sender, sending, subscriber, destinationId, order, options, behave, control, news } = await world(t);
  const sent = await sender.send(order);
  const problems = async (): Promise<string> => {
    const reception = await subscriber.receive(sent.submissionId, options);
    return reception.kind === "intact" ? "intact" : [...new Set(reception.problems.map(({ type }) => type.split("/").at(-1)))].join();
  };
  for (const [change, expected] of [
    [{ attachments: "bit-flipped" }, "encryption-issue"], [{ attachments: "cut" }, "encryption-issue"], [{ attachments: "swapped" }, "incorrect-authentication-tag"], [{ attachments: "missing" }, "missing-attachment"],
    [{ eventLog: "reversed" }, "invalid-event-log"], [{ eventLog: "repeated" }, "invalid-event-log"],
    [{}, "intact"],
  ] as const) {
    await behave(change);
    assert.equal(await problems(), expected, JSON.stringify(change));
  }

  const code = (work: Promise<unknown>): Promise<string> => work.then(() => "fine", (error: unknown) => (error instanceof Error && "code" in error ? String((error as FitConnectError).code) : String(error)));
  for (const [change, expected] of [[{ mode: "down" }, "unavailable"], [{ mode: "garbage" }, "not-json"], [{ mode: "redirect" }, "redirect"], [{ mode: "unauthorized" }, "token-refused"]] as const) {
    await behave({ ...change, match: "/submission-api/" });
    assert.equal(await code(createSender(sending).destination(destinationId)), expected, JSON.stringify(change));
  }
  for (const change of [{ mode: "down", times: 2 }, { mode: "error", times: 1 }, { mode: "unauthorized", times: 1, match: "/attachments/" }, { mode: "acceptButDropConnection", times: 1, match: `PUT /submission-api/v2/submissions/` }]) {
    await behave(change);
    const again = await sender.send(order);
    await behave({});
    intact(await subscriber.receive(again.submissionId, options));
  }
  await control("tokens/expiry", {});
  await sender.send(order);

  await behave({ keys: "foreign-certificate" });
  await assert.rejects(createSender(sending).send(order), (error: unknown) => error instanceof VerificationError && error.code === "certificate-key");
  const router = createRouter(sending);
  for (const [routes, expected] of [["wrong-key", "jws-signature"], ["other-destination", "route-destination"], ["other-service", "route-service"]] as const) {
    await behave({ routes });
    assert.equal(await code(router.routes({ leikaKey: "99099002006000", place: { ars: "059990001001" } })), expected);
  }
  await behave({ signEvents: "wrong-key" });
  const forged = await sender.send(order);
  const unproved = await subscriber.receive(forged.submissionId, options);
  assert.ok(unproved.kind === "broken" && unproved.causes[0]?.code === "jws-signature");
  await behave({});

  for (const [as, outcome] of [["forged", "authentication"], ["late", "too-old"], ["unsigned", "headers"], ["replayed", "repeated"]] as const) {
    const at = news.heard.length;
    await control("callbacks", { id: sent.submissionId, as });
    assert.ok(news.heard.slice(at).some((one) => one.outcome === outcome), `${as}: ${JSON.stringify(news.heard.slice(at))}`);
  }
});

test("an answer whose receipt was lost is not given twice", async (t) => {
  const { sender, subscriber, order, options, behave } = await world(t);
  const sent = await sender.send(order);
  const received = intact(await subscriber.receive(sent.submissionId, options));
  await behave({ mode: "acceptButDropConnection", times: 1, match: "/events" });
  await subscriber.accept(received.parcel);
  const history = (await sender.events(sent)).parcel("submission", sent.submissionId);
  assert.deepEqual([history?.state, history?.events.filter(({ verb }) => verb === "accept").length], ["accepted", 1]);
});
