import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { z } from "zod";
import { DEMO_PROCESS_STANDARD } from "../../fit-connect/demo-world.ts";
import { EVENT_PREFIX, EVENT_PROBLEM_PREFIX } from "../../fit-connect/event-uris.ts";
import { handIn } from "../../fit-connect/testing/online-service.ts";
import { until } from "../../testing/until.ts";
import { unseal } from "../../fit-connect/testing/seal.ts";
import { claimsOf, fitWorld, makeTestKey, type FitWorld } from "../../fit-connect/testing/test-world.ts";
import { checkPage } from "../../testing/check-page.ts";

type Sent = Awaited<ReturnType<typeof handIn>>;

const logOf = (world: FitWorld, { caseId, token }: Sent): Promise<string[]> => world.log(caseId, token);
const names = (sets: readonly string[]): string[] => sets.map((set) => Object.keys(claimsOf(set).events)[0]!.slice(EVENT_PREFIX.length));
/** The last event of a participant: accept or reject with its problems. */
const answered = (world: FitWorld, sent: Sent): Promise<{ verb: string; problems: string[] }> => until(async () => {
  const found = (await logOf(world, sent)).map(claimsOf).find(({ events }) => /(accept|reject)-submission$/.test(Object.keys(events)[0]!));
  if (!found) return undefined;
  const [event, payload] = Object.entries(found.events)[0]!;
  const { problems = [] } = z.looseObject({ problems: z.array(z.looseObject({ type: z.string(), instance: z.string() })).optional() }).parse(payload);
  return { verb: event.slice(EVENT_PREFIX.length), problems: problems.map(({ type, instance }) => `${type.slice(EVENT_PROBLEM_PREFIX.length)} ${instance.split(":")[0]}`) };
}, "an answer of the Fachverfahren");
const effects = async (world: FitWorld): Promise<unknown> => z.looseObject({ total: z.unknown() }).parse(await (await world.sandbox.call("fit-fachverfahren", "/_effects")).json()).total;
const control = (world: FitWorld, site: string, body: object): Promise<Response> => world.sandbox.send(site, "/_control", body);

test("an application with a fragmented attachment is called for, checked, opened, accepted and shown to the clerk", async (t) => {
  const world = await fitWorld(t);
  await checkPage(await world.sandbox.call("fit-fachverfahren", "/"));
  const sent = await handIn(world, "musterstadt", { attachments: [["ein ", "großer ", "Nachweis"], ["klein"]], metadata: { additionalReferenceInfo: { senderReference: "MUS-2026-00042" } } });
  assert.deepEqual(await answered(world, sent), { verb: "accept-submission", problems: [] });
  const folder = join(world.sandbox.dataFolder, "fit-fachverfahren", "eingang", sent.submissionId);
  const { applications } = z.looseObject({ applications: z.array(z.looseObject({ reference: z.string() })) }).parse(await (await world.sandbox.call("fit-fachverfahren", "/_effects")).json());
  assert.deepEqual(applications.map(({ reference }) => reference), ["MUS-2026-00042"]);
  assert.match(await readFile(`${folder}.fachdaten`, "utf8"), /Erika Beispiel/);
  assert.match(await checkPage(await world.sandbox.call("fit-fachverfahren", "/")), /MUS-2026-00042/);
  const text = await checkPage(await world.sandbox.call("fit-fachverfahren", `/eingang/${sent.submissionId}`));
  assert.match(text, /antrag › name Erika Beispiel/);
  assert.match(text, /anlage-1\.txt text\/plain 20/);
  await checkPage(await world.sandbox.call("fit-connect", "/"));
  assert.match(await checkPage(await world.sandbox.call("fit-connect", `/vorgaenge/${sent.caseId}`)), /create-submission.*submit-submission.*accept-submission/);
  await checkPage(await world.sandbox.call("fit-connect", `/zustellpunkte/${world.destinationId}`));
  for (const path of ["/vorgaenge/x", "/zustellpunkte/x"]) await checkPage(await world.sandbox.call("fit-connect", path), 404);
  await checkPage(await world.sandbox.call("fit-fachverfahren", "/eingang/x"), 404);
});

