import { createHash } from "node:crypto";

/** SHA-512 as 128 lower-case hex digits: the only hash of FIT-Connect metadata, always over the plaintext bytes. */
export function sha512(bytes: Uint8Array | string): string {
  return createHash("sha512").update(bytes).digest("hex");
}
