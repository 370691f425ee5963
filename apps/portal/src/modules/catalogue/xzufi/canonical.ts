import { createHash } from "node:crypto";
import { canonicalJson } from "#platform/json";

/** The same for the same value, whatever the order of its keys: the database does not keep that. Absent and undefined are the same. */
export function hashOf(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("base64url");
}
