import { randomFillSync } from "node:crypto";

const pool = Buffer.alloc(4096);
let used = pool.length;

/** A UUID version 7 (RFC 9562 5.7): sorts by time, made here because PostgreSQL 15 has no `uuidv7()`. */
export function newId(now: number = Date.now()): string {
  if (used + 10 > pool.length) { randomFillSync(pool); used = 0; }
  const random = pool.subarray(used, used += 10);
  const time = now.toString(16).padStart(12, "0");
  const a = ((random[0]! & 0x0f) | 0x70).toString(16).padStart(2, "0") + random[1]!.toString(16).padStart(2, "0");
  const b = ((random[2]! & 0x3f) | 0x80).toString(16).padStart(2, "0") + random[3]!.toString(16).padStart(2, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-${a}-${b}-${random.toString("hex", 4, 10)}`;
}

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True for a lower-case UUID of any version: what may stand in a URL or a setting of the database session. */
export function isId(text: unknown): text is string {
  return typeof text === "string" && pattern.test(text);
}
