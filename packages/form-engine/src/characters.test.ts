import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { firstForeignCharacter, hasControlCharacter, lengthOf, normalise, normaliseLine, normaliseLines } from "./characters.ts";

test("names from all of Europe are in DIN 91379", () => {
  for (const name of ["Ayşe Muster-Öztürk", "Đặng Thị Hồng", "Łukasz Żółć", "Ķēniņš", "Þórður Ægisson", "O’Brien", "HEIDESTRAẞE 17", "Gražvydė", "C̆eska", "M̂bala", "ʾAḥmad", "Nœl"]) {
    assert.equal(firstForeignCharacter(name.normalize("NFC")), undefined, name);
  }
});

test("other scripts, emoji and lonely combining marks are not", () => {
  assert.equal(firstForeignCharacter("Иван"), "И");
  assert.equal(firstForeignCharacter("Hund 🐕"), "🐕");
  assert.equal(firstForeignCharacter("Grüße αβγ"), "α");
  assert.equal(firstForeignCharacter("Q̂"), "\u0302");
  assert.equal(firstForeignCharacter("\u0308"), "\u0308");
});

test("what a word processor puts in becomes plain", () => {
  assert.equal(normaliseLine("„Bello“ – der  Hund…"), '"Bello" - der Hund...');
  assert.equal(normaliseLine("weich\u00ADes\u00A0Wort\tda"), "weiches Wort da");
  assert.equal(normaliseLines("eins\r\nzwei\rdrei "), "eins\nzwei\ndrei");
});

test("text is composed and counted in code points", () => {
  assert.equal(normaliseLine("Gru\u0308ße"), "Grüße");
  assert.equal(lengthOf("Grüße"), 5);
  assert.equal(lengthOf("🐕🐕"), 2);
});

test("control and formatting characters are seen", () => {
  for (const character of ["\u0000", "\u0007", "\u001B", "\u007F", "\u202E", "\u2066", "\uD800"]) assert.ok(hasControlCharacter(`a${character}b`), JSON.stringify(character));
  assert.ok(!hasControlCharacter("eins\nzwei"));
});

test("normalising twice changes nothing more", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 60 }), (typed) => {
    for (const how of [normalise, normaliseLine, normaliseLines]) assert.equal(how(how(typed)), how(typed));
  }));
});
