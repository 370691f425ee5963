import type { ContentSink } from "./content.ts";
import { collectBytes } from "./mime/byte-source.ts";

/** A sink that keeps each content in memory, up to a limit. @param maxBytes of one content */
export function inMemory(maxBytes: number): ContentSink<Uint8Array> {
  return ({ role }, bytes) => collectBytes(bytes, maxBytes, role);
}
