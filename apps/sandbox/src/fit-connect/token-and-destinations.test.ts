import assert from "node:assert/strict";
import { createPublicKey, randomUUID } from "node:crypto";
import { test } from "node:test";
import { z } from "zod";
import { parseJws, verifyPs512 } from "./jws.ts";
import { assertProblem, DAY, fitWorld, LEIKA, makeTestKey, REGION, tokenOf } from "./testing/test-world.ts";
import { seal } from "./testing/seal.ts";

test("a token is given to a client that shows its secret in the form, and in no other way", async (t) => {
  const world = await fitWorld(t);
  const { sandbox, sender } = world;
  const good = { grant_type: "client_credentials", client_id: sender.clientId, client_secret: sender.clientSecret };
  const ask = async (form: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}): Promise<readonly [number, unknown]> => {
    const answer = await sandbox.submit("fit-connect", "/auth/token", form, { "user-agent": "test", ...headers });
    return [answer.status, z.looseObject({ error: z.string().optional(), scope: z.string().optional() }).parse(await answer.json())];
  };
  const [status, body] = await ask(good);
  const token = z.object({ access_token: z.string(), token_type: z.literal("Bearer"), expires_in: z.literal(1800), scope: z.literal("https://schema.fitko.de/fit-connect/oauth/scopes/send-submissions") }).parse(body);
  assert.equal(status, 200);
  const claims = z.object({ exp: z.number(), iat: z.number() }).parse(parseJws(token.access_token)?.payload);
  assert.equal(claims.exp - claims.iat, 1800);
  const basic = `Basic ${Buffer.from(`${sender.clientId}:${sender.clientSecret}`).toString("base64")}`;
  const error = async (form: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>): Promise<unknown[]> => { const [code, answer] = await ask(form, headers); return [code, z.looseObject({ error: z.string(), error_description: z.string() }).parse(answer).error]; };
  assert.deepEqual(await error({ grant_type: "client_credentials" }, { authorization: basic }), [401, "invalid_client"]);
  assert.deepEqual(await error(good, { authorization: basic }), [401, "invalid_client"]);
  assert.deepEqual(await error({ ...good, client_secret: "falsch" }), [401, "invalid_client"]);
  assert.deepEqual(await error({ ...good, client_id: "niemand" }), [401, "invalid_client"]);
  assert.deepEqual(await error({ ...good, grant_type: "password" }), [400, "unsupported_grant_type"]);
  assert.deepEqual(await error({ grant_type: "client_credentials" }), [400, "invalid_request"]);
  assert.deepEqual(await error({ ...good, scope: "https://schema.fitko.de/fit-connect/oauth/scopes/manage-destinations" }), [400, "invalid_scope"]);
  assert.equal((await sandbox.call("fit-connect", "/auth/token", { method: "POST", headers: { "user-agent": "t", "content-type": "application/x-www-form-urlencoded" }, body: `${new URLSearchParams(good).toString()}&client_id=x` })).status, 400);
  // RFC 6749 5.2: refusals are in its words, and whoever tried the header is told of it there.
  for (const [type, body] of [["application/json", JSON.stringify(good)], [undefined, undefined], ["application/x-www-form-urlencoded", "x".repeat(20_000)]] as const) {
    const answer = await sandbox.call("fit-connect", "/auth/token", { method: "POST", headers: { "user-agent": "test", ...(type !== undefined && { "content-type": type }) }, ...(body !== undefined && { body }) });
    assert.deepEqual([answer.status, answer.headers.get("content-type"), answer.headers.get("cache-control"), z.looseObject({ error: z.string() }).parse(await answer.json()).error], [400, "application/json; charset=utf-8", "no-store", "invalid_request"]);
  }
  const refused = async (headers: Readonly<Record<string, string>>): Promise<string | null> => (await sandbox.submit("fit-connect", "/auth/token", { ...good, client_secret: "falsch" }, { "user-agent": "test", ...headers })).headers.get("www-authenticate");
  assert.deepEqual([await refused({ authorization: basic }), await refused({})], ['Basic realm="FIT-Connect"', null]);
});

