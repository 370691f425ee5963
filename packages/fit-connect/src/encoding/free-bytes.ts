/**
 * Gives the memory of bytes back at once that one owns and has done with; they are empty afterwards. For whoever passes on much: left to the garbage collector, which hardly sees
 * how large they are, some hundred pieces of a stream stay in memory. Does nothing for a part of a larger buffer, and nothing where the runtime cannot (before Node 22).
 */
export function freeBytes({ buffer, byteLength }: Uint8Array): void {
  if (byteLength > 0 && buffer instanceof ArrayBuffer && buffer.byteLength === byteLength && "transfer" in buffer) buffer.transfer(0);
}
