import assert from "node:assert/strict";
import { test } from "node:test";
import { newWebhookSecret, signWebhook, verifyWebhook } from "./index.ts";

const secret = newWebhookSecret();
const message = { id: "msg_1", timestamp: 1_800_000_000, body: '{"type":"vorgang.eingegangen"}' };
const now = message.timestamp + 10;

test("the published example of Standard Webhooks is signed and verified", () => {
  const example = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: '{"test": 2432232314}' };
  const headers = signWebhook(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], example);
  assert.equal(headers["webhook-signature"], "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
});

test("a signed message is genuine", () => {
  assert.deepEqual(verifyWebhook([secret], { ...signWebhook([secret], message) }, message.body, { now }), { kind: "genuine", id: "msg_1", timestamp: message.timestamp });
});

test("while a secret is being replaced, the old and the new one both fit", () => {
  const next = newWebhookSecret();
  const headers = { ...signWebhook([next, secret], message) };
  assert.equal(verifyWebhook([secret], headers, message.body, { now }).kind, "genuine");
  assert.equal(verifyWebhook([next], headers, message.body, { now }).kind, "genuine");
  assert.equal(verifyWebhook([newWebhookSecret()], headers, message.body, { now }).kind, "refused");
});

test("changed body, id or time, an old or future message and missing headers are refused with their reason", () => {
  const headers = { ...signWebhook([secret], message) };
  const reason = (changed: Record<string, string | undefined>, body = message.body, at = now): string => {
    const verdict = verifyWebhook([secret], { ...headers, ...changed }, body, { now: at });
    return verdict.kind === "refused" ? verdict.reason : verdict.kind;
  };
  assert.equal(reason({}, `${message.body} `), "signature-wrong");
  assert.equal(reason({ "webhook-id": "msg_2" }), "signature-wrong");
  assert.equal(reason({ "webhook-timestamp": String(message.timestamp + 1) }), "signature-wrong");
  assert.equal(reason({}, message.body, message.timestamp + 301), "timestamp-too-old");
  assert.equal(reason({}, message.body, message.timestamp - 301), "timestamp-too-new");
  assert.equal(reason({ "webhook-timestamp": "1e9" }), "timestamp-invalid");
  assert.equal(reason({ "webhook-signature": undefined }), "headers-missing");
  assert.equal(reason({ "webhook-signature": headers["webhook-signature"].replace("v1,", "v1a,") }), "signature-wrong");
});

test("an empty or too short secret signs nothing", () => {
  assert.throws(() => signWebhook([], message), /needs a secret/);
  assert.throws(() => signWebhook(["whsec_c2hvcnQ="], message), /24 to 64 bytes/);
});
