import type { Readable } from "node:stream";

/** What the check of a file for malware ends with. Only "clean" lets a file through. */
export type ScanVerdict =
  | { readonly kind: "clean" }
  | { readonly kind: "found"; readonly signature: string }
  /** The scanner is there and will not take this file: try no further. */
  | { readonly kind: "refused"; readonly reason: "too-large" | "scanner-error" }
  /** Nobody looked at the file: hold it back and ask again later. */
  | { readonly kind: "unavailable"; readonly reason: "not-configured" | "unreachable" | "timeout" | "broken-off" };

export interface Scanner {
  /** Reads the stream, not necessarily to its end. An error of the stream itself is thrown. */
  scan(content: Readable): Promise<ScanVerdict>;
}

/** Where no scanner is set up; whoever asks must decide what that means. */
export const noScanner: Scanner = {
  scan(content) {
    content.destroy();
    return Promise.resolve({ kind: "unavailable", reason: "not-configured" });
  },
};
