import { randomFillSync } from "node:crypto";

const pool = Buffer.alloc(4096);
let used = pool.length;
let lastTime = 0;
let counter = 0;

/**
 * A UUID version 7 (RFC 9562 5.7): sorts by time, made here because PostgreSQL 15 has no `uuidv7()`. Within one process ids never
 * go backwards: those of one millisecond count up in the 12 bits after it (RFC 9562 6.2, method 1).
 */
export function newId(now: number = Date.now()): string {
  if (used + 10 > pool.length) { randomFillSync(pool); used = 0; }
  const random = pool.subarray(used, used += 10);
  if (now > lastTime) {
    lastTime = now;
    // Begins in the lower half, so there is room to count.
    counter = ((random[0]! & 0x07) << 8) | random[1]!;
  } else if (now === lastTime && counter < 0xfff) {
    counter += 1;
  } else if (now === lastTime) {
    lastTime += 1;
    counter = 0;
  } else {
    // A given time in the past (tests, imports) stands for itself.
    return format(now, ((random[0]! & 0x0f) << 8) | random[1]!, random);
  }
  return format(lastTime, counter, random);
}

function format(time: number, twelveBits: number, random: Buffer): string {
  const hex = time.toString(16).padStart(12, "0");
  const variant = ((random[2]! & 0x3f) | 0x80).toString(16).padStart(2, "0") + random[3]!.toString(16).padStart(2, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${twelveBits.toString(16).padStart(3, "0")}-${variant}-${random.toString("hex", 4, 10)}`;
}

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True for a lower-case UUID of any version: what may stand in a URL or a setting of the database session. */
export function isId(text: unknown): text is string {
  return typeof text === "string" && pattern.test(text);
}
