import assert from "node:assert/strict";
import { createPublicKey, randomUUID } from "node:crypto";
import { test } from "node:test";
import { z } from "zod";
import { parseJws, verifyPs512 } from "./jws.ts";
import { assertProblem, claimsOf, fitWorld, LEIKA, REGION } from "./testing/test-world.ts";
import { seal, unseal } from "./testing/seal.ts";
import { EVENT_PREFIX } from "./event-uris.ts";

test("a submission travels whole, is fetched, decrypted and accepted, and its log can be verified by anybody with the published keys", async (t) => {
  const world = await fitWorld(t);
  const { call, sender, subscriber, destinationId } = world;
  const seen = z.looseObject({ status: z.literal("active"), encryptionKid: z.string(), publicServices: z.array(z.looseObject({})) })
    .parse(await (await call(`/submission-api/v2/destinations/${destinationId}`, { token: sender.token })).json());
  assert.equal((await call(`/submission-api/v2/destinations/${destinationId}/keys/${seen.encryptionKid}`, { token: sender.token })).status, 200);
  await assertProblem(await call(`/submission-api/v2/destinations/${destinationId}/keys`, { token: sender.token }), 404, "not-found");

  const sent = await world.submit(["erste Anlage", "zweite Anlage"], { region: REGION });
  const { submissions, totalCount } = z.looseObject({ submissions: z.array(z.looseObject({ submissionId: z.string() })), totalCount: z.number() })
    .parse(await (await call(`/submission-api/v2/submissions?destinationId=${destinationId}`, { token: subscriber.token })).json());
  assert.deepEqual([submissions.map(({ submissionId }) => submissionId), totalCount], [[sent.submissionId], 1]);
  const fetched = await (await call(`/submission-api/v2/submissions/${sent.submissionId}`, { token: subscriber.token })).json();
  assert.deepEqual(fetched, {
    submissionId: sent.submissionId, caseId: sent.caseId, destinationId, publicService: { name: "Einbürgerung", identifier: LEIKA }, region: REGION,
    encryptedMetadata: sent.encryptedMetadata, encryptedData: sent.encryptedData, attachments: [...sent.jwes.keys()] });
  for (const [id, jwe] of sent.jwes) {
    const attachment = await call(`/submission-api/v2/submissions/${sent.submissionId}/attachments/${id}`, { token: subscriber.token });
    assert.equal(attachment.headers.get("content-type"), "application/jose");
    const text = await attachment.text();
    assert.equal(text, jwe);
    assert.match(unseal(text, world.encryption.privateJwk).toString(), /Anlage$/);
  }

  assert.equal((await world.post(sent.caseId, await world.set(sent, "accept-submission", { authenticationTags: sent.tags }))).status, 204);
  assert.deepEqual(await world.eventNames(sent.caseId), ["create-submission", "submit-submission", "accept-submission"]);
  const [create, submit] = await world.log(sent.caseId);
  assert.deepEqual(claimsOf(submit!).events[`${EVENT_PREFIX}submit-submission`], { authenticationTags: sent.tags });
  const { keys } = z.object({ keys: z.array(z.looseObject({ kid: z.string(), kty: z.string(), n: z.string(), e: z.string(), alg: z.literal("PS512") })) })
    .parse(await (await call("/submission-api/.well-known/jwks.json")).json());
  for (const set of [create!, submit!]) {
    const jws = parseJws(set)!;
    const header = z.strictObject({ typ: z.literal("secevent+jwt"), alg: z.literal("PS512"), kid: z.string() }).parse(jws.header);
    const key = keys.find(({ kid }) => kid === header.kid)!;
    assert.ok(verifyPs512(jws, createPublicKey({ key, format: "jwk" })));
    const { iss, sub, txn } = claimsOf(set);
    assert.deepEqual([iss, sub, txn], [`http://fit-connect.sandbox.localhost:${world.sandbox.port}/submission-api`, `submission:${sent.submissionId}`, `case:${sent.caseId}`]);
  }
});

