import assert from "node:assert/strict";
import { test } from "node:test";
import { textBytes } from "./text-bytes.ts";

test("a text becomes the bytes that Node would make of it, whatever its characters and its length", () => {
  for (const text of ["", "a", "Fräulein „x“ – ẞ", "Ω🦊".repeat(5_000), "€".repeat(131_072), "€".repeat(131_073), "x".repeat(1_000_000), "\ud800 alone"]) {
    assert.ok(textBytes(text).equals(Buffer.from(text)));
  }
});

test("bytes that wait to be sent stay as they are while the next text is written", () => {
  const first = textBytes("erste Seite");
  const long = textBytes("ä".repeat(50_000));
  textBytes("zweite".repeat(20_000));
  assert.equal(first.toString(), "erste Seite");
  assert.equal(long.toString(), "ä".repeat(50_000));
});
