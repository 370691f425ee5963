import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync, appendFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { createInbox, type InboxMessage, type Store } from "./index.ts";
import { fileStore, localFetch, readSettings, serve } from "./node/index.ts";

const folder = mkdtempSync(join(tmpdir(), "inbox-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const secret = `whsec_${Buffer.alloc(32, 5).toString("base64")}`;

function memory(): Store {
  const kept = new Map<string, string>();
  return { read: (name) => kept.get(name), note: (name, value) => { kept.set(name, value); }, names: (prefix) => [...kept].filter(([name, value]) => name.startsWith(prefix) && value !== "").map(([name]) => name) };
}
function message(id: string, options: { readonly body?: string; readonly key?: string } = {}): Request {
  const body = options.body ?? JSON.stringify({ type: "application.submitted", timestamp: new Date().toISOString(), data: { application: id } });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac("sha256", Buffer.from((options.key ?? secret).slice(6), "base64")).update(`${id}.${timestamp}.${body}`).digest("base64");
  return new Request("http://extension.example/webhook", { method: "POST", body, headers: { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` } });
}
async function until(holds: () => boolean): Promise<void> {
  for (const began = performance.now(); !holds() && performance.now() - began < 60_000;) await new Promise((resolve) => { setTimeout(resolve, 10); });
  assert.ok(holds());
}

test("a message is worked on once, however often it comes, in the order of arrival", async () => {
  const done: string[] = [];
  const inbox = createInbox({ store: memory(), secrets: () => [secret], handle: ({ id }) => { done.push(id); return Promise.resolve(); } });
  for (const id of ["message-1", "message-2", "message-1", "message-3", "message-2"]) assert.equal((await inbox.receive(message(id))).status, 204);
  await until(() => done.length === 3);
  await inbox.close();
  assert.deepEqual(done, ["message-1", "message-2", "message-3"]);
});

test("what is forged, not a POST, too large or comes before there is a secret is refused and not kept", async () => {
  const store = memory();
  const inbox = createInbox({ store, secrets: () => [secret], handle: () => Promise.reject(new Error("nothing to handle")) });
  assert.equal((await inbox.receive(message("forged", { key: `whsec_${Buffer.alloc(32, 6).toString("base64")}` }))).status, 401);
  assert.equal((await inbox.receive(new Request("http://extension.example/webhook"))).status, 405);
  assert.equal((await inbox.receive(message("large", { body: "x".repeat(300_000) }))).status, 413);
  assert.equal((await createInbox({ store, secrets: () => [], handle: () => Promise.resolve() }).receive(message("early"))).status, 401);
  assert.deepEqual(await store.names(""), []);
});

test("what failed is tried again, also by the next process with the same store, and then never again", async () => {
  const told: InboxMessage[] = [];
  let broken = true;
  const first = fileStore(folder);
  const inbox = createInbox({ store: first, secrets: () => [secret], retryMs: 20, handle: () => (broken ? Promise.reject(new Error("no line")) : Promise.resolve()), onFailure: (one) => { told.push(one); } });
  await inbox.receive(message("stubborn"));
  await until(() => told.length > 1);
  await inbox.close();
  first.close();
  // A crash in the middle of a line leaves half of one.
  appendFileSync(join(folder, "journal.jsonl"), '["todo:half');
  broken = false;
  const done: string[] = [];
  const second = fileStore(folder);
  const later = createInbox({ store: second, secrets: () => [secret], handle: ({ id }) => { done.push(id); return Promise.resolve(); } });
  later.work();
  await until(() => done.length === 1);
  assert.equal((await later.receive(message("stubborn"))).status, 204);
  await later.close();
  assert.deepEqual(done, ["stubborn"]);
  second.close();
});

test("Node's server serves a handler of the web's kind, and a fault does not say why", async () => {
  const faults: unknown[] = [];
  const served = await serve(async (request) => { if (request.url.endsWith("/broken")) throw new Error("secret reason"); return new Response(`${request.method} ${new URL(request.url).host} ${await request.text()}`, { status: 201, headers: { "x-probe": "1" } }); }, { port: 0, onFault: (error) => faults.push(error) });
  const answer = await localFetch(`http://portal.localhost:${served.port}/x`, { method: "POST", body: "äöü" });
  assert.deepEqual([answer.status, answer.headers.get("x-probe"), await answer.text()], [201, "1", `POST portal.localhost:${served.port} äöü`]);
  const broken = await localFetch(`http://portal.localhost:${served.port}/broken`);
  assert.deepEqual([broken.status, await broken.text(), faults.length], [500, "", 1]);
  await served.close();
});

test("settings that are missing are all named", () => {
  assert.throws(() => readSettings({ PORTAL_URL: "http://x", PORT: "1" }), /TENANT, CLIENT_ID, CLIENT_SECRET, DATA_FOLDER/);
  assert.throws(() => readSettings({ PORTAL_URL: "http://x/", TENANT: "t", CLIENT_ID: "c", CLIENT_SECRET: "s", DATA_FOLDER: "d", PORT: "viele" }), /PORT/);
});
