import assert from "node:assert/strict";
import { test } from "node:test";
import { createDestinations, createSubscriber, decryptionKey, type EncryptionJwk, generateFitConnectKeyPair, memorySink, signingKey } from "@kommunalportal/fit-connect";
import { z } from "zod";
import { localFetch } from "../frame/local-fetch.ts";
import { testSandbox } from "../testing/test-sandbox.ts";
import { EFA_SCHEMA } from "./efa-service.ts";

const DIALOGUE = "https://schema.kommunalportal.example/antwort/1.0.0/antwort.schema.json";
const certificate = { commonName: "Stadt Musterstadt", from: new Date(Date.now() - 86_400_000), days: 30 };
const clientSchema = z.object({ clientId: z.string(), clientSecret: z.string() });
const channelSchema = z.object({ fitConnect: z.object({ encryptionPublicKey: z.custom<EncryptionJwk>() }) });

test("what the authority says stands on the page once and is answered in the log: taken, or refused with the reason", async (t) => {
  const [encryption, signature, sandbox] = await Promise.all([generateFitConnectKeyPair("encryption", { certificate }), generateFitConnectKeyPair("signature", { certificate }), testSandbox(t, { clock: () => new Date() })]);
  const origin = `http://fit-connect.sandbox.localhost:${sandbox.port}`;
  const client = clientSchema.parse(await (await sandbox.send("fit-connect", "/_control/clients", { kind: "subscriber", name: "Wohngeldstelle" })).json());
  const settings = {
    environment: { name: "sandbox", tokenUrl: `${origin}/auth/token`, submissionUrl: `${origin}/submission-api`, destinationUrl: `${origin}/destination-api`, routingUrl: `${origin}/routing`, portalUrl: `${origin}/ssp`, allowHttp: true, certificates: { kind: "lenient" } } as const,
    ...client, userAgent: "efa-conversation-test/1", fetch: localFetch, pauseMs: 5,
  };
  const subscriber = createSubscriber({ ...settings, signingKey: signingKey(signature.privateJwk) });
  const destinations = createDestinations(settings);
  const { destinationId } = await destinations.create({
    name: "Wohngeldstelle", contactInformation: { legalName: "Stadt Musterstadt", email: "wohngeld@musterstadt.example" }, encryptionPublicKey: encryption.publicJwk, signingPublicKey: signature.publicJwk,
    services: [{ identifier: "urn:de:fim:leika:leistung:99107023017000", submissionSchemas: [{ schemaUri: EFA_SCHEMA, mimeType: "application/json" }], regions: ["DE059990001001"] }], replyChannels: { fitConnect: { processStandards: [DIALOGUE] } },
  });
  await destinations.activate(destinationId);

  const handedIn = await sandbox.submit("efa", "/wohngeld", { ars: "059990001001", vorname: "Frieda", nachname: "Muster", geburtsdatum: "1990-04-17", miete: "640", personen: "2" });
  assert.equal(handedIn.status, 303, await handedIn.clone().text());
  const page = handedIn.headers.get("location") ?? "";
  const listed = (await subscriber.available(destinationId).next()).value;
  assert.ok(listed);
  const reception = await subscriber.receive(listed.submissionId, { keys: [await decryptionKey(encryption.privateJwk)], sinkFor: () => memorySink(1_000_000) });
  assert.ok(reception.kind === "intact");
  await subscriber.accept(reception.parcel);
  const { fitConnect: { encryptionPublicKey } } = channelSchema.parse("replyChannel" in reception.metadata ? reception.metadata.replyChannel : undefined);
  const say = (words: unknown) => subscriber.reply({ caseId: listed.caseId, destinationId, encryptionPublicKey, data: { bytes: JSON.stringify(words), schemaUri: DIALOGUE, mimeType: "application/json" } });
  const stateOf = async (replyId: string) => (await subscriber.events(listed.caseId, destinationId)).parcel("reply", replyId);

  const told = await say({ kind: "status", status: "in-progress", text: "Wir prüfen Ihren Antrag." });
  // Two windows at once.
  const shown = await Promise.all([1, 2].map(async () => (await sandbox.call("efa", page)).text()));
  for (const text of shown) assert.equal(text.split("Wir prüfen Ihren Antrag.").length, 2);
  assert.match(shown[0] ?? "", /Stand der Bearbeitung: in Bearbeitung/);
  assert.equal((await stateOf(told.replyId))?.state, "accepted");
  const strange = await say(["was ist das"]);
  assert.equal((await (await sandbox.call("efa", page)).text()).split("<h2>").length, 2);
  const refused = await stateOf(strange.replyId);
  assert.deepEqual([refused?.state, refused?.problems[0]?.type.split("/").at(-1)], ["rejected", "schema-violation"]);
});
