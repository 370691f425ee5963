import { hkdfSync } from "node:crypto";
import { assertKey, decrypt, encrypt, KEY_BYTES, keyObject, NONCE_BYTES, TAG_BYTES } from "./aead.ts";
import { SealBroken } from "./errors.ts";

/**
 * Format 1 of a sealed stream, the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015) as in Tink's
 * AES-GCM-HKDF-Streaming:
 *
 *   header  "KPS" ‖ version 0x01 ‖ salt(32) ‖ nonce prefix(7)                      43 bytes
 *   chunk   AES-256-GCM of up to 65,536 bytes ‖ tag(16)                            all but the last are full
 *
 *   chunk key = HKDF-SHA-256(key, salt, "kommunalportal stream\0" ‖ header's first 4 bytes ‖ context)
 *   nonce     = prefix(7) ‖ chunk index(4, big endian) ‖ 1 for the last chunk, else 0
 *
 * The index stops reordering and repetition, the last-chunk flag stops truncation, the context stops moving a file to
 * another row. There is always a last chunk, an empty one for an empty file. At most 2^32 chunks (256 TiB).
 */
export const CHUNK_BYTES = 65_536;
export const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;
export const SALT_BYTES = 32;
export const PREFIX_BYTES = 7;
export const MAGIC = Buffer.from([0x4b, 0x50, 0x53, 1]);
export const HEADER_BYTES = MAGIC.length + SALT_BYTES + PREFIX_BYTES;

const NO_AAD = Buffer.alloc(0);

export interface ChunkCipher {
  seal(plain: Buffer, last: boolean): Buffer;
  open(sealed: Buffer, last: boolean): Buffer;
}

/** @throws SealBroken for a header of another format */
export function chunkCipher(key: Buffer, header: Buffer, context: string): ChunkCipher {
  assertKey(key);
  if (header.length !== HEADER_BYTES || !header.subarray(0, MAGIC.length).equals(MAGIC)) throw new SealBroken("the sealed stream");
  const salt = header.subarray(MAGIC.length, MAGIC.length + SALT_BYTES);
  const info = Buffer.concat([Buffer.from("kommunalportal stream\0"), MAGIC, Buffer.from(context, "utf8")]);
  // HKDF's info is limited to 1,024 bytes by OpenSSL; a context is a short name of a place.
  const chunkKey = Buffer.from(hkdfSync("sha256", keyObject(key), salt, info, KEY_BYTES));
  const nonce = Buffer.alloc(NONCE_BYTES);
  header.copy(nonce, 0, MAGIC.length + SALT_BYTES);
  let index = 0;
  const next = (last: boolean): Buffer => {
    nonce.writeUInt32BE(index, PREFIX_BYTES);
    nonce.writeUInt8(last ? 1 : 0, NONCE_BYTES - 1);
    index += 1;
    return nonce;
  };
  return {
    seal: (plain, last) => encrypt(chunkKey, next(last), NO_AAD, plain),
    open: (sealed, last) => decrypt(chunkKey, next(last), NO_AAD, sealed, "the sealed stream"),
  };
}

/** The stored size of a file of this many bytes. */
export function sealedSize(plainBytes: number): number {
  const chunks = Math.max(1, Math.ceil(plainBytes / CHUNK_BYTES));
  return HEADER_BYTES + plainBytes + chunks * TAG_BYTES;
}