test("announcing is refused with its reason before anything is uploaded", async (t) => {
  const world = await fitWorld(t);
  const { call, sender, destinationId } = world;
  const announce = (json: object, path = "v2"): Promise<Response> => call(`/submission-api/${path}/submissions`, { token: sender.token, json });
  const good = { destinationId, announcedAttachments: [], publicService: { name: "x", identifier: LEIKA } };
  await assertProblem(await announce({ ...good, destinationId: randomUUID() }), 404, "destination-not-found");
  await assertProblem(await announce({ ...good, publicService: { identifier: "urn:de:fim:leika:leistung:99000000000001" } }), 422, "service-not-offered");
  await assertProblem(await announce({ ...good, region: "DE059990002002" }), 422, "service-not-offered");
  await assertProblem(await announce({ ...good, region: "DE05" }), 422, "service-not-offered");
  await assertProblem(await announce({ ...good, region: "05999" }), 422, "schema-violation", /region/);
  const id = randomUUID();
  for (const announcedAttachments of [[id, id], [id, id.toUpperCase()], ["1"], ["00000000-0000-1000-8000-000000000000"], Array.from({ length: 101 }, () => randomUUID()), undefined]) {
    await assertProblem(await announce({ ...good, announcedAttachments }), 422, "schema-violation", /announcedAttachments/);
  }
  await assertProblem(await announce({ ...good, serviceType: good.publicService }), 422, "schema-violation");
  await assertProblem(await announce({ destinationId, announcedAttachments: [], serviceType: good.publicService }), 422, "schema-violation");
  assert.equal((await announce({ destinationId, announcedAttachments: [], serviceType: good.publicService }, "v1")).status, 201);
  assert.equal((await announce({ destinationId, announcedAttachments: [], serviceType: { ...good.publicService, description: "mit Worten" } }, "v1")).status, 201);
  assert.equal((await announce({ ...good, publicService: { identifier: LEIKA.toUpperCase().replace("URN:DE", "urn:de") }, region: REGION })).status, 201);
  await assertProblem(await announce({ ...good, callback: { url: "http://192.0.2.1/x", secret: "geheim" } }), 422, "callback-invalid");
  await assertProblem(await announce({ ...good, callback: { url: "http://portal.localhost/x" } }), 422, "schema-violation");
  await assertProblem(await announce({ ...good, caseId: randomUUID() }), 404, "case-not-found");
  await assertProblem(await call("/submission-api/v2/submissions", { token: sender.token, body: "{", type: "application/json" }), 400, "bad-request");
  await assertProblem(await call("/submission-api/v2/submissions", { token: sender.token, body: "{}", type: "text/plain" }), 415, "unsupported-media-type");
  const inactive = await world.destination();
  await call(`/destination-api/v2/destinations/${inactive}`, { method: "PATCH", token: world.subscriber.token, type: "application/merge-patch+json", json: { status: "inactive" } });
  await assertProblem(await announce({ ...good, destinationId: inactive }), 409, "destination-state-invalid");

  const first = await world.announce();
  assert.equal((await world.announce({ caseId: first.caseId })).caseId, first.caseId);
  // Windows writes GUIDs in capitals: the same names (RFC 9562, 4).
  assert.equal((await world.announce({ destinationId: destinationId.toUpperCase(), caseId: first.caseId.toUpperCase() })).caseId, first.caseId);
  for (const [path, token] of [[`destinations/${destinationId.toUpperCase()}`, sender.token], [`cases/${first.caseId.toUpperCase()}/events`, sender.token], [`submissions/${first.submissionId.toUpperCase()}/events`, sender.token],
    [`submissions?destinationId=${destinationId.toUpperCase()}`, world.subscriber.token]] as const) assert.equal((await call(`/submission-api/v2/${path}`, { token })).status, 200, path);
  await assertProblem(await announce({ ...good, destinationId: await world.destination(), caseId: first.caseId }), 404, "case-not-found");
});

test("a JWE is looked at without being opened, and each fault of its form is refused with the name of the header", async (t) => {
  const world = await fitWorld(t);
  const key = world.encryption.publicJwk;
  const { submissionId } = await world.announce();
  const data = seal("{}", key);
  const bad = async (jwe: string, detail: RegExp): Promise<void> => { await assertProblem(await world.finish(submissionId, { encryptedMetadata: data, encryptedData: jwe }), 422, "jwe-invalid", detail); };
  await bad(seal("{}", key, "application/json", { without: ["cty"] }), /^Invalid JWE Header 'cty'$/);
  await bad(seal("{}", key, "text/plain"), /^Invalid JWE Header 'cty'$/);
  await bad(seal("{}", key, "application/json", { header: { zip: "DEF" } }), /'zip'/);
  await bad(seal("{}", key, "application/json", { header: { alg: "RSA-OAEP" } }), /'alg'/);
  await bad(seal("{}", key, "application/json", { header: { enc: "A128GCM" } }), /'enc'/);
  await bad(seal("{}", key, "application/json", { header: { crit: ["b64"] } }), /'crit'/);
  await bad(seal("{}", key, "application/json", { header: { kid: world.signing.publicJwk.kid } }), /'kid'/);
  await bad(seal("{}", key, "application/json", { without: ["kid"] }), /'kid'/);
  const [head, wrapped, iv, text, tag] = data.split(".");
  await bad([head, wrapped, iv, text].join("."), /five segments/);
  await bad([head, wrapped, iv, text, tag, tag].join("."), /five/);
  await bad([head, wrapped, iv, text, tag!.slice(1)].join("."), /128 bits/);
  await bad([head, wrapped, iv!.slice(1), text, tag].join("."), /96 bits/);
  await bad([head, wrapped!.slice(300), iv, text, tag].join("."), /RSA-4096/);
  await bad(`${data}\n`, /base64url/);
  // U+0141 ends with the bits of an A, é is one byte in latin1.
  for (const foreign of ["\u0141", "é"]) await bad(`${data.slice(0, -30)}${foreign}${data.slice(-29)}`, /base64url/);
  // The other alphabet, padding and what Node's own reading skips, wherever they stand in a group of four.
  for (const foreign of ["+", "/", "=", " ", "\u0000"]) for (const back of [0, 1, 2, 3]) await bad([head, wrapped!.replace(new RegExp(`.(?=.{${back}}$)`), () => foreign), iv, text, tag].join("."), /base64url/);
  await bad(["e30", wrapped, iv, text, tag].join("."), /'alg'/);
  await bad(["AAAA", wrapped, iv, text, tag].join("."), /not JSON/);
  await bad("", /five/);
  await assertProblem(await world.finish(submissionId, { encryptedMetadata: data }), 422, "data-missing");
  await assertProblem(await world.finish(submissionId, { encryptedData: data }), 422, "schema-violation");
  assert.equal((await world.finish(submissionId, world.content())).status, 200);
});

