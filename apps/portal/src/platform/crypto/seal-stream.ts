import { randomBytes } from "node:crypto";
import { Transform } from "node:stream";
import { ByteQueue } from "./byte-queue.ts";
import { assertKey } from "./aead.ts";
import { CHUNK_BYTES, chunkCipher, MAGIC, PREFIX_BYTES, SALT_BYTES } from "./stream-format.ts";

/** Seals a stream of any length in constant memory; see stream-format.ts for the format. */
export function sealStream(key: Buffer, context: string): Transform {
  assertKey(key);
  const header = Buffer.concat([MAGIC, randomBytes(SALT_BYTES + PREFIX_BYTES)]);
  const cipher = chunkCipher(key, header, context);
  const waiting = new ByteQueue();
  let headerSent = false;
  const sendHeader = (stream: Transform): void => {
    if (!headerSent) stream.push(header);
    headerSent = true;
  };
  return new Transform({
    transform(part: Buffer, _encoding, done) {
      sendHeader(this);
      waiting.push(part);
      // A full chunk is held back until more follows: only then is it known not to be the last.
      while (waiting.length > CHUNK_BYTES) this.push(cipher.seal(waiting.take(CHUNK_BYTES), false));
      done();
    },
    flush(done) {
      sendHeader(this);
      this.push(cipher.seal(waiting.take(waiting.length), true));
      done();
    },
  });
}
