import assert from "node:assert/strict";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import { newWebhookSecret, verifyWebhook } from "#platform/crypto";
import { createOutbound } from "#platform/http";
import type { OutgoingMessage } from "../channel.ts";
import { createWebhookChannel } from "./webhook-channel.ts";

let answer: (response: ServerResponse) => void = (response) => response.end();
const seen: { headers: Record<string, string | string[] | undefined>; body: string }[] = [];
const server = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8").on("data", (part: string) => { body += part; }).on("end", () => { seen.push({ headers: request.headers, body }); answer(response); });
});
await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
after(() => { server.closeAllConnections(); server.close(); });
const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
const secrets = [newWebhookSecret()];
const patient = createWebhookChannel({ outbound: createOutbound({ trustedHosts: [host] }), timeoutMs: 30_000, allowHttp: true });
const impatient = createWebhookChannel({ outbound: createOutbound({ trustedHosts: [host] }), timeoutMs: 300, allowHttp: true });
const at = new Date("2026-03-02T09:00:00Z");
const to = (address: string) => ({ id: "0190-z", tenant: "0190-t", name: "Steuerverfahren", address, settings: {}, secrets });
const journal = { known: () => Promise.resolve(undefined), keep: () => Promise.reject(new Error("a webhook keeps nothing")) };
const message = (data: OutgoingMessage["data"] = {}): OutgoingMessage => ({
  id: "0190-a", at, type: "application.submitted", timestamp: at.toISOString(), data, files: [],
  about: { tenant: "0190-t", reference: "MUS-1", service: "hund", title: "Hund", leikaKey: undefined, day: "2026-03-02", ars: "", bracket: undefined, earlier: undefined },
});
const send = (changes: { readonly address?: string; readonly data?: OutgoingMessage["data"] } = {}, channel = patient) => channel.send(message(changes.data), to(changes.address ?? `http://${host}/webhook`), journal);
const answering = async (status: number, body: string, headers: Record<string, string> = {}) => { answer = (response) => { response.writeHead(status, headers).end(body); }; return send(); };

test("a message is signed so that the receiver can check id, time and body", async () => {
  assert.deepEqual(await answering(200, '{"status":"accepted","receiptId":"Q-1"}'), { kind: "accepted", receipt: "Q-1", status: 200 });
  const { headers, body } = seen.at(-1)!;
  assert.deepEqual(verifyWebhook(secrets, headers, body, { now: at.getTime() / 1000 }), { kind: "genuine", id: "0190-a", timestamp: at.getTime() / 1000 });
});
test("only a receipt that can be read is an acceptance", async () => {
  for (const body of ["", "<html>OK</html>", "{}", '{"status":"accepted"}', '{"status":"accepted","receiptId":""}', `{"status":"accepted","receiptId":"${"x".repeat(201)}"}`, '{"status":"accepted","receiptId":"a\\nb"}', "[1]"]) {
    assert.deepEqual(await answering(200, body), { kind: "unreachable", reason: "not-understood", mayHaveArrived: true, status: 200 }, body);
  }
});
test("a rejection keeps the receiver's reasons, in bounds and on one line each", async () => {
  assert.deepEqual(await answering(422, JSON.stringify({ status: "rejected", reasons: ["Zeile 1\nZeile 2", "  ", "x".repeat(900)] })), { kind: "rejected", reasons: ["Zeile 1 Zeile 2", "x".repeat(500)], status: 422 });
  assert.deepEqual(await answering(422, "nein"), { kind: "rejected", reasons: [], status: 422 });
  const many = await answering(422, JSON.stringify({ status: "rejected", reasons: Array.from({ length: 100 }, (_, i) => `Grund ${i}`) }));
  assert.equal(many.kind === "rejected" && many.reasons.length, 20);
});
test("every other answer has its meaning, and none is followed elsewhere", async () => {
  const meanings = [
    [301, "redirected", false], [302, "redirected", false], [401, "not-authorised", false], [403, "not-authorised", false], [404, "no-such-address", false], [410, "no-such-address", false],
    [429, "busy", false], [500, "server-error", true], [502, "gateway", true], [503, "busy", true], [504, "gateway", true],
  ] as const;
  for (const [status, reason, mayHaveArrived] of meanings) {
    const before = seen.length;
    assert.deepEqual(await answering(status, "{}", status < 400 ? { location: `http://${host}/elsewhere` } : {}), { kind: "unreachable", reason, mayHaveArrived, status });
    assert.equal(seen.length, before + 1);
  }
  for (const [status, reason] of [[400, "message-refused"], [415, "message-refused"], [413, "message-too-large"]] as const) {
    assert.deepEqual(await answering(status, "{}"), { kind: "refused-permanently", reason, status });
  }
  const wished = await answering(503, "{}", { "retry-after": "7" });
  assert.equal(wished.kind === "unreachable" && wished.retryAfterSeconds, 7);
});
test("silence, a cut connection, a flood and a closed door are told apart by whether it may have arrived", async () => {
  answer = () => {};
  assert.deepEqual(await send({}, impatient), { kind: "unreachable", reason: "timeout", mayHaveArrived: true });
  answer = (response) => { response.socket?.destroy(); };
  assert.deepEqual(await send(), { kind: "unreachable", reason: "connection-lost", mayHaveArrived: true });
  answer = (response) => { response.writeHead(200).end("x".repeat(100_000)); };
  assert.deepEqual(await send(), { kind: "unreachable", reason: "answer-too-large", mayHaveArrived: true });
  const closed = createServer();
  await new Promise<void>((resolve) => { closed.listen(0, "127.0.0.1", resolve); });
  const gone = `127.0.0.1:${(closed.address() as AddressInfo).port}`;
  await new Promise((resolve) => { closed.close(resolve); });
  const knocking = createWebhookChannel({ outbound: createOutbound({ trustedHosts: [gone] }), timeoutMs: 30_000, allowHttp: true });
  assert.deepEqual(await knocking.send(message(), to(`http://${gone}/`), journal), { kind: "unreachable", reason: "connection-refused", mayHaveArrived: false });
});
test("nothing is sent into a private network that the operator has not named, nor what no receiver takes", async () => {
  const careful = createWebhookChannel({ outbound: createOutbound({ trustedHosts: [] }), timeoutMs: 30_000, allowHttp: false });
  for (const address of [`https://${host}/`, "https://10.0.0.1/", "https://[::1]/"]) {
    assert.deepEqual(await careful.send(message(), to(address), journal), { kind: "unreachable", reason: "address-refused", mayHaveArrived: false }, address);
  }
  assert.deepEqual(careful.check({ address: "http://fach.example/", settings: {}, secrets }), [{ path: "address", code: "address-not-https" }]);
  const before = seen.length;
  assert.deepEqual(await send({ data: { text: "x".repeat(5 * 1024 * 1024) } }), { kind: "refused-permanently", reason: "message-too-large" });
  assert.equal(seen.length, before);
});
