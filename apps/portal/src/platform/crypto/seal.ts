import { randomBytes } from "node:crypto";
import { assertKey, associatedData, decrypt, encrypt, KEY_BYTES, NONCE_BYTES } from "./aead.ts";
import { SealBroken } from "./errors.ts";

const FORMAT = Buffer.from([1]);
const LABEL = "kommunalportal seal";

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
  const nonce = randomBytes(NONCE_BYTES);
  const plain = typeof plaintext === "string" ? Buffer.from(plaintext, "utf8") : plaintext;
  return Buffer.concat([FORMAT, nonce, encrypt(key, nonce, associatedData(LABEL, FORMAT, context), plain)]);
}

/** @throws SealBroken for another key, another context or changed bytes */
export function open(key: Buffer, sealed: Buffer, context: string): Buffer {
  assertKey(key);
  if (sealed.length < 1 + NONCE_BYTES || sealed[0] !== FORMAT[0]) throw new SealBroken("the sealed value");
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  return decrypt(key, nonce, associatedData(LABEL, FORMAT, context), sealed.subarray(1 + NONCE_BYTES), "the sealed value");
}
