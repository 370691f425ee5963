import assert from "node:assert/strict";
import { test } from "node:test";
import { attributeNameOf, attributeUrn, bundidAttributes } from "./attributes.ts";
import { splitStreet } from "./split-street.ts";
import { effectiveLevel, trustLevelOf } from "./trust-level.ts";

test("an attribute is worth at most its own level and at most the login's", () => {
  assert.equal(effectiveLevel(4, 1), 1);
  assert.equal(effectiveLevel(4, 3), 3);
  assert.equal(effectiveLevel(2, 4), 2);
  assert.equal(effectiveLevel(1, 4), 1);
});

test("the words of BundID are levels, an unknown or missing word is the lowest", () => {
  assert.deepEqual(["UNTERGEORDNET", "NORMAL", "SUBSTANTIELL", "HOCH"].map(trustLevelOf), [1, 2, 3, 4]);
  assert.deepEqual([undefined, "", "hoch", "toString"].map(trustLevelOf), [1, 1, 1, 1]);
});

test("every attribute has a clean name of its own", () => {
  const urns = Object.values(bundidAttributes).map(({ urn }) => urn);
  assert.equal(new Set(urns).size, urns.length);
  for (const urn of urns) assert.equal(attributeUrn(urn), urn);
  assert.equal(attributeNameOf(" urn:oid: 2.5.4.42 "), "givenName");
  assert.equal(attributeNameOf("urn:oid:9.9.9"), "urn:oid:9.9.9");
});

const streets: [string, string, string | undefined][] = [
  ["Heidestraße 17", "Heidestraße", "17"],
  ["HEIDESTRAẞE 17", "HEIDESTRAẞE", "17"],
  ["Lindenweg 7 a", "Lindenweg", "7 a"],
  ["Lindenweg 7a-9b", "Lindenweg", "7a-9b"],
  ["Am Anger 3 - 5", "Am Anger", "3 - 5"],
  ["Hauptstr. 5/7", "Hauptstr.", "5/7"],
  ["Hauptstr.5", "Hauptstr.", "5"],
  ["Straße des 17. Juni 135", "Straße des 17. Juni", "135"],
  ["Straße des 17. Juni", "Straße des 17. Juni", undefined],
  ["Platz der Republik", "Platz der Republik", undefined],
  ["  Marktplatz   2 ", "Marktplatz", "2"],
  ["17 rue de la Paix", "17 rue de la Paix", undefined],
  ["7", "7", undefined],
  ["", "", undefined],
];
for (const [text, street, houseNumber] of streets) {
  test(`"${text}" is split as it reads`, () => {
    assert.deepEqual(splitStreet(text), houseNumber === undefined ? { street } : { street, houseNumber });
  });
}

test("a hostile street takes no time", () => {
  const before = performance.now();
  splitStreet(`x ${"1-".repeat(50_000)}`);
  splitStreet(`${"a1 ".repeat(50_000)}`);
  assert.ok(performance.now() - before < 500);
});
