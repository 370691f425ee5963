import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { afterEach, test } from "node:test";
import { createDestinations, createSubscriber, decryptionKey, generateFitConnectKeyPair, memorySink, signingKey, type ConnectionSettings, type Reception } from "@kommunalportal/fit-connect";
import { z } from "zod";
import { addDays, legalDate } from "#platform/clock";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { localFetch } from "../../../../../sandbox/src/testing/local-fetch.ts";
import { portalSchema } from "./fit-connect-settings.ts";
import { fitWorld } from "./test-fit-world.ts";

const world = await fitWorld({ max: 12 });
const { db, clock, hub, musterstadt, fit } = world;

/** A destination of one case gets nothing of the next. */
const retire = () => db.asOperator("test", (tx) => tx.run(sql`update hub.destination set retired_at = ${clock.now()} where retired_at is null`));
afterEach(async () => {
  await fit.behave();
  await fit.decide({ decision: "accept" });
  await retire();
});
const view = (id: string) => world.view(musterstadt.id, id);
const there = async (reference: string) => (await fit.effects()).applications.filter((one) => one.reference === reference);
/** Tries, with an hour between, until the service has it. */
async function untilReceived(to: { readonly tenant: string; readonly destination: string }, id: string): Promise<void> {
  for (let tries = 0; tries < 6 && (await view(id)).delivery.state === "queued"; tries += 1) { await hub.deliver(to); clock.advance(3_600_000); }
  assert.match((await view(id)).delivery.state, /^(received|accepted)$/);
}
async function arrives(to: { readonly tenant: string; readonly destination: string }, id: string, reference: string): Promise<void> {
  await untilReceived(to, id);
  await fit.fetch();
  clock.advance(1_000_000);
  await hub.lookAfter(to);
  assert.equal((await view(id)).delivery.state, "accepted");
  assert.deepEqual((await there(reference)).map(({ effects, duplicates, submissions }) => [effects, duplicates, submissions.length]), [[1, 0, 1]]);
}
const pdf = (bytes = 400_000): Buffer => Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.from(randomBytes(bytes).toString("base64")), Buffer.from("\n%%EOF\n")]);

test("a Zustellpunkt that shows somebody else's certificate gets nothing, and what waits arrives once it is the right one", async () => {
  const to = await world.fitDestination(musterstadt.id);
  const { deliveries, reference } = await world.submitted(musterstadt.id);
  await fit.behave({ keys: "foreign-certificate" });
  await hub.deliver(to);
  const { delivery, dispatch } = await view(deliveries[0]!.id);
  assert.deepEqual([delivery.state, delivery.reason, dispatch], ["queued", "untrusted", undefined]);
  assert.equal((await hub.sendTestMessage({ ...to, actor: { kind: "system", what: "test" } }))?.kind, "unreachable");
  assert.deepEqual(await there(reference), []);
  await fit.behave();
  clock.advance(3_600_000);
  await arrives(to, deliveries[0]!.id, reference);
});

test("content for a wrong key, which only a chain of certificates could have told, is opened by nobody and comes back as a rejection", async () => {
  const to = await world.fitDestination(musterstadt.id);
  const { deliveries, reference } = await world.submitted(musterstadt.id);
  await fit.behave({ keys: "foreign-key" });
  await hub.deliver(to);
  await fit.behave();
  await fit.fetch();
  clock.advance(1_000_000);
  await hub.lookAfter(to);
  const { delivery, rejectionReasons } = await view(deliveries[0]!.id);
  assert.equal(delivery.state, "rejected");
  assert.match(rejectionReasons[0] ?? "", /lässt sich nicht entschlüsseln/);
  assert.deepEqual(await there(reference), []);
});

