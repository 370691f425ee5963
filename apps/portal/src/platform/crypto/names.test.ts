import assert from "node:assert/strict";
import { test } from "node:test";
import { newKey, normaliseWords, searchHash } from "./index.ts";

test("the three spellings of an umlaut are one word", () => {
  for (const name of ["Müller", "Mueller", "Muller", "MÜLLER", "Mu\u0308ller"]) assert.deepEqual(normaliseWords(name), ["muller"], name);
});

test("ß, accents, apostrophes, hyphens and foreign letters fold", () => {
  assert.deepEqual(normaliseWords("Ayşe Muster-Öztürk"), ["ayse", "muster", "ozturk"]);
  assert.deepEqual(normaliseWords("Strauß"), normaliseWords("STRAUSS"));
  assert.deepEqual(normaliseWords("O’Neill"), ["oneill"]);
  assert.deepEqual(normaliseWords("Łukasz Đorđević"), ["lukasz", "dordevic"]);
  assert.deepEqual(normaliseWords("Işık Søren Æbelø"), ["isik", "soren", "abelo"]);
  assert.deepEqual(normaliseWords("İbrahim"), ["ibrahim"]);
  assert.deepEqual(normaliseWords("Παπαδόπουλος"), ["παπαδοπουλος"]);
});

test("a name without letters has no words, and a word stands once", () => {
  assert.deepEqual(normaliseWords(" – . "), []);
  assert.deepEqual(normaliseWords("Jonas jonas JONAS"), ["jonas"]);
});

test("an endless name yields a bounded list of bounded words", () => {
  const words = normaliseWords(Array.from({ length: 500 }, (_, i) => `wort${i}`).join(" "));
  assert.equal(words.length, 32);
  assert.equal(normaliseWords("x".repeat(10_000))[0]?.length, 64);
});

test("a search hash is the same for the same word and key, and for nothing else", () => {
  const key = newKey();
  const hash = searchHash(key, "muster");
  assert.equal(hash.length, 16);
  assert.deepEqual(searchHash(key, "muster"), hash);
  assert.notDeepEqual(searchHash(key, "mustern"), hash);
  assert.notDeepEqual(searchHash(newKey(), "muster"), hash);
});
