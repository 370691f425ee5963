import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { fitWorld } from "./testing/test-world.ts";

const SCRIPT = fileURLToPath(new URL("testing/independent_peer.py", import.meta.url));

test("sender and subscriber written in Python from the documentation find nothing to complain about", async (t) => {
  const world = await fitWorld(t, { clock: () => new Date() });
  const { sender, subscriber, sandbox } = world;
  const child = spawn("python3", [SCRIPT, String(sandbox.port), sender.clientId, sender.clientSecret, subscriber.clientId, subscriber.clientSecret], { stdio: ["ignore", "pipe", "pipe"] });
  const missing = new Promise<"missing">((resolve) => { child.once("error", () => { resolve("missing"); }); });
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  const result = await Promise.race([missing, ended]);
  if (result === "missing") return t.skip("python3 is not here");
  const [out, problems, [code]] = result;
  if (code === 77) return t.skip("python3 has no package cryptography here");
  assert.equal(code, 0, problems);
  assert.deepEqual(JSON.parse(out), { events: ["create-submission", "submit-submission", "accept-submission"] });
});
