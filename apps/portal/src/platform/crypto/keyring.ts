import { randomBytes } from "node:crypto";
import { assertKey, associatedData, decrypt, encrypt, KEY_BYTES, NONCE_BYTES, TAG_BYTES } from "./aead.ts";
import { KeyVersionMissing, SealBroken } from "./errors.ts";

const FORMAT = 1;
const HEADER_BYTES = 5;
const WRAPPED_BYTES = HEADER_BYTES + NONCE_BYTES + KEY_BYTES + TAG_BYTES;
const LABEL = "kommunalportal key";

export interface InstallationKey {
  readonly version: number;
  readonly key: Buffer;
}

export interface Keyring {
  /** Wraps a data key with the current installation key. `context` names the row it belongs to and is needed to unwrap it. */
  wrap(dek: Buffer, context: string): Buffer;
  /** @throws SealBroken, KeyVersionMissing */
  unwrap(wrapped: Buffer, context: string): Buffer;
  /** The same data key under the current installation key: rotation touches keys, never content. */
  rewrap(wrapped: Buffer, context: string): Buffer;
  /** Which installation key closed this one, so a rotation finds what is left to do. */
  versionOf(wrapped: Buffer): number;
  readonly current: number;
}

/**
 * The installation's keys. Format 1 of a wrapped key, 65 bytes:
 * version(1) ‖ installation key version(4, big endian) ‖ random nonce(12) ‖ ciphertext(32) ‖ tag(16); the header is authenticated.
 */
export function createKeyring(options: { readonly keys: readonly InstallationKey[]; readonly current: number }): Keyring {
  const byVersion = new Map<number, Buffer>();
  for (const { version, key } of options.keys) {
    assertKey(key);
    if (!Number.isInteger(version) || version < 1 || version > 0xffff_ffff) throw new Error("a key version is an integer from 1");
    if (byVersion.has(version)) throw new Error(`installation key version ${version} is given twice`);
    byVersion.set(version, Buffer.from(key));
  }
  const keyOf = (version: number): Buffer => {
    const key = byVersion.get(version);
    if (!key) throw new KeyVersionMissing(version);
    return key;
  };
  keyOf(options.current);

  const wrap = (dek: Buffer, context: string): Buffer => {
    assertKey(dek);
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt8(FORMAT, 0);
    header.writeUInt32BE(options.current, 1);
    const nonce = randomBytes(NONCE_BYTES);
    return Buffer.concat([header, nonce, encrypt(keyOf(options.current), nonce, associatedData(LABEL, header, context), dek)]);
  };
  const unwrap = (wrapped: Buffer, context: string): Buffer => {
    const key = keyOf(versionOf(wrapped));
    const header = wrapped.subarray(0, HEADER_BYTES);
    const nonce = wrapped.subarray(HEADER_BYTES, HEADER_BYTES + NONCE_BYTES);
    return decrypt(key, nonce, associatedData(LABEL, header, context), wrapped.subarray(HEADER_BYTES + NONCE_BYTES), "the wrapped key");
  };
  return { wrap, unwrap, rewrap: (wrapped, context) => wrap(unwrap(wrapped, context), context), versionOf, current: options.current };
}

function versionOf(wrapped: Buffer): number {
  if (wrapped.length !== WRAPPED_BYTES || wrapped[0] !== FORMAT) throw new SealBroken("the wrapped key");
  return wrapped.readUInt32BE(1);
}
