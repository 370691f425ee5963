import { randomBytes, randomFillSync } from "node:crypto";
import { assertKey, associatedData, decrypt, encrypt, KEY_BYTES, NONCE_BYTES } from "./aead.ts";
import { SealBroken } from "./errors.ts";

const FORMAT = Buffer.from([1]);
const LABEL = "kommunalportal seal";

/** `associatedData(LABEL, FORMAT, context)` for every context, made in one go. */
const before = associatedData(LABEL, FORMAT, "").toString("latin1");
const belongsTo = (context: string): Buffer => Buffer.from(before + context, "utf8");

/** Asking the system for twelve bytes costs more than using them; nonces are no secret, so many may wait here. */
const nonces = Buffer.alloc(NONCE_BYTES * 256);
let used = nonces.length;
function nextNonce(): Buffer {
  if (used === nonces.length) { randomFillSync(nonces); used = 0; }
  return nonces.subarray(used, used += NONCE_BYTES);
}

/** A fresh 256-bit data key. */
export function newKey(): Buffer {
  return randomBytes(KEY_BYTES);
}

/**
 * Seals a small value (a column, a JSON document) for one place: only the same `context` opens it, so a sealed value
 * that is moved to another row or column stays closed. A context names table, column and row id.
 *
 * Format 1: version(1) ‖ random nonce(12) ‖ ciphertext ‖ tag(16). One key may seal 2^32 values (SP 800-38D, 8.3).
 */
export function seal(key: Buffer, plaintext: Buffer | string, context: string): Buffer {
  assertKey(key);
  const nonce = nextNonce();
  const plain = typeof plaintext === "string" ? Buffer.from(plaintext, "utf8") : plaintext;
  return Buffer.concat([FORMAT, nonce, encrypt(key, nonce, belongsTo(context), plain)]);
}

/** @throws SealBroken for another key, another context or changed bytes */
export function open(key: Buffer, sealed: Buffer, context: string): Buffer {
  assertKey(key);
  if (sealed.length < 1 + NONCE_BYTES || sealed[0] !== FORMAT[0]) throw new SealBroken("the sealed value");
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  return decrypt(key, nonce, belongsTo(context), sealed.subarray(1 + NONCE_BYTES), "the sealed value");
}
