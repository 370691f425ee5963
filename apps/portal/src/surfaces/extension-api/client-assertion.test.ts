import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from "jose";
import { sql } from "#platform/database";
import { createOutbound } from "#platform/http";
import { newId } from "#platform/ids";
import { manifestOf } from "../../modules/extensions/testing/world.ts";
import { apex, apiWorld } from "./testing/api-world.ts";

let published: object = { keys: [] };
let asked = 0;
const publisher = createServer((_request, response) => { asked += 1; response.setHeader("content-type", "application/json").end(JSON.stringify(published)); });
await new Promise<void>((resolve) => { publisher.listen(0, "127.0.0.1", resolve); });
after(() => publisher.close());
const address = publisher.address();
const setHost = `127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;

const world = await apiWorld({ outbound: createOutbound({ trustedHosts: [setHost] }) });
const { extensions } = world;
const system = { kind: "system", what: "test" } as const;
let caller = 0;

interface Signed { readonly key: CryptoKey; readonly client: string; readonly algorithm?: string; readonly kid?: string; readonly claims?: JWTPayload; readonly seconds?: number }
function sign({ key, client, algorithm = "ES256", kid, claims, seconds = 60 }: Signed): Promise<string> {
  const now = Math.floor(world.clock.now().getTime() / 1000);
  return new SignJWT({ iss: client, sub: client, aud: apex, jti: newId(), iat: now, exp: now + seconds, ...claims }).setProtectedHeader({ alg: algorithm, ...(kid === undefined ? {} : { kid }) }).sign(key);
}
async function ask(assertion: string, more: Readonly<Record<string, string>> = {}, headers: Readonly<Record<string, string>> = {}) {
  const answer = await world.app.inject({
    method: "POST", url: "/oauth/token", remoteAddress: `127.0.4.${(caller += 1) % 250}`, headers: { host: new URL(apex).host, "content-type": "application/x-www-form-urlencoded", ...headers },
    payload: new URLSearchParams({ grant_type: "client_credentials", tenant: "musterstadt", client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", client_assertion: assertion, ...more }).toString(),
  });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}
async function withKey(algorithm = "ES256", options: { readonly modulusLength?: number; readonly crv?: string } = {}) {
  const { client } = await world.program();
  const pair = await generateKeyPair(algorithm, { extractable: true, ...options });
  const jwk = await exportJWK(pair.publicKey);
  const added = await extensions.addKey({ client, jwk, actor: system });
  assert.ok(added.ok, JSON.stringify(added));
  return { client, key: pair.privateKey, jwk, id: added.id };
}

test("a program proves itself with a signature of every supported kind, and the token works", async () => {
  for (const [algorithm, options] of [["ES256", {}], ["ES384", {}], ["EdDSA", { crv: "Ed25519" }], ["PS256", { modulusLength: 2048 }], ["RS256", { modulusLength: 2048 }]] as const) {
    const { client, key } = await withKey(algorithm, options);
    for (const more of [{}, { client_id: client }]) {
      const answer = await ask(await sign({ key, client, algorithm }), more);
      assert.equal(answer.status, 200, `${algorithm} ${JSON.stringify(answer.body)}`);
      assert.equal((await world.call("GET", "/tenant", { token: String(answer.body["access_token"]) })).status, 200);
    }
  }
});

test("the issuer and the token endpoint are audiences, alone and never among others", async () => {
  const { client, key } = await withKey();
  for (const [aud, status] of [[`${apex}/oauth/token`, 200], [[apex], 200], [[apex, "https://elsewhere.example"], 401], ["https://elsewhere.example", 401], [`${apex}/`, 401]] as const) {
    assert.equal((await ask(await sign({ key, client, claims: { aud: aud as string } }))).status, status, String(aud));
  }
});

test("the same assertion is believed once, also when it comes many times at once", async () => {
  const { client, key } = await withKey();
  const assertion = await sign({ key, client });
  const statuses = (await Promise.all(Array.from({ length: 8 }, () => ask(assertion)))).map(({ status }) => status).sort((a, b) => a - b);
  assert.deepEqual(statuses, [200, 401, 401, 401, 401, 401, 401, 401]);
  const rows = await world.db.asOperator("test", (tx) => tx.rows(sql`select from extensions.used_assertion where client_id = ${client}`));
  assert.equal(rows.length, 1);
});

test("what is ended, early, long, foreign, unsigned or without a number is refused in the same words", async () => {
  const { client, key, jwk } = await withKey();
  const stranger = await withKey();
  const none = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${(await sign({ key, client })).split(".")[1]}.`;
  const hmac = await new SignJWT({ iss: client, sub: client, aud: apex, jti: newId(), exp: Math.floor(world.clock.now().getTime() / 1000) + 60 }).setProtectedHeader({ alg: "HS256" }).sign(Buffer.from(JSON.stringify(jwk)));
  const wrong: readonly [string, string][] = [
    ["ended", await sign({ key, client, seconds: -30 })], ["longer than ten minutes", await sign({ key, client, seconds: 700 })], ["no number", await sign({ key, client, claims: { jti: undefined as never } })],
    ["not before", await sign({ key, client, claims: { nbf: Math.floor(world.clock.now().getTime() / 1000) + 120 } })], ["another issuer", await sign({ key, client, claims: { iss: stranger.client } })],
    ["another program's key", await sign({ key: stranger.key, client })], ["no signature", none], ["a secret made of the public key", hmac], ["no token at all", "a.b.c"],
  ];
  for (const [what, assertion] of wrong) assert.deepEqual([what, (await ask(assertion)).status, (await ask(assertion)).body["error"]], [what, 401, "invalid_client"]);
  assert.equal((await ask(await sign({ key, client }), { client_id: stranger.client })).status, 401);
  assert.equal((await ask(await sign({ key, client }), { client_secret: "x" })).body["error"], "invalid_request", "two ways of proof");
  assert.equal((await ask(await sign({ key, client }), { client_assertion_type: "urn:else" })).body["error"], "invalid_request");
});

