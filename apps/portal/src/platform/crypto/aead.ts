import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from "node:crypto";
import { SealBroken } from "./errors.ts";

/** AES-256-GCM, NIST SP 800-38D: 256-bit key, 96-bit nonce, 128-bit tag. */
export const KEY_BYTES = 32;
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

export function assertKey(key: Buffer): void {
  if (key.length !== KEY_BYTES) throw new Error(`a key has ${KEY_BYTES} bytes, not ${key.length}`);
}

const keyObjects = new WeakMap<Buffer, KeyObject>();

/** A key that is used again costs a quarter as an object (measured: 3 µs against 11 for a short decryption, 2 against 10 for an HMAC). Key buffers are never written to. */
export function keyObject(key: Buffer): KeyObject {
  let known = keyObjects.get(key);
  if (!known) {
    known = createSecretKey(key);
    keyObjects.set(key, known);
  }
  return known;
}

/** `label` separates the uses of one key from each other; it holds no NUL, so label and context cannot run into each other. */
export function associatedData(label: string, header: Buffer, context: string): Buffer {
  return Buffer.concat([Buffer.from(`${label}\0`), header, Buffer.from(context, "utf8")]);
}

/** ciphertext ‖ tag */
export function encrypt(key: Buffer, nonce: Buffer, aad: Buffer, plain: Buffer): Buffer {
  const cipher = createCipheriv("aes-256-gcm", keyObject(key), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(aad);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws SealBroken when the tag does not fit */
export function decrypt(key: Buffer, nonce: Buffer, aad: Buffer, sealed: Buffer, what: string): Buffer {
  if (sealed.length < TAG_BYTES) throw new SealBroken(what);
  const decipher = createDecipheriv("aes-256-gcm", keyObject(key), nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    const plain = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES));
    // In this mode nothing is left for the end but the proof.
    decipher.final();
    return plain;
  } catch (cause) {
    throw new SealBroken(what, { cause });
  }
}