test("a token ends after its time, at the control's word, and never works when it is altered", async (t) => {
  const world = await fitWorld(t);
  const { call, sender, time } = world;
  const path = `/submission-api/v2/destinations/${world.destinationId}`;
  const [head, payload, signature] = sender.token.split(".");
  const claims = z.looseObject({}).parse(parseJws(sender.token)?.payload);
  const forged = [head, Buffer.from(JSON.stringify({ ...claims, sub: world.subscriber.clientId })).toString("base64url"), signature].join(".");
  const none = [Buffer.from('{"alg":"none"}').toString("base64url"), payload, ""].join(".");
  for (const token of [undefined, "x", forged, none]) await assertProblem(await call(path, { ...(token !== undefined && { token }) }), 401, "unauthorized");
  time.now += 1799_000;
  assert.equal((await call(path, { token: sender.token })).status, 200);
  time.now += 2_000;
  await assertProblem(await call(path, { token: sender.token }), 401, "unauthorized");
  await world.renew();
  await world.sandbox.call("fit-connect", "/_control/tokens/expiry", { method: "POST" });
  await assertProblem(await call(path, { token: sender.token }), 401, "unauthorized");
  await world.renew();
  assert.equal((await call(path, { token: sender.token })).status, 200);
  await assertProblem(await world.sandbox.call("fit-connect", path, { headers: { authorization: `Bearer ${sender.token}` } }), 403, "user-agent-missing");
  for (const address of ["/submission-api/v2/gibt-es-nicht", "/submission-api", "/destination-api", "/routing", "/ssp"]) await assertProblem(await call(address, { token: sender.token }), 404, "not-found");
  await assertProblem(await call("/submission-api/v2/submissions/x", { method: "DELETE", token: sender.token }), 404, "not-found");
  for (const version of ["submission-api/v2", "submission-api/v1", "routing/v1"]) assert.ok(z.object({ version: z.object({ major: z.int(), minor: z.int(), patch: z.int() }) }).safeParse(await (await call(`/${version}/info`)).json()).success);
});

