import type { SealedSink } from "./sealed-sink.ts";

/** Keeps content in memory, for what is known to be small. Rejects past `maxBytes`. */
export function memorySink(maxBytes: number): SealedSink<Uint8Array> {
  let chunks: Uint8Array[] = [];
  let bytes = 0;
  return {
    write(chunk) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw new RangeError(`more than ${maxBytes} bytes`);
      chunks.push(chunk);
    },
    release() {
      const all = Buffer.concat(chunks);
      chunks = [];
      return all;
    },
    discard() {
      chunks = [];
    },
  };
}
