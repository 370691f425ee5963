/** Bytes to be sent. They must be there again when a try fails: the library opens them anew. */
export interface AttachmentSource {
  /** Exact number of bytes. */
  readonly size: number;
  /** The bytes from `start` up to and without `end`. May be called several times, also for the same range, never in parallel. */
  open(start: number, end: number): AsyncIterable<Uint8Array>;
}

/** Bytes that are in memory. */
export function bytesSource(bytes: Uint8Array): AttachmentSource {
  return {
    size: bytes.byteLength,
    async *open(start, end) {
      // In pieces, so that encrypted copies of the whole never stand beside it.
      for (let at = start; at < end; at += 65_536) yield await Promise.resolve(bytes.subarray(at, Math.min(end, at + 65_536)));
    },
  };
}