test("a destination needs everything that is mandatory, keys that follow the rules, and belongs to who made it", async (t) => {
  const world = await fitWorld(t);
  const { call, subscriber, settings, encryption, signing } = world;
  const make = (changes: object): Promise<Response> => call("/destination-api/v2/destinations", { token: subscriber.token, json: { ...settings, ...changes } });
  for (const field of ["name", "contactInformation", "publicServices", "encryptionKid", "metadataVersions", "encryptionPublicKey", "signingPublicKey"]) await assertProblem(await make({ [field]: undefined }), 422, "schema-violation");
  await assertProblem(await make({ callback: { url: "http://portal.localhost/x" } }), 422, "schema-violation", /secret/);
  await assertProblem(await make({ callback: { url: "http://192.0.2.7/x", secret: "geheim" } }), 422, "callback-invalid");
  await assertProblem(await make({ publicServices: [{ ...settings.publicServices[0], regions: ["05999"] }] }), 422, "schema-violation");
  await assertProblem(await make({ services: settings.publicServices }), 422, "schema-violation");
  const key = (changes: object): Promise<Response> => make({ encryptionPublicKey: { ...encryption.publicJwk, ...changes } });
  for (const [changes, detail] of [[{ alg: "RSA-OAEP" }, /alg/], [{ key_ops: ["encrypt"] }, /key_ops/], [{ key_ops: ["wrapKey", "encrypt"] }, /key_ops/], [{ kid: "kurz" }, /kid/], [{ e: "AQ" }, /e:/], [{ x5c: undefined }, /x5c/],
    [{ x5c: signing.publicJwk.x5c }, /x5c/], [{ x5c: ["AAAA".repeat(40)] }, /x5c/], [{ d: encryption.privateJwk.d }, /key/]] as const) await assertProblem(await key(changes), 422, "key-invalid", detail);
  await assertProblem(await make({ encryptionPublicKey: (await makeTestKey("RSA-OAEP-256", { bits: 3072 })).publicJwk }), 422, "key-invalid");
  await assertProblem(await make({ encryptionKid: "12345678" }), 422, "key-invalid", /encryptionKid/);
  await assertProblem(await make({ signingPublicKey: { ...signing.publicJwk, n: encryption.publicJwk.n, x5c: encryption.publicJwk.x5c } }), 422, "key-invalid", /different/);
  const expired = await makeTestKey("PS512", { days: 2 });
  world.time.now += 3 * DAY;
  await world.renew();
  await assertProblem(await make({ signingPublicKey: expired.publicJwk }), 422, "key-invalid", /valid now/);
  await assertProblem(await call("/destination-api/v2/destinations", { token: world.sender.token, json: settings }), 403, "forbidden");

  const withCallback = await world.destination({ callback: { url: "http://portal.localhost/x", secret: "streng geheim" } });
  const shown = await (await call(`/destination-api/v2/destinations/${withCallback}`, { token: world.sender.token })).text();
  assert.match(shown, /portal\.localhost/);
  assert.doesNotMatch(shown, /geheim/);
  const other = await world.peer("subscriber");
  const patch = (json: object, token = subscriber.token): Promise<Response> => call(`/destination-api/v1/destinations/${withCallback}`, { method: "PATCH", type: "application/merge-patch+json", token, json });
  await assertProblem(await patch({ status: "inactive" }, other.token), 403, "forbidden");
  await assertProblem(await call(`/destination-api/v1/destinations/${withCallback}`, { method: "PATCH", token: subscriber.token, json: { status: "inactive" } }), 415, "unsupported-media-type");
  const oldWay = (type: string, status: string): Promise<Response> => call(`/submission-api/v1/destinations/${withCallback}`, { method: "PATCH", type, token: subscriber.token, json: { status } });
  assert.equal((await oldWay("application/json", "inactive")).status, 200, "clients for v1 call a patch JSON");
  assert.equal((await oldWay("application/merge-patch+json", "active")).status, 200);
  await assertProblem(await patch({ status: "locked" }), 422, "schema-violation");
  assert.doesNotMatch(await (await patch({ callback: null })).text(), /callback/);
  const put = await call(`/destination-api/v2/destinations/${withCallback}`, { method: "PUT", token: subscriber.token, json: { ...settings, name: "Neuer Name", encryptionPublicKey: undefined, signingPublicKey: undefined } });
  assert.deepEqual(z.looseObject({ name: z.string(), status: z.string() }).parse(await put.json()).name, "Neuer Name");
  assert.equal((await patch({ status: "decommissioned" })).status, 200);
  await assertProblem(await patch({ status: "active" }), 409, "destination-state-invalid");
  await assertProblem(await call(`/destination-api/v2/destinations/${withCallback.toUpperCase()}`, { method: "PUT", token: subscriber.token, json: { ...settings, encryptionPublicKey: undefined, signingPublicKey: undefined } }), 409, "destination-state-invalid");
  await assertProblem(await call(`/destination-api/v2/destinations/${randomUUID()}`, { token: subscriber.token }), 404, "destination-not-found");
});

test("a patch is merged into what is there, however deep, and what comes out is checked as a whole", async (t) => {
  const world = await fitWorld(t);
  const id = await world.destination({ callback: { url: "http://portal.localhost/x", secret: "streng geheim" }, replyChannels: { eMail: {}, fitConnect: { processStandards: ["https://standard.example/1"] } } });
  const patch = (json: unknown): Promise<Response> => world.call(`/destination-api/v2/destinations/${id}`, { method: "PATCH", type: "application/merge-patch+json", token: world.subscriber.token, json });
  const shown = z.looseObject({ name: z.string(), status: z.string(), contactInformation: z.record(z.string(), z.string()), replyChannels: z.looseObject({}), callback: z.strictObject({ url: z.string() }) });
  const before = shown.parse(await (await world.call(`/destination-api/v2/destinations/${id}`, { token: world.subscriber.token })).json());
  const after = shown.parse(await (await patch({ contactInformation: { phone: "02 34" }, replyChannels: { eMail: null }, callback: { url: "http://portal.localhost/neu" } })).json());
  assert.deepEqual(after, { ...before, contactInformation: { ...before.contactInformation, phone: "02 34" }, replyChannels: { fitConnect: { processStandards: ["https://standard.example/1"] } }, callback: { url: "http://portal.localhost/neu" } });
  assert.deepEqual(shown.parse(await (await patch({ contactInformation: { phone: null } })).json()).contactInformation, before.contactInformation);
  for (const refused of [{ name: null }, { contactInformation: { legalName: null } }, { contactInformation: null }, { contactInformation: { fax: "1" } }, { publicServices: [] }, { callback: { secret: null } }, { clientId: "anderer" }, { status: null }, { destinationId: randomUUID() }, "x", []]) await assertProblem(await patch(refused), 422, "schema-violation");
  assert.deepEqual(shown.parse(await (await patch({})).json()), { ...after, contactInformation: before.contactInformation });
});

