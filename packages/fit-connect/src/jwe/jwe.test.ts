import assert from "node:assert/strict";
import { createCipheriv, randomBytes } from "node:crypto";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { compactDecrypt, CompactEncrypt, importJWK, type CryptoKey } from "jose";
import { toBase64url } from "../encoding/base64url.ts";
import { sha512 } from "../encoding/sha512.ts";
import { VerificationError } from "../errors/verification-error.ts";
import { testEncryption } from "../testing/test-keys.ts";
import { decryptJwe } from "./decrypt-jwe.ts";
import { authenticationTag, encryptJwe } from "./encrypt-jwe.ts";
import { encryptJweStream } from "./encrypt-jwe-stream.ts";
import { receiveContent, type ContentOptions } from "./receive-content.ts";
import type { SealedSink } from "./sealed-sink.ts";

const [ours, theirs] = await Promise.all([testEncryption("unser-schluessel"), testEncryption("fremder-schluessel")]);
const { kty, n, e } = ours.publicJwk;
const { d, p, q, dp, dq, qi } = ours.privateJwk;
const josePublic = await importJWK({ kty, n, e }, "RSA-OAEP-256") as CryptoKey;
const josePrivate = await importJWK({ kty, n, e, d, p, q, dp, dq, qi }, "RSA-OAEP-256") as CryptoKey;
const joseHeader = { alg: "RSA-OAEP-256", enc: "A256GCM", kid: ours.publicJwk.kid, cty: "application/json" };

async function* inPieces(bytes: Uint8Array | string, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  const all = Buffer.from(bytes);
  for (let at = 0; at < all.length; at += size) yield await Promise.resolve(all.subarray(at, at + size));
}

/** A sink that tells what was done with it. */
function watchedSink(): { readonly sink: SealedSink<Buffer>; readonly state: () => string } {
  let chunks: Buffer[] = [];
  let state = "sealed";
  const ends = (next: string): void => { assert.equal(state, "sealed"); state = next; };
  return {
    sink: { write: (chunk) => { chunks.push(Buffer.from(chunk)); }, release: () => { ends("released"); return Buffer.concat(chunks); }, discard: () => { ends("discarded"); chunks = []; } },
    state: () => state,
  };
}

async function streamed(plaintext: Uint8Array, pieces = 1_000): Promise<{ readonly jwe: string; readonly tag: string; readonly sha512: string }> {
  const stream = encryptJweStream(inPieces(plaintext, pieces), plaintext.length, ours.recipient, "application/pdf");
  assert.throws(stream.summary, RangeError);
  const parts: Uint8Array[] = [];
  for await (const part of stream.pieces) parts.push(part);
  const jwe = Buffer.concat(parts).toString("latin1");
  assert.equal(jwe.length, stream.length);
  return { jwe, ...stream.summary() };
}

const options = (expectedSha512: string, more: Partial<ContentOptions> = {}): ContentOptions => ({ keys: [theirs.key, ours.key], expectedSha512, maxEncryptedBytes: 1_000_000, ...more });
const part = (jwe: string, expectedTag = authenticationTag(jwe) ?? "", size = 700) => ({ expectedTag, open: () => Promise.resolve(inPieces(jwe, size)) });
const fails = (code: string) => (error: unknown): boolean => error instanceof VerificationError && error.code === code;

test("what we encrypt jose decrypts, and the other way round, small and streamed", async () => {
  const text = JSON.stringify({ name: "Erika Beispiel", strasse: "Heidestraße 17" });
  const small = encryptJwe(text, ours.recipient, "application/json");
  const read = await compactDecrypt(small, josePrivate);
  assert.deepEqual([new TextDecoder().decode(read.plaintext), read.protectedHeader], [text, joseHeader]);
  const bytes = randomBytes(200_001);
  const { jwe, tag } = await streamed(bytes);
  assert.deepEqual(Buffer.from((await compactDecrypt(jwe, josePrivate)).plaintext), bytes);
  assert.equal(tag, jwe.split(".")[4]);
  const foreign = await new CompactEncrypt(bytes).setProtectedHeader(joseHeader).encrypt(josePublic);
  assert.deepEqual((await decryptJwe(foreign, [ours.key], { maxBytes: 300_000 })).plaintext, bytes);
  const content = await receiveContent([part(foreign)], watchedSink().sink, options(sha512(bytes)));
  assert.deepEqual(await content.release(), bytes);
});

