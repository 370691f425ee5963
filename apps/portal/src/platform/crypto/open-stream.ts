import { Transform } from "node:stream";
import { ByteQueue } from "./byte-queue.ts";
import { TAG_BYTES } from "./aead.ts";
import { SealBroken } from "./errors.ts";
import { type ChunkCipher, chunkCipher, HEADER_BYTES, SEALED_CHUNK_BYTES } from "./stream-format.ts";

/**
 * Opens what `sealStream` sealed. Every chunk is checked before it is passed on, but a truncation shows only at the end:
 * whoever reads must treat an error (SealBroken) as a refusal of the whole, also of what has come so far.
 */
export function openStream(key: Buffer, context: string): Transform {
  const waiting = new ByteQueue();
  let cipher: ChunkCipher | undefined;
  return new Transform({
    transform(part: Buffer, _encoding, done) {
      try {
        waiting.push(part);
        if (!cipher && waiting.length >= HEADER_BYTES) cipher = chunkCipher(key, waiting.take(HEADER_BYTES), context);
        while (cipher && waiting.length > SEALED_CHUNK_BYTES) this.push(cipher.open(waiting.take(SEALED_CHUNK_BYTES), false));
        done();
      } catch (error) {
        done(asError(error));
      }
    },
    flush(done) {
      try {
        if (!cipher || waiting.length < TAG_BYTES) throw new SealBroken("the sealed stream");
        this.push(cipher.open(waiting.take(waiting.length), true));
        done();
      } catch (error) {
        done(asError(error));
      }
    },
  });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error("the sealed stream failed", { cause: error });
}
