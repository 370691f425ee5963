import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { AnswerVerdict } from "#modules/hub";
import { manualClock } from "#platform/clock";
import { createServer } from "#platform/http";
import { createLog } from "#platform/log";
import { hubCallback } from "./index.ts";

const heard: { readonly destination: string; readonly body: string; readonly timestamp: string | undefined }[] = [];
const answered: unknown[] = [];
const verdicts: Readonly<Record<string, AnswerVerdict>> = {
  taken: { kind: "taken", receipt: "Q-1" }, refused: { kind: "refused", reasons: ["schema-violation"] }, forged: { kind: "not-believed" }, foreign: { kind: "unknown" }, poem: { kind: "unreadable" }, later: { kind: "later" },
};
const clock = manualClock(new Date("2026-03-02T09:00:00Z"));
const app = createServer({ log: createLog("fatal", "test"), trustedProxies: [], secureOrigin: true });
hubCallback(app, {
  clock, addresses: { siteOf: (host) => (host === "portal.example" ? { kind: "state", host } as never : undefined) },
  hub: { receiveCallback: ({ destination, body, timestamp }) => { heard.push({ destination, timestamp, body: Buffer.from(body).toString("latin1") }); return Promise.resolve(timestamp === "1"); },
    receiveAnswer: ({ destination, headers, body }) => { answered.push({ destination, id: headers["webhook-id"], body: Buffer.from(body).toString("latin1") }); return Promise.resolve(verdicts[String(headers["webhook-id"])]!); } },
});
after(() => app.close());
const send = (changes: { readonly host?: string; readonly timestamp?: string; readonly payload?: string; readonly type?: string } = {}) => app.inject({
  method: "POST", url: "/rueckruf/fit-connect/0190f1de-0000-7000-8000-000000000009", payload: changes.payload ?? '{ "a" : 1 }',
  headers: { host: changes.host ?? "portal.example", "content-type": changes.type ?? "application/json", "callback-timestamp": changes.timestamp ?? "1", "callback-authentication": "00" },
});

test("the bytes are handed on as they came, and who is not believed is not told why", async () => {
  const genuine = await send();
  assert.deepEqual([genuine.statusCode, genuine.body, genuine.headers["cache-control"]], [204, "", "no-store"]);
  assert.deepEqual(heard.at(-1), { destination: "0190f1de-0000-7000-8000-000000000009", timestamp: "1", body: '{ "a" : 1 }' });
  const forged = await send({ timestamp: "2" });
  assert.deepEqual([forged.statusCode, forged.json()], [401, { status: "not-believed" }]);
});
test("another host, another type and too much are not looked at", async () => {
  const before = heard.length;
  assert.equal((await send({ host: "musterstadt.portal.example" })).statusCode, 404);
  assert.equal((await send({ type: "text/plain" })).statusCode, 415);
  assert.equal((await send({ payload: JSON.stringify("x".repeat(1_000_001)) })).statusCode, 413);
  assert.equal(heard.length, before);
});
test("an answer by webhook is handed on as it came, and the office system reads what came of it", async () => {
  const say = (id: string, host = "portal.example") => app.inject({ method: "POST", url: "/rueckruf/fachverfahren/0190f1de-0000-7000-8000-000000000009", payload: '{ "b" : 1 }', headers: { host, "content-type": "application/json", "webhook-id": id } });
  const said = await Promise.all(Object.keys(verdicts).map(async (id) => { const { statusCode, headers, json } = await say(id); return [statusCode, headers["cache-control"], json() as unknown]; }));
  assert.deepEqual(said, [
    [200, "no-store", { status: "accepted", receiptId: "Q-1" }], [422, "no-store", { status: "rejected", reasons: ["schema-violation"] }], [401, "no-store", { status: "not-believed" }],
    [404, "no-store", { status: "unknown-delivery" }], [400, "no-store", { status: "unreadable" }], [503, "no-store", { status: "later" }],
  ]);
  assert.deepEqual(answered[0], { destination: "0190f1de-0000-7000-8000-000000000009", id: "taken", body: '{ "b" : 1 }' });
  const before = answered.length;
  assert.equal((await say("taken", "musterstadt.portal.example")).statusCode, 404);
  assert.equal(answered.length, before);
});
test("whoever is not believed again and again is slowed down; the genuine ones go on", async () => {
  let status = 401;
  for (let tries = 0; tries < 70 && status === 401; tries += 1) status = (await send({ timestamp: "2" })).statusCode;
  assert.equal(status, 429);
  assert.equal((await send()).statusCode, 204);
});