test("events that are signed wrongly, repeated or out of order are not believed; the operator is told, and the true log counts in the end", async () => {
  for (const change of [{ eventLog: "reversed" }, { eventLog: "repeated" }]) {
    const to = await world.fitDestination(musterstadt.id);
    const { deliveries } = await world.submitted(musterstadt.id);
    await hub.deliver(to);
    await fit.fetch();
    await fit.behave(change);
    await hub.lookAfter(to);
    const { delivery, dispatch } = await view(deliveries[0]!.id);
    assert.deepEqual([delivery.state, dispatch?.problem], ["received", "untrusted"], JSON.stringify(change));
    await fit.behave();
    clock.advance(1_000_000);
    await hub.lookAfter(to);
    const after = await view(deliveries[0]!.id);
    assert.deepEqual([after.delivery.state, after.dispatch?.problem], ["accepted", undefined]);
    await retire();
  }
  for (const signEvents of ["wrong-key", "unknown-key"]) {
    const to = await world.fitDestination(musterstadt.id);
    const { deliveries } = await world.submitted(musterstadt.id);
    await fit.behave({ signEvents });
    await hub.deliver(to);
    await fit.behave();
    clock.advance(1_000_000);
    await hub.lookAfter(to);
    // What was signed by somebody else stays in the log for ever: never believed, never taken for an arrival.
    const { delivery, dispatch } = await view(deliveries[0]!.id);
    assert.deepEqual([delivery.state, dispatch?.problem, delivery.receipt], ["received", "untrusted", undefined], signEvents);
    await retire();
  }
});

test("a token that ends in the middle of an upload is renewed, and the attachment arrives whole", async () => {
  const to = await world.fitDestination(musterstadt.id);
  const { deliveries, reference } = await world.submitted(musterstadt.id, { nachweis: pdf() });
  await fit.behave({ mode: "unauthorized", times: 1, match: "/attachments/" });
  assert.equal(await hub.deliver(to), 1);
  assert.equal((await view(deliveries[0]!.id)).attempts.length, 1);
  await arrives(to, deliveries[0]!.id, reference);
});

test("two workers with the same delivery, the first one slow and taken for dead: one submission, one effect", async () => {
  const to = await world.fitDestination(musterstadt.id);
  const { deliveries, reference } = await world.submitted(musterstadt.id, { nachweis: pdf() });
  const id = deliveries[0]!.id;
  // The first has announced and hangs in its upload; its lease is over, as after the death of its process.
  await fit.behave({ mode: "slow", delayMs: 4_000, times: 1, match: "/attachments/" });
  const slow = hub.deliver(to);
  while (!(await view(id)).dispatch) await new Promise((resolve) => { setTimeout(resolve, 50); });
  await db.inTenant(musterstadt.id, (tx) => tx.run(sql`update hub.delivery set lease_until = ${clock.now()} where id = ${id}`));
  clock.advance(1_000);
  await world.hubWith({}).deliver(to);
  const { delivery, dispatch } = await view(id);
  assert.equal(delivery.state, "received");
  await slow;
  assert.equal((await view(id)).dispatch?.parcel, dispatch?.parcel);
  await arrives(to, id, reference);
});

test("a destination that is away for two hours holds nothing up and loses nothing: everything arrives once, in order", async () => {
  const to = await world.fitDestination(musterstadt.id);
  const references: { readonly id: string; readonly reference: string }[] = [];
  await fit.behave({ mode: "down", retryAfterSeconds: 0, match: "/submission-api/" });
  for (let minutes = 0; minutes < 120; minutes += 15) {
    if (minutes < 60) { const { deliveries, reference } = await world.submitted(musterstadt.id); references.push({ id: deliveries[0]!.id, reference }); }
    await hub.deliver(to);
    clock.advance(15 * 60_000);
  }
  assert.deepEqual(await Promise.all(references.map(async ({ id }) => (await view(id)).delivery.state)), references.map(() => "queued"));
  assert.ok((await db.inTenant(musterstadt.id, (tx) => hub.alarms(tx))).some(({ kind, destination }) => kind === "destination-failing" && destination === to.destination));
  await fit.behave();
  for (let tries = 0; tries < 4; tries += 1) { clock.advance(3_600_000); await hub.deliver(to); }
  for (const { id, reference } of references) await arrives(to, id, reference);
});

test("what the Zustellpunkt does not offer ends in the dead letters with the reason, and goes when the setting is right", async () => {
  const to = await world.fitDestination(musterstadt.id, { settings: { schemaUri: "https://schema.example/anderes/1.0.0/schema.json" } });
  const { deliveries, reference } = await world.submitted(musterstadt.id);
  await hub.deliver(to);
  const { delivery } = await view(deliveries[0]!.id);
  assert.deepEqual([delivery.state, delivery.reason, delivery.mayHaveArrived], ["dead", "schema-not-offered", false]);
  const before = (await db.inTenant(musterstadt.id, (tx) => hub.destination(tx, to.destination)))!;
  assert.equal((await hub.setDestination({ tenant: musterstadt.id, destination: to.destination, name: before.name, channel: "fit-connect", address: before.address, settings: { ...before.settings, schemaUri: portalSchema }, actor: { kind: "system", what: "test" } })).ok, true);
  assert.deepEqual(await db.inTenant(musterstadt.id, (tx) => hub.resendDelivery(tx, { delivery: deliveries[0]!.id, actor: { kind: "system", what: "test" } })), { ok: true });
  await arrives(to, deliveries[0]!.id, reference);
});

