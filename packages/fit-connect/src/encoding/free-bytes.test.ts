import assert from "node:assert/strict";
import { test } from "node:test";
import { freeBytes } from "./free-bytes.ts";

test("bytes that fill their buffer are empty once they were given back", () => {
  const own = new Uint8Array(65_536).fill(7);
  freeBytes(own);
  assert.equal(own.byteLength, 0);
  freeBytes(own);
});

test("a part of a larger buffer is left alone: the rest of it belongs to others", () => {
  const whole = new Uint8Array([1, 2, 3, 4]);
  freeBytes(whole.subarray(1, 3));
  freeBytes(Buffer.from("klein"));
  freeBytes(new Uint8Array(new SharedArrayBuffer(8)));
  assert.deepEqual([...whole], [1, 2, 3, 4]);
});
