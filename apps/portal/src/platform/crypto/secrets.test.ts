import assert from "node:assert/strict";
import { test } from "node:test";
import { hashSecret, randomToken, timingSafeEqualStrings, verifySecret } from "./index.ts";

test("a secret is hashed with Argon2id and verified", async () => {
  const hashed = await hashSecret("Übungs-Geheimnis");
  assert.match(hashed, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.equal(await verifySecret(hashed, "Übungs-Geheimnis"), true);
  assert.equal(await verifySecret(hashed, "Uebungs-Geheimnis"), false);
});

test("an empty or endless secret is not hashed, and an unreadable hash is a fault", async () => {
  await assert.rejects(hashSecret(""));
  await assert.rejects(hashSecret("x".repeat(1025)));
  await assert.rejects(verifySecret("no hash", "x"));
});

test("tokens are long, unguessable and fit into a URL", () => {
  assert.match(randomToken(32), /^[\w-]{43}$/);
  assert.notEqual(randomToken(16), randomToken(16));
  assert.throws(() => randomToken(8));
});

test("strings are compared whatever their length", () => {
  assert.equal(timingSafeEqualStrings("abc", "abc"), true);
  assert.equal(timingSafeEqualStrings("abc", "abcd"), false);
  assert.equal(timingSafeEqualStrings("", "x"), false);
});
