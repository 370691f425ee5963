import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { displayable } from "./displayable.ts";
import { fontCoverage } from "./font-coverage.ts";

const coverage = fontCoverage(fileURLToPath(new URL("../../../templates/fonts", import.meta.url)));
const shown = (value: unknown): unknown => JSON.parse(displayable(JSON.stringify(value), coverage).json);

/** Letters of DIN 91379 (datatype A to C: Latin, Greek, Cyrillic) by their Unicode ranges; combining marks and signs included. */
const DIN_91379: readonly (readonly [number, number])[] = [
  [0x20, 0x7e], [0xa0, 0x17e], [0x18f, 0x18f], [0x1a0, 0x1a1], [0x1af, 0x1b0], [0x1cd, 0x1dc], [0x1f8, 0x1ff], [0x218, 0x21b], [0x227, 0x233],
  [0x259, 0x259], [0x2b9, 0x2ba], [0x2be, 0x2bf], [0x300, 0x304], [0x306, 0x30c], [0x312, 0x315], [0x31b, 0x31b], [0x323, 0x329], [0x32d, 0x32e], [0x331, 0x331],
  [0x35f, 0x35f], [0x1e02, 0x1e9e], [0x1ea0, 0x1ef9], [0x2013, 0x2014], [0x2018, 0x201e], [0x20ac, 0x20ac], [0x386, 0x386], [0x388, 0x38a], [0x38e, 0x3a1], [0x3a3, 0x3ce], [0x400, 0x45f],
];

test("the shipped fonts show every letter that a German register may hold", () => {
  const missing: string[] = [];
  for (const [from, to] of DIN_91379) {
    for (let code = from; code <= to; code += 1) if (!coverage.has(code)) missing.push(code.toString(16));
  }
  assert.deepEqual(missing, []);
});

test("what the fonts can show stays, in nested lists and objects too", () => {
  const value = { a: ["Ayşe Muster-Öztürk", { b: "Ḫ ʿ „“ – €" }], n: 1, yes: true, no: null };
  assert.deepEqual(shown(value), value);
  assert.equal(displayable(JSON.stringify(value), coverage).replaced, false);
});

test("what they cannot show becomes a visible sign, and it is said", () => {
  assert.equal(shown("Bella 😀"), "Bella \uFFFD");
  assert.equal(shown("漢字"), "\uFFFD\uFFFD");
  assert.equal(shown("a\u0007b"), "a\uFFFDb");
  assert.equal(displayable(JSON.stringify("😀"), coverage).replaced, true);
});

test("signs that turn or hide text are taken away, composed letters are composed, line ends are one", () => {
  assert.equal(shown("a\u202Eb\u2066c\u200Bd\uFEFF"), "abcd");
  assert.equal(shown("u\u0308"), "ü");
  assert.equal(shown("1\r\n2\r3\u20284"), "1\n2\n3\n4");
  assert.equal(shown("Stra\u00ADße"), "Stra\u00ADße");
});

test("a broken surrogate does not break the document", () => {
  assert.equal(shown("x\ud800y"), "x\uFFFDy");
});

test("a key of the data cannot reach into objects of the program", () => {
  assert.deepEqual(Object.keys(JSON.parse(displayable('{"__proto__":{"x":"y"},"a":1}', coverage).json)), ["__proto__", "a"]);
});
