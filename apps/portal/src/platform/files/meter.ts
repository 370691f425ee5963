import { createHash } from "node:crypto";
import { Transform } from "node:stream";
import { FileTooLarge } from "./errors.ts";
import type { StoredFile } from "./file-store.ts";

/** Passes bytes on, counts and hashes them, and ends with FileTooLarge past the limit. */
export function meter(maxBytes: number): { readonly stream: Transform; result(): StoredFile } {
  const hash = createHash("sha256");
  let size = 0;
  const stream = new Transform({
    transform(part: Buffer, _encoding, done) {
      size += part.length;
      if (size > maxBytes) return done(new FileTooLarge(maxBytes));
      hash.update(part);
      done(null, part);
    },
  });
  return { stream, result: () => ({ size, sha256: hash.digest("hex") }) };
}
