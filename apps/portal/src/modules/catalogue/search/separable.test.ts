import assert from "node:assert/strict";
import { test } from "node:test";
import { joinSeparated } from "./separable.ts";

const known = new Set(["anmeld", "abmeld", "umzieh"]);
const join = (text: string): string => joinSeparated(text.split(" "), (one) => known.has(one)).join(" ");

test("a verb and its first part at the end of the sentence are one word", () => {
  assert.equal(join("wie melde ich mein gewerbe an"), "wie anmelde ich mein gewerbe");
  assert.equal(join("ich ziehe um"), "ich umziehe");
  assert.equal(join("er meldet den hund ab und das auto an"), "er abmelde den hund und das auto an", "one verb has one first part");
  assert.equal(join("er meldet den hund ab und meldet das auto an"), "er abmelde den hund und anmelde das auto");
});

test("what belongs to no verb is left where it is", () => {
  for (const text of ["an", "hund an der leine", "um zehn uhr", "termin um zehn", "melde", "an melde", ""]) assert.equal(join(text), text);
});
