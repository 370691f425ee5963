import { VerificationError } from "../errors/verification-error.ts";
import { MAX_HEADER } from "./jwe-header.ts";

const DOT = 0x2e;
/** Header, key wrapped with up to 16384 bits, IV, and their dots. */
const MAX_FRONT = MAX_HEADER + 2_731 + 16 + 3;

export type JwePiece =
  | { readonly kind: "front"; readonly segments: readonly [string, string, string] }
  | { readonly kind: "ciphertext"; readonly bytes: Buffer }
  | { readonly kind: "tag"; readonly tag: string };

/**
 * Cuts a compact JWE that comes in pieces of any size: first the three front segments, then pieces of the ciphertext, last the tag.
 * @param maxBytes of the whole JWE
 * @throws VerificationError jwe-shape, jwe-too-large
 */
export async function* readSegments(source: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<JwePiece, void, undefined> {
  let state: "front" | "ciphertext" | "tag" = "front";
  let kept = "";
  let total = 0;
  for await (const chunk of source) {
    total += chunk.byteLength;
    if (total > maxBytes) throw new VerificationError("jwe-too-large", `more than ${maxBytes} bytes`);
    let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (state === "front") {
      const before = kept.length;
      kept += bytes.toString("latin1", 0, MAX_FRONT + 1 - before);
      const [header = "", wrapped = "", iv = "", rest] = kept.split(".", 4);
      if (rest === undefined) {
        if (kept.length > MAX_FRONT) throw new VerificationError("jwe-shape", "no three segments in front");
        continue;
      }
      yield { kind: "front", segments: [header, wrapped, iv] };
      state = "ciphertext";
      // The third dot was not there before, so the ciphertext begins in this chunk.
      bytes = bytes.subarray(header.length + wrapped.length + iv.length + 3 - before);
      kept = "";
    }
    if (state === "ciphertext") {
      const dot = bytes.indexOf(DOT);
      const part = dot === -1 ? bytes : bytes.subarray(0, dot);
      if (part.length > 0) yield { kind: "ciphertext", bytes: part };
      if (dot === -1) continue;
      state = "tag";
      bytes = bytes.subarray(dot + 1);
    }
    kept += bytes.toString("latin1", 0, 24);
    if (kept.length > 22) throw new VerificationError("jwe-shape", "the authentication tag has not 16 bytes");
  }
  if (state !== "tag") throw new VerificationError("jwe-shape", "cut off");
  yield { kind: "tag", tag: kept };
}
