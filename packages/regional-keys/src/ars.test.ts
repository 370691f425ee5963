import assert from "node:assert/strict";
import { test } from "node:test";
import { agsToArs, arsPrefix, arsToAgs, covers, municipalities, parentPrefixes, RegionalKeyError } from "./index.ts";

test("short prefixes and values padded with zeros become the same prefix", () => {
  const examples: readonly (readonly [string, string])[] = [
    ["", ""], ["00", ""], ["000000000000", ""], ["05", "05"], ["050000000000", "05"], ["051", "051"], ["051000000000", "051"],
    ["053340000000", "05334"], ["05334", "05334"], ["053340002002", "053340002002"], ["053340002", "053340002"],
    ["051110000000", "05111"], [" 05 ", "05"], ["020000000000", "02"], ["120645410", "120645410"],
  ];
  for (const [raw, prefix] of examples) assert.equal(arsPrefix(raw), prefix, raw);
});

test("a canonical prefix stays as it is", () => {
  for (const town of municipalities()) {
    for (const prefix of parentPrefixes(town.ars)) assert.equal(arsPrefix(prefix), prefix);
  }
});

test("what is no regional key is refused without repeating it", () => {
  for (const raw of ["5", "0511", "05111A", "0511100000000", "05 334", "٠٥", "'; --"]) {
    assert.throws(() => arsPrefix(raw), (error: unknown) => error instanceof RegionalKeyError && error.message === "a regional key has 2, 3, 5, 9 or 12 digits");
  }
});

test("a Kreis covers its towns, a town does not cover its Kreis, the Bund covers everything", () => {
  assert.ok(covers("05334", "053340002002"));
  assert.ok(covers("053340000000", "053340002002"));
  assert.ok(covers("", "053340002002"));
  assert.ok(covers("05", "05"));
  assert.ok(!covers("053340002002", "05334"));
  assert.ok(!covers("053340002002", "053340004004"));
  assert.ok(!covers("055", "053340002002"));
});

test("the parents of a place begin with itself and end with the Bund", () => {
  assert.deepEqual(parentPrefixes("059990001001"), ["059990001001", "059990001", "05999", "059", "05", ""]);
  assert.deepEqual(parentPrefixes("051110000000"), ["05111", "051", "05", ""]);
  assert.deepEqual(parentPrefixes("059990000000"), ["05999", "059", "05", ""]);
  assert.deepEqual(parentPrefixes("010530000000"), ["01053", "01", ""], "a Land without Regierungsbezirke has no such level");
  assert.deepEqual(parentPrefixes("000000000000"), [""]);
});

test("every parent of a municipality covers it", () => {
  for (const town of municipalities()) {
    for (const prefix of parentPrefixes(town.ars)) assert.ok(covers(prefix, town.ars));
  }
});

test("ARS and AGS of all municipalities turn into each other", () => {
  for (const town of municipalities()) {
    assert.equal(arsToAgs(town.ars), town.ags);
    assert.equal(agsToArs(town.ags), town.ars);
  }
});

test("an AGS of another Land needs its Gemeindeverband", () => {
  assert.throws(() => agsToArs("12064541"), RegionalKeyError);
  assert.equal(agsToArs("12064541", "5410"), "120645410541");
  assert.throws(() => agsToArs("1206454"), RegionalKeyError);
  assert.throws(() => agsToArs("05334002", "2"), RegionalKeyError);
  assert.throws(() => arsToAgs("05334"), RegionalKeyError);
});
