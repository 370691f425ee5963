import { createHash, type Hash } from "node:crypto";
import { Base64urlEncoder, toBase64url } from "../encoding/base64url.ts";
import type { RecipientKey } from "../keys/recipient-key.ts";
import { openCipher } from "./content-cipher.ts";

export interface EncryptedSummary {
  /** SHA-512 of the plaintext, lower-case hex; of everything the given hash has seen. */
  readonly sha512: string;
  readonly plaintextBytes: number;
  /** Fifth segment, as `authenticationTags` carry it. */
  readonly tag: string;
}

export interface EncryptedStream {
  /** ASCII bytes of the compact JWE, piece by piece. To be read once. */
  readonly pieces: AsyncGenerator<Uint8Array, void, undefined>;
  /** Exact length of the compact JWE, for `Content-Length`. */
  readonly length: number;
  /** Throws until the last piece was taken. */
  readonly summary: () => EncryptedSummary;
}

/**
 * Encrypts and hashes any size with constant memory, in one pass.
 * @param size how many bytes `plaintext` will give; another number ends the stream with a RangeError
 * @param hash a SHA-512 that goes on, for an attachment in several fragments
 */
export function encryptJweStream(plaintext: AsyncIterable<Uint8Array>, size: number, recipient: RecipientKey, cty: string, hash: Hash = createHash("sha512")): EncryptedStream {
  const { front, cipher } = openCipher(recipient, cty);
  let summary: EncryptedSummary | undefined;
  async function* pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    const encoder = new Base64urlEncoder();
    let seen = 0;
    yield Buffer.from(front, "ascii");
    for await (const chunk of plaintext) {
      seen += chunk.byteLength;
      if (seen > size) break;
      hash.update(chunk);
      const encoded = encoder.encode(cipher.update(chunk));
      if (encoded.length > 0) yield encoded;
    }
    if (seen !== size) throw new RangeError(`the source gave ${seen > size ? "more than " : ""}${Math.min(seen, size)} of ${size} bytes`);
    cipher.final();
    const tag = toBase64url(cipher.getAuthTag());
    summary = { sha512: hash.copy().digest("hex"), plaintextBytes: seen, tag };
    yield Buffer.concat([encoder.end(), Buffer.from(`.${tag}`, "ascii")]);
  }
  return {
    pieces: pieces(),
    length: front.length + Math.ceil(size * 4 / 3) + 1 + 22,
    summary: () => {
      if (summary === undefined) throw new RangeError("not yet encrypted to the end");
      return summary;
    },
  };
}