test("wrong access data and garbage hold the destination back; nothing of it is taken for a receipt", async () => {
  const wrong = await world.fitDestination(musterstadt.id, { secrets: { clientSecret: "falsch" } });
  const one = await world.submitted(musterstadt.id);
  await hub.deliver(wrong);
  assert.deepEqual([(await view(one.deliveries[0]!.id)).delivery.state, (await view(one.deliveries[0]!.id)).delivery.reason], ["queued", "not-authorised"]);
  await retire();
  for (const [change, reason] of [[{ mode: "garbage" }, "not-understood"], [{ mode: "redirect" }, "redirected"], [{ mode: "error" }, "server-error"], [{ mode: "unprocessable", match: "POST /submission-api" }, undefined]] as const) {
    const to = await world.fitDestination(musterstadt.id);
    const { deliveries } = await world.submitted(musterstadt.id);
    await fit.behave({ match: "/submission-api/", ...change });
    await hub.deliver(to);
    const { delivery } = await view(deliveries[0]!.id);
    assert.deepEqual([delivery.state, delivery.reason], reason === undefined ? ["dead", "message-refused"] : ["queued", reason], change.mode);
    await fit.behave();
    await retire();
  }
});

/** An authority of its own, with the library instead of the sandbox's Fachverfahren: what it decrypts is what the portal sent. */
async function authority() {
  const origin = `http://fit-connect.sandbox.localhost:${world.sandbox.port}`;
  const client = z.object({ clientId: z.string(), clientSecret: z.string() }).parse((await fit.call("fit-connect", "/_control/clients", { kind: "subscriber", name: "Amt im Test" })).json);
  const settings: ConnectionSettings = {
    environment: { name: "sandbox", tokenUrl: `${origin}/auth/token`, submissionUrl: `${origin}/submission-api`, destinationUrl: `${origin}/destination-api`, routingUrl: `${origin}/routing`, portalUrl: `${origin}/ssp`, allowHttp: true, certificates: { kind: "lenient" } },
    ...client, userAgent: "amt-im-test/1", fetch: localFetch, pauseMs: 5, now: () => clock.now().getTime(),
  };
  const certificate = { commonName: "Stadt Musterstadt", from: new Date("2026-01-01T00:00:00Z"), days: 3650 };
  const [encryption, next, signature] = await Promise.all([generateFitConnectKeyPair("encryption", { certificate }), generateFitConnectKeyPair("encryption", { certificate }), generateFitConnectKeyPair("signature", { certificate })]);
  const destinations = createDestinations(settings);
  const { destinationId } = await destinations.create({
    name: "Amt im Test", contactInformation: { legalName: "Stadt Musterstadt", email: "amt@musterstadt.example" }, encryptionPublicKey: encryption.publicJwk, signingPublicKey: signature.publicJwk, replyChannels: { eMail: {} },
    services: [{ identifier: "urn:de:fim:leika:leistung:99110009104000", submissionSchemas: [{ schemaUri: portalSchema, mimeType: "application/json" }], regions: ["DE059990001001"] }],
  });
  await destinations.activate(destinationId);
  const keys = await Promise.all([decryptionKey(encryption.privateJwk), decryptionKey(next.privateJwk)]);
  const subscriber = createSubscriber({ ...settings, signingKey: signingKey(signature.privateJwk) });
  return {
    destinationId, subscriber, rotate: () => destinations.changeEncryptionKey(destinationId, next.publicJwk),
    async waiting(): Promise<Reception<Uint8Array>[]> {
      const found: Reception<Uint8Array>[] = [];
      for await (const { submissionId } of subscriber.available(destinationId)) found.push(await subscriber.receive(submissionId, { keys, sinkFor: () => memorySink(10_000_000) }));
      return found;
    },
  };
}

