import assert from "node:assert/strict";
import { test } from "node:test";
import { coversRegion, leikaIdentifier, leikaKey, sameService, serviceIdentifierSchema } from "./public-service.ts";

test("a region covers its own places, in short and in padded writing", () => {
  for (const regions of [["DE"], ["DE000000000000"], ["DE05"], ["DE050000000000"], ["DE055"], ["DE05500"], ["DE055000000000"], ["DE059990001001"], ["DE09", "DE05999"]]) {
    const covers = regions[0] !== "DE05500" && regions[0] !== "DE055" && regions[0] !== "DE055000000000";
    assert.equal(coversRegion(regions, "DE059990001001"), covers, regions.join());
  }
  assert.equal(coversRegion(["DE059990001001"], "DE05"), false);
  assert.equal(coversRegion(["DE059990001"], "DE059990001001"), true);
  assert.equal(coversRegion([], "DE05"), false);
});

test("a LeiKa key becomes a URN and back, whatever its case", () => {
  assert.equal(leikaIdentifier("99134005017000"), "urn:de:fim:leika:leistung:99134005017000");
  assert.equal(leikaKey("URN:DE:FIM:LEIKA:LEISTUNG:99134005017000"), "99134005017000");
  assert.equal(leikaKey("urn:schema-fitko-de:fit-connect:id.bund.de:message_v6"), undefined);
  assert.throws(() => leikaIdentifier("123"), RangeError);
  assert.ok(sameService("urn:de:X:y", "URN:de:x:Y") && serviceIdentifierSchema.safeParse("urn:de:fim:leika:leistung:99134005017000").success && !serviceIdentifierSchema.safeParse("leika:99").success);
});
