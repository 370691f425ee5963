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
  const random = used;
  used += 10;
  const state = now === undefined ? own : given;
  const time = now ?? Math.max(Date.now(), own.time);
  if (time !== state.time) {
    state.time = time;
    // Begins in the lower half, so there is room to count.
    state.counter = ((pool[random]! & 0x07) << 8) | pool[random + 1]!;
  } else if (state.counter < 0xfff) {
    state.counter += 1;
  } else {
    state.time += 1;
    state.counter = 0;
  }
  return format(state.time, state.counter, random);
}

const hexOfByte: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const hex = (byte: number): string => hexOfByte[byte & 0xff]!;

/** Byte by byte from a table: a third of the time that padding the parts took, and every request makes several ids. */
function format(time: number, twelveBits: number, random: number): string {
  const high = Math.floor(time / 0x1_0000_0000);
  const low = time >>> 0;
  const from = (offset: number): string => hex(pool[random + offset]!);
  return `${hex(high >>> 8)}${hex(high)}${hex(low >>> 24)}${hex(low >>> 16)}-${hex(low >>> 8)}${hex(low)}-${hex(0x70 | (twelveBits >>> 8))}${hex(twelveBits)}-${
    hex((pool[random + 2]! & 0x3f) | 0x80)}${from(3)}-${from(4)}${from(5)}${from(6)}${from(7)}${from(8)}${from(9)}`;
}

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True for a lower-case UUID of any version: what may stand in a URL or a setting of the database session. */
export function isId(text: unknown): text is string {
  return typeof text === "string" && pattern.test(text);
}