test("a key is changed with the old one beside it: uploads from then on need the new key, what is there stays", async (t) => {
  const world = await fitWorld(t);
  const { call, subscriber, destinationId, encryption } = world;
  const attachment = randomUUID();
  const { submissionId } = await world.announce({ announcedAttachments: [attachment] });
  const old = seal("alt", encryption.publicJwk);
  assert.equal((await world.upload(submissionId, attachment, old)).status, 204);
  const next = await makeTestKey("RSA-OAEP-256");
  const patched = await call(`/destination-api/v2/destinations/${destinationId}`, { method: "PATCH", type: "application/merge-patch+json", token: subscriber.token, json: { encryptionKid: next.publicJwk.kid, encryptionPublicKey: next.publicJwk } });
  assert.equal(patched.status, 200, await patched.clone().text());
  const { keys } = z.object({ keys: z.array(z.looseObject({ kid: z.string() })) }).parse(await (await call(`/destination-api/v2/destinations/${destinationId}/keys`, { token: subscriber.token })).json());
  assert.deepEqual(keys.map(({ kid }) => kid), [next.publicJwk.kid, encryption.publicJwk.kid, world.signing.publicJwk.kid]);
  assert.equal((await call(`/submission-api/v2/destinations/${destinationId}/keys/${encryption.publicJwk.kid}`, { token: world.sender.token })).status, 200);
  await assertProblem(await world.finish(submissionId, world.content()), 422, "jwe-invalid", /'kid'/);
  assert.equal((await world.finish(submissionId, { encryptedMetadata: seal("{}", next.publicJwk), encryptedData: seal("{}", next.publicJwk) })).status, 200);
  assert.equal(await (await call(`/submission-api/v2/submissions/${submissionId}/attachments/${attachment}`, { token: subscriber.token })).text(), old);
  const spoiled = async (keysAre: string): Promise<{ n: string; x5c: string[] }> => {
    await world.sandbox.send("fit-connect", "/_control", { keys: keysAre });
    return z.looseObject({ n: z.string(), x5c: z.array(z.string()) }).parse(await (await call(`/submission-api/v2/destinations/${destinationId}/keys/${next.publicJwk.kid}`, { token: world.sender.token })).json());
  };
  const foreignCertificate = await spoiled("foreign-certificate");
  assert.deepEqual([foreignCertificate.n === next.publicJwk.n, foreignCertificate.x5c[0] === next.publicJwk.x5c[0]], [true, false]);
  assert.notEqual((await spoiled("foreign-key")).n, next.publicJwk.n);
});

