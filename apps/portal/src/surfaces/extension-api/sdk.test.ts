import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createPortalClient, outgoingFile, PortalProblem, verifyWebhook } from "@kommunalportal/extension-sdk";
import { fileToSend } from "@kommunalportal/extension-sdk/node";
import { signWebhook } from "#platform/crypto";
import { newId } from "#platform/ids";
import { apex, apiWorld } from "./testing/api-world.ts";
import { exampleReceiver, knownThings } from "./testing/known-things.ts";

const world = await apiWorld({ trustedHosts: [exampleReceiver] });
const things = await knownThings(world, { offices: ["steueramt"] });

/** Like the runtime's, into the server of this process, and with what a bad line does first. */
function line(faults: (() => Response)[] = []) {
  const calls: { readonly method: string; readonly path: string; readonly key: string | null }[] = [];
  const send: typeof fetch = async (input, init) => {
    const asked = new Request(input, { ...init, redirect: "manual" });
    const url = new URL(asked.url);
    calls.push({ method: asked.method, path: url.pathname, key: asked.headers.get("idempotency-key") });
    const fault = url.pathname.startsWith("/api/") ? faults.shift() : undefined;
    if (fault) return fault();
    const answer = await world.app.inject({ method: asked.method as "GET", url: url.pathname + url.search, headers: { ...Object.fromEntries(asked.headers), host: new URL(apex).host }, payload: Buffer.from(await asked.arrayBuffer()) });
    return new Response(answer.statusCode === 204 ? null : new Uint8Array(answer.rawPayload), { status: answer.statusCode, headers: Object.entries(answer.headers).map(([name, value]) => [name, String(value)] as [string, string]) });
  };
  return { calls, send };
}
const client = (send: typeof fetch, given: { readonly secret?: string } = {}) => createPortalClient({ portal: apex, tenant: "musterstadt", clientId: things.client, clientSecret: given.secret ?? things.secret, fetch: send, wait: () => Promise.resolve() });

test("the library lists page by page, fetches, streams and answers", async () => {
  for (let i = 0; i < 3; i += 1) await world.told(await world.submitted());
  const { send, calls } = line();
  const portal = client(send);
  const seen: string[] = [];
  for await (const { id } of portal.items("listApplications", { limit: "1" })) seen.push(id);
  assert.equal(seen.length, 4);
  assert.equal(new Set(seen).size, 4);
  assert.equal(calls.filter(({ path }) => path === "/oauth/token").length, 1);
  const application = await portal.call("getApplication", { id: things.ids.application });
  assert.deepEqual(application.parts.map(({ office }) => office), ["steueramt"]);
  const changed = await portal.call("changeStatus", { id: application.id, body: { status: "in-progress" } });
  assert.equal(changed.status, "in-progress");
  assert.equal(await portal.call("deleteWebhook", { id: things.ids.webhook }), undefined);
});

test("a broken line, a busy portal and an ended token are gone through, with one effect", async () => {
  const account = newId();
  const one = await world.submitted({ account });
  const busy = () => Response.json({ code: "too-many" }, { status: 429, headers: { "retry-after": "1" } });
  const { send, calls } = line([() => { throw new TypeError("fetch failed"); }, busy, () => Response.json({ code: "token-invalid" }, { status: 401 }), () => new Response("<html>", { status: 502 })]);
  await assert.rejects(client(send).call("sendMessage", { id: one.application, body: { kind: "information", text: "Guten Tag." } }), (error) => error instanceof PortalProblem && error.status === 401, "a 401 that is not the first answer is final");
  const again = line([() => Response.json({ code: "token-invalid" }, { status: 401 }), () => { throw new TypeError("fetch failed"); }, busy, () => new Response("<html>", { status: 502 })]);
  await client(again.send).call("sendMessage", { id: one.application, body: { kind: "information", text: "Guten Tag." } });
  const keys = again.calls.filter(({ path }) => path.endsWith("/messages")).map(({ key }) => key);
  assert.equal(keys.length, 5);
  assert.equal(new Set(keys).size, 1);
  assert.equal(again.calls.filter(({ path }) => path === "/oauth/token").length, 2);
  assert.equal(world.delivered.filter((message) => message.account === account).length, 1);
  assert.ok(calls.length > 0);
});

test("a file from disk and one from memory go up, once in spite of a broken line", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sdk-file-"));
  const bytes = Buffer.from("%PDF-1.7\nNachweis\n%%EOF");
  try {
    await writeFile(join(folder, "nachweis ä.pdf"), bytes);
    const { send, calls } = line([() => { throw new TypeError("fetch failed"); }]);
    const portal = client(send);
    const sent = await portal.call("addUpload", { upload: await fileToSend(join(folder, "nachweis ä.pdf")) }, { key: "eine-datei" });
    assert.deepEqual([sent.name, sent.size, sent.type], ["nachweis ä.pdf", bytes.length, "application/pdf"]);
    assert.equal(calls.filter(({ path }) => path === "/api/v1/uploads").length, 2);
    assert.equal((await portal.call("addUpload", { upload: await outgoingFile("nachweis ä.pdf", new Uint8Array(bytes)) }, { key: "eine-datei" })).id, sent.id);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("what the portal refuses is an error with its code, at once", async () => {
  const { send, calls } = line();
  const portal = client(send);
  await assert.rejects(portal.call("getApplication", { id: newId() }), (error) => error instanceof PortalProblem && error.code === "not-found" && error.status === 404);
  assert.equal(calls.filter(({ path }) => path.startsWith("/api/")).length, 1);
  await assert.rejects(client(line().send, { secret: `${things.secret.slice(0, -1)}${things.secret.endsWith("A") ? "B" : "A"}` }).call("getTenant", {}), (error) => error instanceof PortalProblem && error.code === "invalid_client");
  await assert.rejects(portal.call("getApplication", { id: "" }), TypeError);
});

test("what this portal signs, the library believes", async () => {
  const secret = `whsec_${Buffer.alloc(32, 9).toString("base64")}`;
  const body = JSON.stringify({ type: "application.submitted", data: {} });
  const headers = { ...signWebhook([secret], { id: "message-1", timestamp: Math.floor(Date.now() / 1000), body }) };
  assert.equal((await verifyWebhook(headers, body, secret)).ok, true);
});

test("a program signs in with a key of its own instead of a secret, with each kind of key", async () => {
  for (const way of [{ name: "ECDSA", namedCurve: "P-256" }, { name: "ECDSA", namedCurve: "P-384" }, { name: "Ed25519" }, { name: "RSA-PSS", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" }]) {
    const program = await world.program();
    const pair = await crypto.subtle.generateKey(way, true, ["sign", "verify"]) as CryptoKeyPair;
    const added = await world.extensions.addKey({ client: program.client, jwk: publicHalf(await crypto.subtle.exportKey("jwk", pair.publicKey)), actor: { kind: "system", what: "test" } });
    assert.ok(added.ok, way.name);
    const portal = createPortalClient({ portal: apex, tenant: "musterstadt", clientId: program.client, privateKey: await crypto.subtle.exportKey("jwk", pair.privateKey), fetch: line().send });
    world.clock.advance(Date.now() - world.clock.now().getTime());
    assert.equal((await portal.call("getTenant", {})).permission.client, program.client);
  }
});

function publicHalf({ kty, crv, x, y, n, e }: JsonWebKey): object {
  return Object.fromEntries(Object.entries({ kty, crv, x, y, n, e }).filter(([, value]) => value !== undefined));
}
