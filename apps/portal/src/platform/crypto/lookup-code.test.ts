import assert from "node:assert/strict";
import { test } from "node:test";
import { lookupCode, parseLookupCode } from "./index.ts";

const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

test("a code is three groups of four characters without 0, O, 1 and I", () => {
  for (let i = 0; i < 200; i += 1) assert.match(lookupCode(), /^(?:[2-9A-HJ-NP-Z]{4}-){2}[2-9A-HJ-NP-Z]{4}$/);
});

test("a code is understood however it is written", () => {
  const code = lookupCode();
  const bare = code.replaceAll("-", "");
  for (const written of [code, bare, code.toLowerCase(), ` ${code} `, code.replaceAll("-", " "), code.replaceAll("-", "–"), Array.from(bare).join(" "), Array.from(bare).join(".")]) {
    assert.equal(parseLookupCode(written), code, written);
  }
});

test("a misread L or Q is put right", () => {
  let code = lookupCode();
  while (!/L/.test(code) || !/Q/.test(code)) code = lookupCode();
  assert.equal(parseLookupCode(code.replaceAll("L", "1").replaceAll("Q", "0")), code);
  assert.equal(parseLookupCode(code.replaceAll("L", "i").replaceAll("Q", "o")), code);
});

test("every single wrong character is noticed", () => {
  const bare = lookupCode().replaceAll("-", "");
  for (let i = 0; i < bare.length; i += 1) {
    for (const other of ALPHABET) {
      if (other !== bare[i]) assert.equal(parseLookupCode(bare.slice(0, i) + other + bare.slice(i + 1)), undefined);
    }
  }
});

test("two swapped neighbours are noticed, except the one pair that Luhn does not see", () => {
  for (let round = 0; round < 200; round += 1) {
    const bare = lookupCode().replaceAll("-", "");
    for (let i = 0; i + 1 < bare.length; i += 1) {
      const a = bare.charAt(i);
      const b = bare.charAt(i + 1);
      if (a === b || (a + b === "2Z") || (a + b === "Z2")) continue;
      assert.equal(parseLookupCode(bare.slice(0, i) + b + a + bare.slice(i + 2)), undefined, bare);
    }
  }
});

test("anything that is no code is refused", () => {
  for (const input of ["", "K7MQ", "K7MQ-2XWP-9FHRR", "ÄÖÜ?-!!!!-abcd", "2".repeat(5000)]) assert.equal(parseLookupCode(input), undefined);
});
