import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** An unguessable token in base64url; 32 bytes for sessions and single-use codes. At least 16 bytes. */
export function randomToken(bytes: number): string {
  if (bytes < 16) throw new Error("a token has at least 16 bytes");
  return randomBytes(bytes).toString("base64url");
}

/** Compares secrets without telling by time where they differ; their lengths do not matter either. */
export function timingSafeEqualStrings(a: string, b: string): boolean {
  const digest = (value: string): Buffer => createHash("sha256").update(value, "utf8").digest();
  return timingSafeEqual(digest(a), digest(b));
}
