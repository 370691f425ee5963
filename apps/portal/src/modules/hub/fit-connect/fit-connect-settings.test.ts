import assert from "node:assert/strict";
import { test } from "node:test";
import { testEnvironment } from "@kommunalportal/fit-connect";
import { completedSecrets, environmentOf, settingProblems } from "./fit-connect-settings.ts";

const settings = { tokenUrl: "https://auth.example/token", destinationId: "ac715f34-333e-41f4-9bb5-186b309ea233", clientId: "portal" };
const secrets = [JSON.stringify({ clientSecret: "geheim", callbackSecret: "x".repeat(32) })];
const root = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";
const production = { roots: [root], demo: false };
const problems = (changes: { readonly address?: string; readonly settings?: object; readonly secrets?: readonly string[]; readonly trust?: typeof production } = {}) =>
  settingProblems({ address: changes.address ?? "https://prod.example/submission-api", settings: { ...settings, ...changes.settings }, secrets: changes.secrets ?? secrets }, changes.trust ?? production).map(({ path, code }) => `${path}: ${code}`);

test("in production a destination is believed only with a chain up to a known root, and nothing goes unencrypted", () => {
  assert.deepEqual(problems(), []);
  assert.deepEqual(problems({ trust: { roots: [], demo: false } }), ["address: trust-missing"]);
  assert.deepEqual(problems({ address: "http://prod.example/submission-api" }), ["address: address-not-https"]);
  assert.deepEqual(problems({ settings: { tokenUrl: "http://auth.example/token" } }), ["tokenUrl: token-address-invalid"]);
  assert.deepEqual(environmentOf({ address: "https://prod.example/submission-api", settings }, production).certificates, { kind: "strict", roots: [root] });
});
test("FITKO's test environment takes keys without a chain, and only that very address is taken for it", () => {
  const none = { roots: [], demo: false };
  assert.deepEqual(problems({ address: testEnvironment.submissionUrl, trust: none }), []);
  assert.deepEqual(problems({ address: `${testEnvironment.submissionUrl}x`, trust: none }), ["address: trust-missing"]);
  assert.throws(() => environmentOf({ address: "https://prod.example/submission-api", settings }, none), /no root certificate/);
});
test("what is missing or wrong is named at its field", () => {
  assert.deepEqual(problems({ settings: { destinationId: "x", clientId: "" } }), ["destinationId: destination-id-invalid", "clientId: identifier-invalid"]);
  assert.deepEqual(problems({ settings: { schemaUri: "kein schema" } }), ["schemaUri: schema-invalid"]);
  assert.deepEqual(problems({ address: "https://prod.example/submission-api/" }), ["address: address-invalid"]);
  for (const broken of [[], ["kein json"], [JSON.stringify({ callbackSecret: "x".repeat(32) })]]) assert.deepEqual(problems({ secrets: broken }), ["clientSecret: secret-missing"]);
});
test("a key for answers that is none is named at its field, and what was stored before stays", () => {
  const [made] = completedSecrets([], { clientSecret: "geheim" });
  const callbackSecret = (stored: string | undefined): unknown => (JSON.parse(stored ?? "null") as { callbackSecret: unknown }).callbackSecret;
  assert.deepEqual(problems({ secrets: [made!] }), []);
  for (const answerKey of ["kein json", "{}", JSON.stringify({ kty: "RSA", n: "x", e: "AQAB", kid: "kurz", alg: "PS512" })]) {
    const [changed] = completedSecrets([made!], { answerKey });
    assert.deepEqual(problems({ secrets: [changed!] }), ["answerKey: answer-key-invalid"], answerKey);
    assert.equal(callbackSecret(changed), callbackSecret(made));
  }
});