test("a key is replaced without a pause, and an ended one takes its tokens with it and does not come back", async () => {
  const { client, key, jwk, id } = await withKey();
  const token = String((await ask(await sign({ key, client }))).body["access_token"]);
  const next = await generateKeyPair("ES256", { extractable: true });
  const nextJwk = await exportJWK(next.publicKey);
  assert.ok((await extensions.addKey({ client, jwk: nextJwk, actor: system })).ok);
  for (const one of [key, next.privateKey]) assert.equal((await ask(await sign({ key: one, client }))).status, 200);
  const newer = String((await ask(await sign({ key: next.privateKey, client }))).body["access_token"]);
  assert.deepEqual([await extensions.revokeKey({ client, key: id, actor: system }), await extensions.revokeKey({ client, key: id, actor: system })], [true, false]);
  assert.equal((await world.call("GET", "/tenant", { token })).status, 401);
  assert.equal((await world.call("GET", "/tenant", { token: newer })).status, 200);
  assert.equal((await ask(await sign({ key, client }))).status, 401);
  assert.deepEqual(await extensions.addKey({ client, jwk, actor: system }), { ok: false, why: "key-known" });
  const until = new Date(world.clock.now().getTime() + 60_000);
  const third = await generateKeyPair("ES256", { extractable: true });
  assert.ok((await extensions.addKey({ client, jwk: await exportJWK(third.publicKey), actor: system, expiresAt: until })).ok);
  assert.equal((await ask(await sign({ key: third.privateKey, client }))).status, 200);
});

test("private, weak and unknown keys are refused, and at most three are in force", async () => {
  const { client } = await world.program();
  const weak = { kty: "RSA", e: "AQAB", n: Buffer.alloc(128, 0xc3).toString("base64url") };
  const pair = await generateKeyPair("ES256", { extractable: true });
  for (const [jwk, why] of [[await exportJWK(pair.privateKey), "key-private"], [weak, "key-not-usable"], [{ kty: "oct", k: "AAAA" }, "key-private"], [{ ...await exportJWK(pair.publicKey), x: "AAAA" }, "key-not-usable"], [{ ...await exportJWK(pair.publicKey), use: "enc" }, "key-not-usable"], ["text", "key-not-usable"]] as const) {
    assert.deepEqual(await extensions.addKey({ client, jwk, actor: system }), { ok: false, why });
  }
  for (let i = 0; i < 4; i += 1) assert.equal((await extensions.addKey({ client, jwk: await exportJWK((await generateKeyPair("ES256", { extractable: true })).publicKey), actor: system })).ok, i < 3);
});

test("a program that publishes its keys renews them by itself; an unknown key makes us ask again, but not without end", async () => {
  const { client } = await world.program();
  const url = `http://${setHost}/jwks.json`;
  assert.ok((await extensions.registerClient({ manifest: { ...manifestOf(client), jwksUrl: url }, actor: system })).ok);
  const [first, second] = [await generateKeyPair("ES256", { extractable: true }), await generateKeyPair("ES256", { extractable: true })];
  const at = async (pair: { readonly publicKey: CryptoKey }, kid: string) => ({ ...await exportJWK(pair.publicKey), kid, use: "sig", alg: "ES256" });
  published = { keys: [await at(first, "one")] };
  assert.equal((await ask(await sign({ key: first.privateKey, client, kid: "one" }))).status, 200);
  assert.equal((await ask(await sign({ key: first.privateKey, client, kid: "one" }))).status, 200);
  assert.equal(asked, 1, "kept for a while");
  published = { keys: [await at(first, "one"), { kty: "EC" }, await at(second, "two")] };
  assert.equal((await ask(await sign({ key: second.privateKey, client, kid: "two" }))).status, 401, "not asked again at once");
  world.clock.advance(31_000);
  assert.equal((await ask(await sign({ key: second.privateKey, client, kid: "two" }))).status, 200);
  published = { keys: [await at(second, "two")] };
  world.clock.advance(301_000);
  assert.equal((await ask(await sign({ key: first.privateKey, client, kid: "one" }))).status, 401, "taken out by its owner");
  assert.equal((await ask(await sign({ key: second.privateKey, client, kid: "two" }))).status, 200);
});

test("the server says how to sign in (RFC 8414), at the Leitportal only", async () => {
  const answer = await world.app.inject({ url: "/.well-known/oauth-authorization-server", headers: { host: new URL(apex).host } });
  const facts = answer.json<{ issuer: string; token_endpoint: string; token_endpoint_auth_methods_supported: string[] }>();
  assert.deepEqual([facts.issuer, facts.token_endpoint, facts.token_endpoint_auth_methods_supported.includes("private_key_jwt")], [apex, `${apex}/oauth/token`, true]);
  assert.equal((await world.app.inject({ url: "/.well-known/oauth-authorization-server", headers: { host: "musterstadt.portal.localhost:8080" } })).statusCode, 404);
});
