import type { ContentSink } from "./content.ts";
import { collectBytes } from "./mime/byte-source.ts";

/** A sink that keeps each content in memory, up to a limit. @param maxBytes of one content */
export function inMemory(maxBytes: number): ContentSink<Uint8Array> {
  return ({ role }, bytes) => collectBytes(bytes, maxBytes, role);
}

/** The same for a reader that answers what is too large instead of giving up: that is read to its end and not kept. Left lying, the part would break the answer off, and the same message would come at every look. */
export function inMemoryUpTo(maxBytes: number): ContentSink<Uint8Array | "too-large"> {
  return async (_place, bytes) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of bytes) {
      size += chunk.byteLength;
      if (size > maxBytes) chunks.length = 0;
      else chunks.push(chunk);
    }
    return size > maxBytes ? "too-large" : Buffer.concat(chunks);
  };
}
