import assert from "node:assert/strict";
import { test } from "node:test";
import { callbackSignature } from "./callback-signature.ts";
import { memoryReplayGuard } from "./memory-replay-guard.ts";
import { verifyCallback, type CallbackSettings, type IncomingCallback } from "./verify-callback.ts";

/** The vector of the documentation (delivery.md 1.11). */
const secret = "insecure_unsafe_qHScgrg_kP-R31jHUwp3GkVkGJolvBchz65b74Lzue0";
const timestamp = "1672527599";
const body = Buffer.from(`{"type":"https://schema.fitko.de/fit-connect/submission-api/callbacks/new-submissions","submissionIds":["f39ab143-d91a-474a-b69f-b00f1a1873c2"]}`);
const authentication = "798cd0edb70c08e5b32aa8a18cbbc8ff6b3078c51af6d011ff4e32e470c746234fc4314821fe5185264b029e962bd37de33f3b9fc5f1a93c40ce6672845e90df";
const at = Number(timestamp) * 1000;
const settings = (more: Partial<CallbackSettings> = {}): CallbackSettings => ({ secrets: [secret], now: () => at + 1000, replays: memoryReplayGuard(() => at), ...more });
const callback: IncomingCallback = { timestamp, authentication, body };
const signed = (text: string): IncomingCallback => ({ timestamp, body: Buffer.from(text), authentication: callbackSignature(secret, timestamp, text) });
const reason = async (incoming: IncomingCallback, more?: Partial<CallbackSettings>): Promise<string> => { const outcome = await verifyCallback(incoming, settings(more)); return outcome.kind === "refused" ? outcome.reason : outcome.kind; };

test("the documented vector is right, once; the same again is a repetition", async () => {
  assert.equal(callbackSignature(secret, timestamp, body), authentication);
  const one = settings();
  assert.deepEqual(await verifyCallback(callback, one), { kind: "news", news: { kind: "new-submissions", submissions: [{ submissionId: "f39ab143-d91a-474a-b69f-b00f1a1873c2" }] } });
  assert.deepEqual(await verifyCallback({ ...callback, authentication: authentication.toUpperCase() }, one), { kind: "repeated" });
});

test("forged, changed, late and early callbacks are refused", async () => {
  assert.equal(await reason({ ...callback, body: Buffer.from(`${body.toString()} `) }), "authentication");
  assert.equal(await reason({ ...callback, timestamp: "1672527600" }), "authentication");
  assert.equal(await reason(callback, { secrets: ["anderes"] }), "authentication");
  assert.equal(await reason(callback, { secrets: [] }), "authentication");
  assert.equal(await reason(callback, { now: () => at + 300_001 }), "too-old");
  assert.equal(await reason(callback, { now: () => at - 300_001 }), "in-the-future");
  for (const broken of [{ ...callback, timestamp: undefined }, { ...callback, authentication: undefined }, { ...callback, authentication: "00" }, { ...callback, timestamp: "jetzt" }, { ...callback, timestamp: "-1" }]) assert.equal(await reason(broken), "headers");
  assert.equal(await reason(callback, { maxBytes: 10 }), "too-large");
});

test("while a secret is changed, both are good", async () => {
  assert.equal(await reason(callback, { secrets: ["neu", secret] }), "news");
});

test("a signed body that is no callback is refused, one of an unknown type is not", async () => {
  for (const text of ["", "null", "[]", "{", `{"type":7}`, `{"type":"x","submissionIds":["nicht"]}`]) assert.equal(await reason(signed(text)), "body", text);
  assert.deepEqual(await verifyCallback(signed(`{"type":"https://example.org/other"}`), settings()), { kind: "news", news: { kind: "unknown", type: "https://example.org/other" } });
});

test("news of events and replies are read in the forms that may come", async () => {
  const id = "f39ab143-d91a-474a-b69f-b00f1a1873c2";
  const type = (name: string): string => `"type":"https://schema.fitko.de/fit-connect/submission-api/callbacks/${name}"`;
  const news = async (text: string): Promise<unknown> => { const outcome = await verifyCallback(signed(text), settings()); return outcome.kind === "news" ? outcome.news : outcome; };
  assert.deepEqual(await news(`{${type("new-events")},"caseIds":["${id}"]}`), { kind: "new-events", caseIds: [id] });
  assert.deepEqual(await news(`{${type("new-events")},"events":[{"caseId":"${id}"},{"caseId":"${id}"}]}`), { kind: "new-events", caseIds: [id] });
  assert.deepEqual(await news(`{${type("new-events")}}`), { kind: "new-events", caseIds: [] });
  assert.deepEqual(await news(`{${type("new-replies")},"replies":[{"replyId":"${id}","caseId":"${id}"}]}`), { kind: "new-replies", replies: [{ replyId: id, caseId: id }] });
});

test("the guard forgets what is out of its time and never takes more than it may", () => {
  let now = 0;
  const guard = memoryReplayGuard(() => now, 2);
  assert.deepEqual([guard.first("a", 10), guard.first("b", 10), guard.first("c", 10), guard.first("a", 10)], [true, true, false, false]);
  now = 11;
  assert.deepEqual([guard.first("c", 20), guard.first("a", 20)], [true, true]);
});