test("the routing service tells by service and place who is responsible, signed by the portal, and without a token", async (t) => {
  const world = await fitWorld(t);
  const { call } = world;
  const routes = async (query: string): Promise<{ destinationId: string; destinationSignature: string; destinationName: string }[]> => {
    const answer = await call(`/routing/v1/routes?${query}`);
    assert.equal(answer.status, 200, await answer.clone().text());
    assert.match(answer.headers.get("ratelimit-limit") ?? "", /^\d+$/);
    return z.object({ count: z.number(), offset: z.literal(0), totalCount: z.number(), routes: z.array(z.looseObject({ destinationId: z.uuid(), destinationSignature: z.string(), destinationName: z.string() })) }).parse(await answer.json()).routes;
  };
  const leikaKey = LEIKA.slice(-14);
  const { areas } = z.object({ areas: z.array(z.strictObject({ id: z.string(), name: z.string(), type: z.string() })) }).parse(await (await call("/routing/v1/areas?areaSearchexpression=muster*")).json());
  assert.deepEqual(areas.map(({ name }) => name), ["Musterstadt"]);
  assert.equal((await call("/routing/v1/areas?areaSearchexpression=mus%2A%2Astadt")).status, 200, "two asterisks in the middle are within the specification's pattern");
  const { musterstadt } = world.sandbox.credentials.fitConnect.destinations;
  for (const query of [`ars=${REGION.slice(2)}`, "ags=05999001", `areaId=${areas[0]!.id}`]) {
    const found = await routes(`leikaKey=${leikaKey}&${query}`);
    assert.deepEqual(found.map(({ destinationId }) => destinationId).sort(), [musterstadt.destinationId, world.destinationId, world.sandbox.credentials.fitConnect.destinations.kreisMusterland.destinationId].sort(), query);
  }
  assert.deepEqual(await routes(`leikaKey=${leikaKey}&ars=053150000000`), []);
  assert.deepEqual(await routes(`leikaKey=99000000000001&ars=${REGION.slice(2)}`), []);
  const { keys } = z.object({ keys: z.array(z.looseObject({ kid: z.string(), n: z.string(), e: z.string(), kty: z.string() })) }).parse(await (await call("/ssp/.well-known/jwks.json")).json());
  const check = async (): Promise<readonly unknown[]> => {
    const [route] = (await routes(`leikaKey=${leikaKey}&ars=${REGION.slice(2)}`)).filter(({ destinationId }) => destinationId === world.destinationId);
    const jws = parseJws(route!.destinationSignature)!;
    const { kid } = z.strictObject({ kid: z.string(), typ: z.literal("jwt"), alg: z.literal("PS512") }).parse(jws.header);
    const payload = z.object({ submissionHost: z.string(), iss: z.string(), destinationId: z.string(), services: z.array(z.object({ gebietIDs: z.array(z.string()), leistungIDs: z.array(z.string()) })) }).parse(jws.payload);
    return [verifyPs512(jws, createPublicKey({ key: keys.find((key) => key.kid === kid)!, format: "jwk" })), payload.destinationId === route!.destinationId, payload.services, payload.submissionHost, payload.iss];
  };
  const host = `fit-connect.sandbox.localhost:${world.sandbox.port}`;
  const area = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs:059990001001";
  assert.deepEqual(await check(), [true, true, [{ gebietIDs: [area], leistungIDs: [LEIKA] }], host, `http://${host}/ssp`]);
  for (const [how, expected] of [["wrong-key", [false, true]], ["other-destination", [true, false]]] as const) {
    await world.sandbox.send("fit-connect", "/_control", { routes: how });
    assert.deepEqual((await check()).slice(0, 2), expected);
  }
  for (const query of ["ars=05", `leikaKey=123&ars=05`, `leikaKey=${leikaKey}`, `leikaKey=${leikaKey}&ars=05&ags=05`, `leikaKey=${leikaKey}&ars=0599`, `leikaKey=${leikaKey}&ars=05&limit=501`]) await assertProblem(await call(`/routing/v1/routes?${query}`), 400, "bad-request");
  for (const query of ["", "areaSearchexpression=a", "areaSearchexpression=%2A", "areaSearchexpression=a%2A%2Ab"]) await assertProblem(await call(`/routing/v1/areas?${query}`), 400, "bad-request");
  await world.sandbox.send("fit-connect", "/_control", { routingRequestsPerMinute: 1 });
  await assertProblem(await call(`/routing/v1/areas?areaSearchexpression=00101`), 429, "too-many-requests");
  world.time.now += 61_000;
  assert.equal((await call("/routing/v1/areas?areaSearchexpression=00101")).status, 200);
  await world.sandbox.send("fit-connect", "/_control", { requestsPerMinute: 1 });
  const token = await tokenOf(world.sandbox, world.sender);
  assert.equal((await call(`/submission-api/v2/destinations/${world.destinationId}`, { token })).headers.get("ratelimit-remaining"), "0");
  await assertProblem(await call(`/submission-api/v2/destinations/${world.destinationId}`, { token }), 429, "too-many-requests");
});
