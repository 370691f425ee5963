import { createHash } from "node:crypto";
import { VerificationError } from "../errors/verification-error.ts";
import type { DecryptionKey } from "../keys/decryption-key.ts";
import { decryptJweStream } from "./decrypt-jwe-stream.ts";
import type { ZipRule } from "./jwe-header.ts";
import type { ProvedContent, SealedSink } from "./sealed-sink.ts";

export interface ContentPart {
  /** Opens the compact JWE; called once. */
  open(): Promise<AsyncIterable<Uint8Array>>;
  /** What the event log says its tag is. */
  readonly expectedTag: string;
}

export interface ContentOptions {
  readonly keys: readonly DecryptionKey[];
  /** SHA-512 that the metadata promise, lower-case hex, over all parts joined. */
  readonly expectedSha512: string;
  readonly maxEncryptedBytes: number;
  readonly zip?: ZipRule;
}

/**
 * Decrypts one attachment, whole or in fragments, into a sink. The sink stays sealed: release and discard are the caller's next step, after everything
 * else of the submission was looked at. Whatever goes wrong here discards the sink first and is then thrown.
 * @throws VerificationError jwe-…, set-tags (another tag than the event log's), hash-mismatch
 */
export async function receiveContent<T>(parts: readonly ContentPart[], sink: SealedSink<T>, options: ContentOptions): Promise<ProvedContent<T>> {
  const hash = createHash("sha512");
  let bytes = 0;
  try {
    for (const part of parts) {
      const result = await decryptJweStream({ source: await part.open(), keys: options.keys, maxBytes: options.maxEncryptedBytes, zip: options.zip ?? "refuse", hash, write: (chunk) => sink.write(chunk) });
      if (result.tag !== part.expectedTag) throw new VerificationError("set-tags", "not the attachment that was submitted");
      bytes += result.bytes;
    }
    const sha512 = hash.digest("hex");
    if (sha512 !== options.expectedSha512) throw new VerificationError("hash-mismatch", "not the bytes that the metadata promise");
    let open = true;
    const once = (): void => {
      if (!open) throw new RangeError("released or discarded before");
      open = false;
    };
    return { sha512, bytes, release: async () => { once(); return sink.release(); }, discard: async () => { once(); await sink.discard(); } };
  } catch (error) {
    await sink.discard();
    throw error;
  }
}
