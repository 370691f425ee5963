// own process: all that comes after it would make its keys itself
import "../../../../scripts/test/own-keys.ts";
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { VerificationError, type VerificationCode } from "../errors/verification-error.ts";
import { testEncryption, testSignature } from "../testing/test-keys.ts";
import { decryptionKey } from "./decryption-key.ts";
import { checkPublicJwk } from "./jwk.ts";
import { signingKey } from "./signing-key.ts";

const [encryption, signature] = await Promise.all([testEncryption(), testSignature()]);
const fails = (code: VerificationCode) => (error: unknown): boolean => error instanceof VerificationError && error.code === code;

test("a generated pair passes the rules of its use and no other", () => {
  assert.equal(checkPublicJwk(encryption.publicJwk, "encryption").kid, encryption.publicJwk.kid);
  assert.equal(checkPublicJwk(signature.publicJwk, "signature").kid, signature.publicJwk.kid);
  assert.throws(() => checkPublicJwk(encryption.publicJwk, "signature"), fails("key-use"));
  assert.throws(() => checkPublicJwk(signature.publicJwk, "encryption"), fails("key-use"));
});

test("a key that is private, too short, or not exactly FIT-Connect's is refused by name", () => {
  const good = encryption.publicJwk;
  const short = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ format: "jwk" });
  // 683 characters, but the first bit is not set: fewer than 4096 bits.
  const almost = Buffer.from(good.n, "base64url");
  almost[0] = 0x7f;
  const cases: readonly (readonly [VerificationCode, unknown])[] = [
    ["key-private", encryption.privateJwk], ["key-private", { ...good, d: "AQAB" }], ["key-too-short", { ...good, n: short.n }], ["key-too-short", { ...good, n: almost.toString("base64url") }],
    ["key-shape", { ...good, kty: "EC" }], ["key-shape", { ...good, e: "Aw" }], ["key-shape", { ...good, n: `${good.n}=` }], ["key-shape", null], ["key-shape", "key"], ["key-shape", []],
    ["key-use", { ...good, alg: "RSA-OAEP" }], ["key-use", { ...good, key_ops: ["encrypt"] }], ["key-use", { ...good, key_ops: ["wrapKey", "encrypt"] }], ["key-use", { ...good, key_ops: [] }], ["key-use", { ...good, use: "sig" }],
    ["key-id", { ...good, kid: "kurz" }], ["key-id", { ...good, kid: "x".repeat(65) }],
  ];
  for (const [code, key] of cases) assert.throws(() => checkPublicJwk(key, "encryption"), fails(code), `${code} ${JSON.stringify(key).slice(0, 80)}`);
});

test("private keys are taken only whole and for their use", async () => {
  await assert.rejects(decryptionKey(signature.privateJwk), fails("key-shape"));
  await assert.rejects(decryptionKey(encryption.publicJwk), fails("key-shape"));
  await assert.rejects(decryptionKey({ ...encryption.privateJwk, n: signature.privateJwk.n }), fails("key-shape"));
  assert.throws(() => signingKey(encryption.privateJwk), fails("key-shape"));
});

test("a signature of another key, over other bytes, or with another salt does not verify", async () => {
  const other = await testSignature();
  const bytes = Buffer.from("Musterstadt");
  const made = await signature.signer.sign(bytes);
  assert.equal(await signature.verifier.verify(bytes, made), true);
  assert.equal(await other.verifier.verify(bytes, made), false);
  assert.equal(await signature.verifier.verify(Buffer.from("Beispielhausen"), made), false);
  assert.equal(await signature.verifier.verify(bytes, made.subarray(1)), false);
});