test("a key that changes between announcement and handing over: what arrives opens, with data, metadata and attachment as they were sent", async () => {
  const amt = await authority();
  const to = await world.fitDestination(musterstadt.id, { settings: { destinationId: amt.destinationId } });
  const proof = pdf(200_000);
  const { deliveries, reference, application } = await world.submitted(musterstadt.id, { nachweis: proof });
  await fit.behave({ mode: "down", retryAfterSeconds: 0, match: "PUT /submission-api/v2/submissions/" });
  await hub.deliver(to);
  assert.ok((await view(deliveries[0]!.id)).dispatch);
  await fit.behave();
  await amt.rotate();
  clock.advance(3_600_000);
  await untilReceived(to, deliveries[0]!.id);
  const [received, ...more] = await amt.waiting();
  assert.ok(received?.kind === "intact" && more.length === 0, JSON.stringify(received));
  const data = z.object({ type: z.string(), data: z.object({ applicationId: z.string(), content: z.object({ halter: z.object({ nachname: z.string() }) }) }) }).parse(JSON.parse(Buffer.from(received.data?.bytes ?? []).toString("utf8")));
  assert.deepEqual([data.type, data.data.applicationId, data.data.content.halter.nachname], ["application.submitted", application, "Beispiel"]);
  assert.deepEqual(received.attachments.map(({ metadata, content }) => [metadata.filename, metadata.purpose, Buffer.from(content).equals(proof)]), [["nachweis.pdf", "attachment", true]]);
  assert.deepEqual(z.object({ senderReference: z.string(), applicationDate: z.string() }).parse(received.metadata.content.additionalReferenceInfo), { senderReference: reference, applicationDate: "2026-03-02" });
});

test("what was taken up from paper counts by FIT-Connect from the day on which the paper arrived, as does what follows it", async () => {
  const amt = await authority();
  const to = await world.fitDestination(musterstadt.id, { settings: { destinationId: amt.destinationId } });
  const day = addDays(legalDate(clock.now()), -4);
  const { deliveries, application } = await world.submitted(musterstadt.id, { paperOf: day });
  const dayIn = (received: Awaited<ReturnType<typeof amt.waiting>>[number] | undefined) => (received?.kind === "intact" ? received.metadata.content.additionalReferenceInfo?.["applicationDate"] : undefined);
  await untilReceived(to, deliveries[0]!.id);
  const [received] = await amt.waiting();
  assert.equal(dayIn(received), day);
  const data = z.object({ data: z.object({ receivedOn: z.string() }) }).parse(received?.kind === "intact" ? JSON.parse(Buffer.from(received.data?.bytes ?? []).toString("utf8")) : {});
  assert.equal(data.data.receivedOn, day);
  await hub.subscriptions.find(({ to: event }) => event === "application.withdrawn")?.handle({ type: "application.withdrawn", id: newId(), tenant: musterstadt.id, application }, { lastAttempt: false });
  const withdrawal = (await db.inTenant(musterstadt.id, (tx) => hub.ofApplication(tx, application))).find(({ id }) => id !== deliveries[0]!.id);
  await untilReceived(to, withdrawal!.id);
  assert.deepEqual((await amt.waiting()).map(dayIn), [day, day]);
});

test("an attachment that was changed on the way is rejected by the authority; corrected and sent anew it arrives", async () => {
  for (const attachments of ["bit-flipped", "cut", "missing"]) {
    const amt = await authority();
    const to = await world.fitDestination(musterstadt.id, { settings: { destinationId: amt.destinationId } });
    const { deliveries } = await world.submitted(musterstadt.id, { nachweis: pdf(50_000) });
    await hub.deliver(to);
    await fit.behave({ attachments });
    const [broken] = await amt.waiting();
    assert.ok(broken?.kind === "broken", attachments);
    await fit.behave();
    await amt.subscriber.reject(broken.parcel, broken.problems);
    clock.advance(1_000_000);
    await hub.lookAfter(to);
    const rejected = await view(deliveries[0]!.id);
    assert.equal(rejected.delivery.state, "rejected");
    assert.match(rejected.rejectionReasons[0] ?? "", attachments === "missing" ? /Anlage fehlt/ : /lässt sich nicht entschlüsseln/);
    const corrected = await db.inTenant(musterstadt.id, (tx) => hub.correctDelivery(tx, { delivery: deliveries[0]!.id, destination: to.destination, confirmedNotArrived: false, actor: { kind: "system", what: "test" } }));
    assert.ok(corrected.ok);
    await hub.deliver(to);
    const [intact] = await amt.waiting();
    assert.ok(intact?.kind === "intact");
    await amt.subscriber.accept(intact.parcel);
    clock.advance(1_000_000);
    await hub.lookAfter(to);
    assert.equal((await view(corrected.delivery)).delivery.state, "accepted");
    await retire();
  }
});
