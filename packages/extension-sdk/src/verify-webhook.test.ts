import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { verifyWebhook } from "./index.ts";

const [secret, other] = [7, 8].map((byte) => `whsec_${Buffer.alloc(32, byte).toString("base64")}`) as [string, string];
const nowMs = Date.parse("2026-03-02T09:00:00Z");
const body = JSON.stringify({ type: "application.submitted", timestamp: "2026-03-02T09:00:00Z", data: { application: "01890a5d-ac96-774b-bcce-b302099a8057" } });

function signed(given: { readonly id?: string; readonly at?: number; readonly with?: readonly string[]; readonly content?: string } = {}) {
  const [id, timestamp] = [given.id ?? "message-1", String((given.at ?? nowMs) / 1000)];
  const signature = (given.with ?? [secret]).map((one) => `v1,${createHmac("sha256", Buffer.from(one.slice(6), "base64")).update(`${id}.${timestamp}.${given.content ?? body}`).digest("base64")}`).join(" ");
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature };
}

test("a message that was signed with one of the secrets is believed, with headers of either kind", async () => {
  for (const headers of [signed(), new Headers(signed()), signed({ with: [other, secret] })]) assert.equal((await verifyWebhook(headers, body, secret, nowMs)).ok, true);
  const verdict = await verifyWebhook(signed({ with: [other] }), body, [secret, other], nowMs);
  assert.ok(verdict.ok && verdict.id === "message-1" && verdict.message.type === "application.submitted");
});

test("forged, changed, old, early and unsigned messages are refused, each with its reason", async () => {
  const why = async (headers: Parameters<typeof verifyWebhook>[0], text = body) => { const verdict = await verifyWebhook(headers, text, secret, nowMs); return verdict.ok ? "believed" : verdict.why; };
  assert.equal(await why(signed({ with: [other] })), "signature-wrong");
  assert.equal(await why(signed(), body.replace("submitted", "withdrawn")), "signature-wrong");
  assert.equal(await why({ ...signed(), "webhook-id": "message-2" }), "signature-wrong");
  assert.equal(await why({ ...signed(), "webhook-signature": "v1,@@@ v2,AAAA" }), "signature-wrong");
  for (const at of [nowMs - 301_000, nowMs + 301_000]) assert.equal(await why(signed({ at })), "too-old");
  assert.equal(await why({}), "headers-missing");
  assert.equal(await why(signed({ content: "no json" }), "no json"), "not-json");
  await assert.rejects(verifyWebhook(signed(), body, "whsec_", nowMs), TypeError);
});
