import { randomFillSync } from "node:crypto";

const pool = Buffer.alloc(4096);
let used = pool.length;
/** Of the machine's clock, and of a clock that somebody gives (tests, imports). */
const own = { time: 0, counter: 0 };
const given = { time: 0, counter: 0 };

/**
 * A UUID version 7 (RFC 9562 5.7): sorts by time, made here because PostgreSQL 15 has no `uuidv7()`. Within one process ids of
 * the same millisecond count up in the 12 bits after it (RFC 9562 6.2, method 1); a given time stands for itself, the machine's never goes back.
 */
export function newId(now?: number): string {
  if (used + 10 > pool.length) { randomFillSync(pool); used = 0; }
  const random = pool.subarray(used, used += 10);
  const state = now === undefined ? own : given;
  const time = now ?? Math.max(Date.now(), own.time);
  if (time !== state.time) {
    state.time = time;
    // Begins in the lower half, so there is room to count.
    state.counter = ((random[0]! & 0x07) << 8) | random[1]!;
  } else if (state.counter < 0xfff) {
    state.counter += 1;
  } else {
    state.time += 1;
    state.counter = 0;
  }
  return format(state.time, state.counter, random);
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