test("what is damaged, wrongly described or in a wrong log is rejected with the problem that says so", async (t) => {
  const world = await fitWorld(t);
  const cases: readonly (readonly [object, Parameters<typeof handIn>[2], string])[] = [
    [{ attachments: "bit-flipped" }, { attachments: [["x".repeat(900)]] }, "encryption-issue attachment"],
    [{ attachments: "cut" }, { attachments: [["x".repeat(900)]] }, "encryption-issue attachment"],
    [{ attachments: "missing" }, { attachments: [["x"]] }, "missing-attachment attachment"],
    [{ attachments: "swapped" }, { attachments: [["x"], ["y"]] }, "incorrect-authentication-tag attachment"],
    [{ eventLog: "reversed" }, {}, "invalid-event-log submission"],
    [{ eventLog: "repeated" }, {}, "invalid-event-log submission"],
    [{ signEvents: "wrong-key" }, {}, "invalid-event-log submission"],
    [{ signEvents: "unknown-key" }, {}, "invalid-event-log submission"],
    [{}, { spoil: () => "kein JSON" }, "syntax-violation metadata"],
    [{}, { spoil: () => "{}" }, "missing-schema metadata"],
    [{}, { spoil: (text) => text.replace("metadata/2.1.0", "metadata/1.0.0") }, "unsupported-schema metadata"],
    [{}, { spoil: (text) => text.replace('"contentStructure"', '"content"') }, "schema-violation metadata"],
    [{}, { spoil: (text) => text.replace(/"content":"[0-9a-f]{6}/, '"content":"000000') }, "hash-mismatch data"],
    [{}, { attachments: [["x"]], spoil: (text) => text.replace(/"attachments":\[.*?\}\}\]/, '"attachments":[]').replace(/"attachments":\[\{.*?\}\]/, '"attachments":[]') }, "attachments-mismatch submission"],
    [{}, { data: "<antrag/>" }, "syntax-violation data"],
    [{}, { metadata: { replyChannel: { eMail: { address: "a@b.example" }, deMail: { address: "a@b.example" } } } }, "schema-violation metadata"],
  ];
  for (const [disturbance, order, expected] of cases) {
    await control(world, "fit-connect", disturbance);
    const sent = await handIn(world, "musterstadt", order);
    // The log is looked at undisturbed, once the Fachverfahren has seen it disturbed.
    const broken = (): Promise<boolean> => checkPageText(world).then((text) => text.includes(sent.submissionId));
    await until(broken, expected);
    await world.sandbox.call("fit-connect", "/_control", { method: "DELETE" });
    assert.deepEqual(await answered(world, sent), { verb: "reject-submission", problems: [expected] });
  }
  assert.deepEqual(await effects(world), { applications: 0, effects: 0, repeats: 0, duplicates: 0, broken: cases.length });
});
const checkPageText = async (world: FitWorld): Promise<string> => (await world.sandbox.call("fit-fachverfahren", "/")).text();

test("what the published schema leaves to the sender is taken in each of its forms", async (t) => {
  const world = await fitWorld(t);
  const parsed = z.looseObject({ contentStructure: z.looseObject({ attachments: z.array(z.looseObject({ attachmentId: z.string(), fragments: z.array(z.string()).optional() })) }) });
  const attachments = [["ein ", "großer ", "Nachweis"], ["klein"]];
  const hash = { type: "sha512", content: "a1".repeat(64) };
  const orders: readonly Parameters<typeof handIn>[2][] = [
    // Ids in capitals, as Windows writes them.
    { attachments, spoil: (text) => text.replace(/"(attachmentId|fragments)":("[^"]+"|\[[^\]]+\])/g, (_, name: string, ids: string) => `"${name}":${ids.toUpperCase()}`) },
    // The id of an attachment in fragments uploaded beside them.
    { attachments, spoil: (text) => {
      const metadata = parsed.parse(JSON.parse(text));
      const [cut, whole] = metadata.contentStructure.attachments;
      return JSON.stringify({ ...metadata, contentStructure: { ...metadata.contentStructure, attachments: [{ ...cut, attachmentId: whole?.attachmentId }] } });
    } },
    { metadata: { dataSets: [{ dataSetId: "7a8a4c3a-5b0f-4c0c-9d9b-1f3f6f4a2b01", schema: { schemaUri: "https://schema.example/x.json", mimeType: "application/json" }, hash, content: { a: null } }] } },
    { metadata: { replyChannel: { eMail: { address: "erika&max@beispiel.example" } } } },
  ];
  for (const [index, order] of orders.entries()) assert.deepEqual(await answered(world, await handIn(world, "musterstadt", order)), { verb: "accept-submission", problems: [] }, `order ${index}`);
});

test("held applications are decided by a person or the control, others are rejected or answered as it is set", async (t) => {
  const world = await fitWorld(t);
  await control(world, "fit-fachverfahren", { decision: "hold" });
  const [one, two] = [await handIn(world, "musterstadt"), await handIn(world, "musterstadt")];
  await until(async () => (await checkPageText(world)).split("wartet auf Entscheidung").length === 3, "both are held");
  await checkPage(await world.sandbox.call("fit-fachverfahren", `/eingang/${one.submissionId}`));
  assert.equal((await world.sandbox.submit("fit-fachverfahren", `/eingang/${one.submissionId}/entscheidung`, { wahl: "annehmen" })).status, 303);
  assert.equal((await world.sandbox.send("fit-fachverfahren", "/_control/decisions", { submissionId: two.submissionId, decision: "reject" })).status, 204);
  assert.equal((await world.sandbox.send("fit-fachverfahren", "/_control/decisions", { submissionId: two.submissionId, decision: "accept" })).status, 409);
  assert.equal((await answered(world, one)).verb, "accept-submission");
  assert.deepEqual(await answered(world, two), { verb: "reject-submission", problems: ["schema-violation data"] });
  await control(world, "fit-fachverfahren", { decision: "reject", times: 1, problem: "unsupported-reply-channel" });
  assert.deepEqual(await answered(world, await handIn(world, "musterstadt")), { verb: "reject-submission", problems: ["unsupported-reply-channel submission"] });
  assert.equal((await answered(world, await handIn(world, "musterstadt"))).verb, "accept-submission");
  await control(world, "fit-fachverfahren", { schemas: ["https://schema.example.org/anderes.json"] });
  assert.deepEqual(await answered(world, await handIn(world, "musterstadt")), { verb: "reject-submission", problems: ["unsupported-schema data"] });
});

test("an application that comes again in another submission is accepted, counted, and has no second effect", async (t) => {
  const world = await fitWorld(t);
  const metadata = { additionalReferenceInfo: { senderReference: "MUS-1" } };
  for (let time = 0; time < 2; time += 1) assert.equal((await answered(world, await handIn(world, "musterstadt", { metadata }))).verb, "accept-submission");
  assert.deepEqual(await effects(world), { applications: 1, effects: 1, repeats: 0, duplicates: 1, broken: 0 });
});

test("an answer that did not get through is sent again with one effect, and what no callback told is found by looking", async (t) => {
  const world = await fitWorld(t);
  await control(world, "fit-connect", { callbacks: "withheld", mode: "down", match: "POST /submission-api/v2/cases", times: 2 });
  const sent = await handIn(world, "musterstadt");
  assert.equal((await answered(world, sent)).verb, "accept-submission");
  assert.deepEqual(await effects(world), { applications: 1, effects: 1, repeats: 2, duplicates: 0, broken: 0 });
});

test("a status, a question with a file and a decision go back encrypted for the sender alone", async (t) => {
  const world = await fitWorld(t);
  const key = await makeTestKey("RSA-OAEP-256");
  const { x5c: _, ...encryptionPublicKey } = key.publicJwk;
  const sent = await handIn(world, "musterstadt", { metadata: { replyChannel: { fitConnect: { processStandards: [DEMO_PROCESS_STANDARD], encryptionPublicKey } }, additionalReferenceInfo: { senderReference: "MUS-7" } } });
  const silent = await handIn(world, "musterstadt");
  await answered(world, sent);
  await answered(world, silent);
  const reply = (body: object): Promise<Response> => world.sandbox.send("fit-fachverfahren", "/_control/replies", body);
  const question = { kind: "question", text: "Bitte reichen Sie den Sprachnachweis nach.", dueOn: "2026-04-01", documents: ["Sprachnachweis B1"] };
  const made = await reply({ reference: "MUS-7", answer: question, files: [{ filename: "hinweis.txt", mimeType: "text/plain", base64: Buffer.from("Hinweis").toString("base64") }] });
  const { replyId } = z.object({ replyId: z.uuid() }).parse(await made.json());
  const fetched = z.looseObject({ encryptedData: z.string(), encryptedMetadata: z.string(), attachments: z.array(z.string()).length(1) })
    .parse(await (await world.call(`/submission-api/v2/replies/${replyId}`, { token: sent.token })).json());
  assert.deepEqual(JSON.parse(unseal(fetched.encryptedData, key.privateJwk).toString()), question);
  assert.match(unseal(fetched.encryptedMetadata, key.privateJwk).toString(), /"purpose":"report"/);
  assert.equal(unseal(await (await world.call(`/submission-api/v2/replies/${replyId}/attachments/${fetched.attachments[0]}`, { token: sent.token })).text(), key.privateJwk).toString(), "Hinweis");
  assert.equal((await world.sandbox.submit("fit-fachverfahren", `/eingang/${sent.submissionId}/antwort`, { art: "granted", text: "Ihr Antrag ist bewilligt." })).status, 303);
  await checkPage(await world.sandbox.submit("fit-fachverfahren", `/eingang/${sent.submissionId}/antwort`, { art: "?", text: "" }), 422);
  assert.match(await checkPage(await world.sandbox.call("fit-fachverfahren", `/eingang/${sent.submissionId}`)), /granted/);
  assert.deepEqual(names(await logOf(world, sent)).filter((name) => name.endsWith("reply")), ["create-reply", "submit-reply", "create-reply", "submit-reply"]);
  assert.equal((await reply({ submissionId: silent.submissionId, answer: question })).status, 409);
  assert.equal((await reply({ reference: "unbekannt", answer: question })).status, 404);
  assert.equal((await reply({ reference: "MUS-7", answer: { kind: "shout" } })).status, 422);
});

test("only a genuine callback of now makes the Fachverfahren look", async (t) => {
  const world = await fitWorld(t);
  const sent = await handIn(world, "musterstadt");
  await answered(world, sent);
  const status = async (as: string): Promise<unknown> => (await world.sandbox.send("fit-connect", "/_control/callbacks", { id: sent.submissionId, as })).json();
  assert.deepEqual([await status("normal"), await status("forged"), await status("late"), await status("unsigned"), await status("replayed")], [{ status: 204 }, { status: 401 }, { status: 401 }, { status: 401 }, { status: 204 }]);
});