test("any content cut anywhere comes back the same, in one part or in several", async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 3_000 }), { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 900 }), async (contents, size) => {
    const parts = [];
    for (const content of contents) parts.push(part((await streamed(content, size)).jwe, undefined, size));
    const whole = Buffer.concat(contents);
    const { sink, state } = watchedSink();
    const content = await receiveContent(parts, sink, options(sha512(whole)));
    assert.equal(state(), "sealed");
    assert.deepEqual([await content.release(), content.bytes], [whole, whole.length]);
    await assert.rejects(content.release(), RangeError);
  }), { numRuns: 40 });
});

test("one flipped bit anywhere is found, and the sink is emptied without a release", async () => {
  const bytes = randomBytes(600);
  const { jwe, tag } = await streamed(bytes);
  await fc.assert(fc.asyncProperty(fc.nat(jwe.length - 1), fc.integer({ min: 0, max: 6 }), async (at, bit) => {
    const changed = Buffer.from(jwe, "latin1");
    changed[at] = (changed[at] ?? 0) ^ (1 << bit);
    const text = changed.toString("latin1");
    const { sink, state } = watchedSink();
    await assert.rejects(receiveContent([part(text, tag)], sink, options(sha512(bytes))), VerificationError);
    assert.equal(state(), "discarded");
    await assert.rejects(decryptJwe(text, [ours.key], { maxBytes: 10_000 }), VerificationError);
  }), { numRuns: 150 });
});

test("a JWE that is cut, lengthened, or too long never ends well", async () => {
  const bytes = randomBytes(600);
  const { jwe, tag, sha512: hash } = await streamed(bytes);
  for (const text of [jwe.slice(0, -1), jwe.slice(0, -23), jwe.slice(0, 900), jwe.slice(0, 40), "", `${jwe}.`, `${jwe}A`, `${jwe}.AAAA`, `.${jwe}`, "a".repeat(10_000)]) {
    const { sink, state } = watchedSink();
    await assert.rejects(receiveContent([part(text, tag)], sink, options(hash)), fails(text.startsWith(".") ? "jwe-header" : "jwe-shape"), text.slice(-30));
    assert.equal(state(), "discarded");
    await assert.rejects(decryptJwe(text, [ours.key], { maxBytes: 100_000 }), VerificationError);
  }
  await assert.rejects(receiveContent([part(jwe)], watchedSink().sink, options(hash, { maxEncryptedBytes: jwe.length - 1 })), fails("jwe-too-large"));
  await assert.rejects(decryptJwe(encryptJwe(Buffer.alloc(9_000), ours.recipient, "a/b"), [ours.key], { maxBytes: 1_000 }), fails("jwe-too-large"));
});

test("swapped contents, swapped parts and a wrong hash are told by tag and hash", async () => {
  const [a, b] = [await streamed(Buffer.from("erste Anlage")), await streamed(Buffer.from("zweite Anlage"))];
  await assert.rejects(receiveContent([part(b.jwe, a.tag)], watchedSink().sink, options(b.sha512)), fails("set-tags"));
  await assert.rejects(receiveContent([part(b.jwe), part(a.jwe)], watchedSink().sink, options(sha512("erste Anlagezweite Anlage"))), fails("hash-mismatch"));
  const crossed = [...a.jwe.split(".").slice(0, 4), b.tag].join(".");
  await assert.rejects(receiveContent([part(crossed, b.tag)], watchedSink().sink, options(a.sha512)), fails("jwe-tag"));
});