test("attachments must be announced, uploaded before the end, and stay within the limits", async (t) => {
  const world = await fitWorld(t);
  const key = world.encryption.publicJwk;
  const [one, two] = [randomUUID(), randomUUID()];
  const { submissionId, caseId } = await world.announce({ announcedAttachments: [one, two] });
  const jwe = seal("Anlage", key, "application/pdf");
  await assertProblem(await world.upload(submissionId, randomUUID(), jwe), 404, "attachment-not-found");
  await assertProblem(await world.upload(randomUUID(), one, jwe), 404, "submission-not-found");
  await assertProblem(await world.upload(submissionId, one, "x"), 422, "jwe-invalid");
  await assertProblem(await world.upload(submissionId, one, seal("x", key, "a/b", { header: { zip: "DEF" } })), 422, "jwe-invalid");
  await assertProblem(await world.call(`/submission-api/v2/submissions/${submissionId}/attachments/${one}`, { method: "PUT", token: world.sender.token, body: jwe, type: "application/pdf" }), 415, "unsupported-media-type");
  assert.equal((await world.upload(submissionId, one, jwe)).status, 204);
  await assertProblem(await world.finish(submissionId, world.content()), 422, "attachments-incomplete", new RegExp(two));
  const limits = { attachmentBytes: 4000, totalBytes: 5000, contentBytes: 50_000 };
  await world.sandbox.send("fit-connect", "/_control", { limits });
  await assertProblem(await world.upload(submissionId, two, seal("x".repeat(4000), key)), 413, "payload-too-large");
  await assertProblem(await world.upload(submissionId, two, seal("x".repeat(2800), key)), 413, "payload-too-large");
  await assertProblem(await world.finish(submissionId, { ...world.content(), encryptedData: seal("x".repeat(60_000), key) }), 413, "payload-too-large");
  assert.equal((await world.upload(submissionId, two, seal("ok", key))).status, 204);
  const replaced = seal("ersetzt", key);
  assert.equal((await world.upload(submissionId, one, replaced)).status, 204, "replacing is possible while incomplete");
  await assertProblem(await world.call(`/submission-api/v2/submissions/${submissionId}`, { token: world.subscriber.token }), 404, "submission-not-found");
  assert.equal((await world.finish(submissionId, world.content())).status, 200);
  assert.equal(await (await world.call(`/submission-api/v2/submissions/${submissionId}/attachments/${one}`, { token: world.subscriber.token })).text(), replaced);
  await assertProblem(await world.finish(submissionId, world.content()), 409, "submission-state-invalid");
  await assertProblem(await world.upload(submissionId, one, jwe), 409, "submission-state-invalid");
  assert.equal((await world.log(caseId)).length, 2);
});

test("v1 names the service as it always did, takes compressed content and may lack data", async (t) => {
  const world = await fitWorld(t);
  const { call, sender, subscriber, destinationId } = world;
  const answer = await call("/submission-api/v1/submissions", { token: sender.token, json: { destinationId, announcedAttachments: [], serviceType: { name: "x", identifier: LEIKA } } });
  const { submissionId } = z.object({ submissionId: z.uuid() }).parse(await answer.json());
  const encryptedMetadata = seal("{}", world.encryption.publicJwk, "application/json", { header: { zip: "DEF" }, without: ["cty"] });
  assert.equal((await call(`/submission-api/v1/submissions/${submissionId}`, { method: "PUT", token: sender.token, json: { encryptedMetadata } })).status, 200);
  const fetched = z.looseObject({ serviceType: z.looseObject({ identifier: z.literal(LEIKA) }) }).parse(await (await call(`/submission-api/v1/submissions/${submissionId}`, { token: subscriber.token })).json());
  assert.ok(!("publicService" in fetched) && !("encryptedData" in fetched));
  const shown = z.looseObject({ services: z.array(z.looseObject({})) }).parse(await (await call(`/submission-api/v1/destinations/${destinationId}`, { token: sender.token })).json());
  assert.ok(!("publicServices" in shown));
});
