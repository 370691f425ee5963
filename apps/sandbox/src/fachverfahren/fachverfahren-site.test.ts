import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { z } from "zod";
import { checkPage } from "../testing/check-page.ts";
import { temporaryFolder, testSandbox, type TestSandbox } from "../testing/test-sandbox.ts";

const NOW = new Date("2026-03-02T09:15:00Z");
const clock = (): Date => NOW;
const payload = (applicationId: string, more: object = {}): object => ({
  type: "application.submitted", timestamp: NOW.toISOString(),
  data: { applicationId, reference: "MUS-2026-00042", content: { hund: { name: "Bello <b>", rasse: ["Pudel", "Mischling"] } }, ...more },
});

interface Change { readonly secret?: string; readonly at?: Date; readonly signature?: string; readonly body?: string }

function deliver(sandbox: TestSandbox, id: string, content: object | string, { secret, at = NOW, signature, body }: Change = {}): Promise<Response> {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const key = Buffer.from((secret ?? sandbox.credentials.fachverfahren.webhookSecret).slice("whsec_".length), "base64");
  const made = `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${text}`).digest("base64")}`;
  return sandbox.send("fachverfahren", "/webhook", body ?? text, {
    "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature ?? made });
}

const receiptSchema = z.object({ receiptId: z.uuid(), status: z.literal("accepted"), repeated: z.boolean() });
const receiptOf = async (response: Response): Promise<z.infer<typeof receiptSchema>> => {
  assert.equal(response.status, 200);
  return receiptSchema.parse(await response.json());
};
const effectsSchema = z.object({
  total: z.object({ applications: z.number(), effects: z.number(), repeats: z.number(), duplicates: z.number() }),
  applications: z.array(z.object({ applicationId: z.string(), effects: z.number(), repeats: z.number(), duplicates: z.number() })),
});
const effectsOf = async (sandbox: TestSandbox): Promise<z.infer<typeof effectsSchema>> =>
  effectsSchema.parse(await (await sandbox.call("fachverfahren", "/_effects")).json());

test("a signed delivery is stored, acknowledged with a receipt and shown as a table", async (t) => {
  const sandbox = await testSandbox(t, { clock });
  await checkPage(await sandbox.call("fachverfahren", "/"));
  const { receiptId, repeated } = await receiptOf(await deliver(sandbox, "msg_1", payload("a-1")));
  assert.equal(repeated, false);
  assert.match(await checkPage(await sandbox.call("fachverfahren", "/")), /MUS-2026-00042/);
  const text = await checkPage(await sandbox.call("fachverfahren", `/eingang/${receiptId}`));
  assert.match(text, /data › content › hund › name Bello <b> data › content › hund › rasse › 1 Pudel/);
  await checkPage(await sandbox.call("fachverfahren", "/eingang/unbekannt"), 404);
});

test("the same webhook-id again gets the same receipt, is counted and has no second effect, also all at once", async (t) => {
  const sandbox = await testSandbox(t, { clock });
  const receipts = await Promise.all(Array.from({ length: 10 }, async () => receiptOf(await deliver(sandbox, "msg_1", payload("a-1")))));
  assert.equal(new Set(receipts.map(({ receiptId }) => receiptId)).size, 1);
  assert.equal(receipts.filter(({ repeated }) => !repeated).length, 1);
  assert.deepEqual((await effectsOf(sandbox)).total, { applications: 1, effects: 1, repeats: 9, duplicates: 0 });
});

test("the same application under another webhook-id has no second effect and is shown as the sender's fault", async (t) => {
  const sandbox = await testSandbox(t, { clock });
  const receipts = await Promise.all(["msg_1", "msg_2", "msg_3"].map(async (id) => receiptOf(await deliver(sandbox, id, payload("a-1")))));
  assert.equal(new Set(receipts.map(({ receiptId }) => receiptId)).size, 1);
  assert.deepEqual((await effectsOf(sandbox)).total, { applications: 1, effects: 1, repeats: 0, duplicates: 2 });
});

test("another kind of message and another part of the same application are effects of their own", async (t) => {
  const sandbox = await testSandbox(t, { clock });
  await receiptOf(await deliver(sandbox, "msg_1", payload("a-1", { part: "steueramt" })));
  await receiptOf(await deliver(sandbox, "msg_2", payload("a-1", { part: "ordnungsamt" })));
  await receiptOf(await deliver(sandbox, "msg_3", { ...payload("a-1"), type: "application.withdrawn" }));
  assert.deepEqual((await effectsOf(sandbox)).applications.map(({ effects, duplicates }) => [effects, duplicates]), [[3, 0]]);
});

test("a delivery that is unsigned, wrongly signed, altered or old has no effect", async (t) => {
  const sandbox = await testSandbox(t, { clock });
  const other = `whsec_${Buffer.alloc(32).toString("base64")}`;
  const answers = [
    await sandbox.send("fachverfahren", "/webhook", payload("a-1")),
    await deliver(sandbox, "msg_1", payload("a-1"), { secret: other }),
    await deliver(sandbox, "msg_1", payload("a-1"), { body: JSON.stringify(payload("a-2")) }),
    await deliver(sandbox, "msg_1", payload("a-1"), { signature: "v1," }),
    await deliver(sandbox, "msg_1", payload("a-1"), { signature: "v2,AAAA" }),
    await deliver(sandbox, "msg_1", payload("a-1"), { at: new Date(NOW.getTime() - 301_000) }),
    await deliver(sandbox, "msg_1", payload("a-1"), { at: new Date(NOW.getTime() + 301_000) }),
    await deliver(sandbox, "with.dot", payload("a-1")),
  ];
  assert.deepEqual(answers.map(({ status }) => status), Array.from({ length: answers.length }, () => 401));
  assert.equal((await effectsOf(sandbox)).total.effects, 0);
});

test("one fitting signature of several is enough, so that the secret can be changed", async (t) => {
  const sandbox = await testSandbox(t, { clock });
  const text = JSON.stringify(payload("a-1"));
  const timestamp = String(NOW.getTime() / 1000);
  const key = Buffer.from(sandbox.credentials.fachverfahren.webhookSecret.slice("whsec_".length), "base64");
  const good = createHmac("sha256", key).update(`msg_1.${timestamp}.${text}`).digest("base64");
  await receiptOf(await deliver(sandbox, "msg_1", text, { signature: `v1,${Buffer.alloc(32).toString("base64")} v1,${good}` }));
});

test("a delivery without application or JSON is rejected with reasons", async (t) => {
  const sandbox = await testSandbox(t, { clock });
  for (const content of ["{", "[]", "{}", { data: {} }, { data: { applicationId: 7 } }]) {
    const response = await deliver(sandbox, "msg_1", content);
    assert.equal(response.status, 422);
    assert.ok(z.object({ status: z.literal("rejected"), reasons: z.array(z.string()).min(1) }).safeParse(await response.json()).success);
  }
  assert.equal((await effectsOf(sandbox)).total.effects, 0);
});

test("disturbances answer as they should and end after the given number of deliveries", async (t) => {
  const sandbox = await testSandbox(t, { clock });
  for (const [mode, status] of [["down", 503], ["rejectAll", 422], ["badGateway", 502]] as const) {
    await sandbox.send("fachverfahren", "/_control", { mode, times: 2 });
    const seen = [await deliver(sandbox, `msg_${mode}`, payload(mode)), await deliver(sandbox, `msg_${mode}`, payload(mode)), await deliver(sandbox, `msg_${mode}`, payload(mode))];
    assert.deepEqual(seen.map((answer) => answer.status), [status, status, 200]);
  }
  await sandbox.send("fachverfahren", "/_control", { mode: "slow", delayMs: 120, times: 1 });
  const before = performance.now();
  assert.equal((await deliver(sandbox, "msg_slow", payload("slow"))).status, 200);
  assert.ok(performance.now() - before >= 115);
  assert.deepEqual((await effectsOf(sandbox)).total, { applications: 4, effects: 4, repeats: 0, duplicates: 0 });
});

test("a delivery that was stored while the connection broke has one effect when it is sent again", async (t) => {
  const sandbox = await testSandbox(t, { clock });
  await sandbox.send("fachverfahren", "/_control", { mode: "acceptButDropConnection", times: 1 });
  await assert.rejects(deliver(sandbox, "msg_1", payload("a-1")));
  assert.equal((await receiptOf(await deliver(sandbox, "msg_1", payload("a-1")))).repeated, true);
  assert.deepEqual((await effectsOf(sandbox)).total, { applications: 1, effects: 1, repeats: 1, duplicates: 0 });
});

test("receipts and counts survive a restart, and a line half written by a crash is cut off", async (t) => {
  const dataFolder = await temporaryFolder(t);
  const first = await testSandbox(t, { clock, dataFolder });
  const { receiptId } = await receiptOf(await deliver(first, "msg_1", payload("a-1")));
  await deliver(first, "msg_1", payload("a-1"));
  await deliver(first, "msg_2", payload("a-1"));
  await first.close();
  await appendFile(join(dataFolder, "fachverfahren", "inbox.jsonl"), '{"kind":"arrived","webhookId":"msg_9","bo');

  const second = await testSandbox(t, { clock, dataFolder });
  assert.deepEqual((await effectsOf(second)).total, { applications: 1, effects: 1, repeats: 1, duplicates: 1 });
  assert.equal((await receiptOf(await deliver(second, "msg_1", payload("a-1")))).receiptId, receiptId);
  await receiptOf(await deliver(second, "msg_9", payload("a-9")));
  await second.close();

  const third = await testSandbox(t, { clock, dataFolder });
  assert.deepEqual((await effectsOf(third)).total, { applications: 2, effects: 2, repeats: 2, duplicates: 1 });
});

test("a clerk's answer goes where the message said, about it, signed like what came", async (t) => {
  const got: { readonly url: string; readonly headers: Readonly<Record<string, unknown>>; readonly body: string }[] = [];
  const portal = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => { body += chunk.toString(); }).on("end", () => { got.push({ url: request.url ?? "", headers: request.headers, body }); response.writeHead(200, { "content-type": "application/json" }).end('{"status":"accepted","receiptId":"Q-1"}'); });
  }).listen(0, "127.0.0.1");
  await once(portal, "listening");
  t.after(() => { portal.close(); portal.closeAllConnections(); });
  const sandbox = await testSandbox(t, { clock });
  const answerTo = `http://portal.localhost:${(portal.address() as AddressInfo).port}/rueckruf/fachverfahren/1`;
  const silent = await receiptOf(await deliver(sandbox, "msg_1", payload("a-1")));
  assert.doesNotMatch(await checkPage(await sandbox.call("fachverfahren", `/eingang/${silent.receiptId}`)), /Antworten/);
  assert.equal((await sandbox.submit("fachverfahren", `/eingang/${silent.receiptId}/antwort`, { wahl: "stand", text: "x" })).status, 404);
  const { receiptId } = await receiptOf(await deliver(sandbox, "msg_2", payload("a-2", { answerTo })));
  assert.match(await checkPage(await sandbox.call("fachverfahren", `/eingang/${receiptId}`)), /Antworten Text .*Nachfrage senden/);
  assert.equal((await sandbox.submit("fachverfahren", `/eingang/${receiptId}/antwort`, { wahl: "stand", text: " " })).status, 422);
  assert.match(await checkPage(await sandbox.submit("fachverfahren", `/eingang/${receiptId}/antwort`, { wahl: "nachfrage", text: "Seit wann?" })), /Die Antwort ist beim Portal .*200 .*Q-1/);
  assert.equal(got.length, 1);
  const [{ url, headers, body }] = got as [(typeof got)[number]];
  assert.equal(url, "/rueckruf/fachverfahren/1");
  assert.deepEqual(JSON.parse(body), { type: "application.answered", timestamp: NOW.toISOString(), data: { delivery: "msg_2", answer: { kind: "question", text: "Seit wann?" } } });
  const key = Buffer.from(sandbox.credentials.fachverfahren.webhookSecret.slice("whsec_".length), "base64");
  assert.equal(headers["webhook-signature"], `v1,${createHmac("sha256", key).update(`${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`).digest("base64")}`);
});

test("each answer of the person is an effect of its own", async (t) => {
  const sandbox = await testSandbox(t, { clock });
  for (const [id, event] of [["msg_1", "e-1"], ["msg_2", "e-2"], ["msg_3", "e-2"]] as const) await receiptOf(await deliver(sandbox, id, { ...payload("a-1", { event }), type: "application.replied" }));
  assert.deepEqual((await effectsOf(sandbox)).applications.map(({ effects, duplicates }) => [effects, duplicates]), [[2, 1]]);
});