test("headers that ask for anything else are refused before a key is touched", async () => {
  const [, ...rest] = encryptJwe("{}", ours.recipient, "application/json").split(".");
  const kid = ours.publicJwk.kid;
  const headers: readonly (readonly [string, object])[] = [
    ["jwe-algorithm", { ...joseHeader, alg: "RSA1_5" }], ["jwe-algorithm", { ...joseHeader, alg: "dir" }], ["jwe-algorithm", { ...joseHeader, alg: "RSA-OAEP" }], ["jwe-algorithm", { ...joseHeader, enc: "A128GCM" }], ["jwe-algorithm", { ...joseHeader, enc: "A256CBC-HS512" }],
    ["jwe-header", { alg: "RSA-OAEP-256", enc: "A256GCM" }], ["jwe-header", { ...joseHeader, kid: 7 }], ["jwe-header", { ...joseHeader, crit: ["exp"] }], ["jwe-header", { ...joseHeader, jwk: {} }], ["jwe-header", { enc: "A256GCM", kid }],
    ["jwe-compressed", { ...joseHeader, zip: "DEF" }], ["jwe-key-unknown", { ...joseHeader, kid: "niemand-kennt-mich" }], ["jwe-decryption", { ...joseHeader, kid: theirs.publicJwk.kid }],
  ];
  for (const [code, header] of headers) {
    const jwe = [toBase64url(JSON.stringify(header)), ...rest].join(".");
    await assert.rejects(decryptJwe(jwe, [ours.key, theirs.key], { maxBytes: 1_000 }), fails(code), JSON.stringify(header));
    await assert.rejects(receiveContent([part(jwe)], watchedSink().sink, options(sha512("{}"))), fails(code), JSON.stringify(header));
  }
  await assert.rejects(decryptJwe(["eyJhbGci", ...rest].join("."), [ours.key], { maxBytes: 1_000 }), fails("jwe-header"));
  await assert.rejects(decryptJwe([toBase64url(JSON.stringify({ ...joseHeader, cty: "x".repeat(3_000) })), ...rest].join("."), [ours.key], { maxBytes: 10_000 }), fails("jwe-header"));
});

test("a key store that is away is our fault and not a broken message", async () => {
  const away = { kid: ours.publicJwk.kid, unwrap: () => Promise.reject(new Error("key store is away")) };
  const { sink, state } = watchedSink();
  await assert.rejects(receiveContent([part(encryptJwe("{}", ours.recipient, "a/b"))], sink, options(sha512("{}"), { keys: [away] })), /key store is away/);
  assert.equal(state(), "discarded");
});

test("a source that gives fewer or more bytes than it said ends the upload", async () => {
  for (const size of [9, 11]) {
    const stream = encryptJweStream(inPieces("0123456789", 4), size, ours.recipient, "text/plain");
    await assert.rejects(async () => { for await (const piece of stream.pieces) assert.ok(piece.length > 0); }, RangeError);
    assert.throws(stream.summary, RangeError);
  }
});

/** As old v1 clients send: compressed, then encrypted, with `zip` in the header. */
const deflated = (plaintext: Uint8Array): string => deflatedWith(deflateRawSync(plaintext));

function deflatedWith(compressed: Uint8Array): string {
  const header = toBase64url(JSON.stringify({ ...joseHeader, zip: "DEF" }));
  const [contentKey, iv] = [randomBytes(32), randomBytes(12)];
  const cipher = createCipheriv("aes-256-gcm", contentKey, iv).setAAD(Buffer.from(header));
  const ciphertext = Buffer.concat([cipher.update(compressed), cipher.final()]);
  return [header, toBase64url(ours.recipient.wrap(contentKey)), toBase64url(iv), toBase64url(ciphertext), toBase64url(cipher.getAuthTag())].join(".");
}

test("what an old v1 client compressed inflates within the limit, streamed too; a bomb does not", async () => {
  const text = Buffer.from("Antrag ".repeat(5_000));
  const jwe = deflated(text);
  assert.deepEqual((await decryptJwe(jwe, [ours.key], { maxBytes: 50_000, zip: "inflate" })).plaintext, text);
  const content = await receiveContent([part(jwe)], watchedSink().sink, options(sha512(text), { zip: "inflate" }));
  assert.deepEqual(await content.release(), text);
  const bomb = deflated(Buffer.alloc(30_000_000));
  await assert.rejects(decryptJwe(bomb, [ours.key], { maxBytes: 100_000, zip: "inflate" }), fails("jwe-compressed"));
  await assert.rejects(receiveContent([part(bomb, undefined, 100_000)], watchedSink().sink, options(sha512(text), { zip: "inflate" })), (error) => fails("jwe-compressed")(error) || fails("jwe-too-large")(error));
  await assert.rejects(receiveContent([part(deflatedWith(randomBytes(500)))], watchedSink().sink, options(sha512(text), { zip: "inflate" })), fails("jwe-compressed"));
});
