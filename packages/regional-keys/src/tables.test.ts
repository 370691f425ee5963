import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import {
  arsPrefix, districtOfPlace, districts, districtSlugOf, levels, municipalities, municipalitiesByPostcode, municipalityByArs, parentPrefixes, postcodes, slugOf, sources,
} from "./index.ts";

test("North Rhine-Westphalia has 396 municipalities, 22 of them kreisfrei, 31 Kreise and 5 Regierungsbezirke", () => {
  assert.equal(municipalities().length, 396);
  assert.equal(municipalities().filter((town) => town.type === "Kreisfreie Stadt").length, 22);
  assert.equal(districts().length, 31);
  assert.deepEqual(levels().map((level) => level.prefix), ["", "05", "051", "053", "055", "057", "059"]);
});

test("the Städteregion Aachen is one of the Kreise and Aachen lies in it", () => {
  assert.equal(districts().find((district) => district.prefix === "05334")?.officialName, "Städteregion Aachen");
  assert.equal(districtOfPlace("053340002002")?.slug, "kreis-staedteregion-aachen");
  assert.equal(districtOfPlace("051110000000"), undefined);
});

test("every key is there once", () => {
  assert.equal(new Set(municipalities().map((town) => town.ars)).size, 396);
  assert.equal(new Set(municipalities().map((town) => town.ags)).size, 396);
  assert.equal(new Set(districts().map((district) => district.prefix)).size, 31);
});

test("the slugs of all municipalities and Kreise are unique names for a host", () => {
  const slugs = [...municipalities(), ...districts()].map((region) => region.slug);
  assert.equal(new Set(slugs).size, 396 + 31);
  for (const slug of slugs) assert.match(slug, /^[a-z0-9]+(-[a-z0-9]+)*$/);
  for (const slug of slugs) assert.ok(slug.length <= 63);
});

test("only Kreise have slugs that begin with kreis-", () => {
  assert.ok(districts().every((district) => district.slug.startsWith("kreis-")));
  assert.ok(municipalities().every((town) => !town.slug.startsWith("kreis-")));
});

test("town and Kreis of the same name keep apart", () => {
  assert.equal(municipalities().find((town) => town.name === "Kleve")?.slug, "kleve");
  assert.equal(districts().find((district) => district.name === "Kleve")?.slug, "kreis-kleve");
  assert.equal(districtSlugOf("Rhein-Kreis Neuss"), "kreis-rhein-neuss");
  assert.equal(districtSlugOf("Hochsauerlandkreis"), "kreis-hochsauerland");
  assert.equal(districtSlugOf("Märkischer Kreis"), "kreis-maerkischer");
});

test("names become slugs as people write them without umlauts", () => {
  assert.equal(slugOf("Wetter (Ruhr)"), "wetter-ruhr");
  assert.equal(slugOf("Mülheim an der Ruhr"), "muelheim-an-der-ruhr");
  assert.equal(slugOf("Mu\u0308nster"), "muenster", "also where the umlaut is two characters");
  assert.equal(slugOf("Gießen-Élan"), "giessen-elan");
  assert.throws(() => slugOf("–"), RangeError);
});

test("the parents of every municipality exist", () => {
  const known = new Set([...districts(), ...levels()].map((region) => region.prefix));
  for (const town of municipalities()) {
    const own = arsPrefix(town.ars);
    if (town.type === "Kreisfreie Stadt") assert.equal(own, town.districtPrefix);
    else assert.ok(known.has(town.districtPrefix), town.name);
    assert.ok(known.has(town.regbezPrefix), town.name);
    assert.ok(parentPrefixes(town.ars).includes(town.districtPrefix));
    assert.ok(parentPrefixes(town.ars).includes(town.regbezPrefix));
  }
});

test("a Kreis has as many people as its municipalities together", () => {
  for (const district of districts()) {
    const towns = municipalities().filter((town) => town.districtPrefix === district.prefix);
    assert.ok(towns.length >= 4, district.name);
    assert.equal(district.population, towns.reduce((sum, town) => sum + town.population, 0));
  }
});

test("postcodes have five digits, are there once and lie in known municipalities", () => {
  assert.equal(new Set(postcodes().map((entry) => entry.postcode)).size, postcodes().length);
  for (const entry of postcodes()) {
    assert.match(entry.postcode, /^\d{5}$/);
    assert.ok(entry.municipalities.length > 0);
    for (const ars of entry.municipalities) assert.ok(municipalityByArs(ars), entry.postcode);
  }
  const covered = new Set(postcodes().flatMap((entry) => entry.municipalities));
  assert.equal(covered.size, 396, "every municipality has a postcode");
});

test("a postcode in two municipalities gives both, an unknown one none", () => {
  assert.equal(municipalitiesByPostcode("40472").length, 2);
  assert.deepEqual(municipalitiesByPostcode(" 52062 ").map((town) => town.name), ["Aachen"]);
  assert.deepEqual(municipalitiesByPostcode("00101"), []);
});

test("the tables name source and licence, the postcodes their own", () => {
  assert.match(sources.regions.licence, /dl-de\/by-2-0/);
  assert.match(sources.postcodes.licence, /ODbL/);
  assert.match(sources.postcodes.attribution, /OpenStreetMap/);
  const note = readFileSync(new URL("./data/postcodes.LICENSE.md", import.meta.url), "utf8");
  assert.match(note, /Open Database License/);
});

test("the tables are the same at every call", () => {
  assert.equal(municipalities(), municipalities());
  assert.ok(Object.isFrozen(municipalities()));
});

const reference = new URL("../../../../shared/data/regions/nrw_gemeinden.json", import.meta.url);
test("the table agrees with the list it was made from", { skip: existsSync(reference) ? false : "shared/data is not on this machine" }, () => {
  const listed = JSON.parse(readFileSync(reference, "utf8")) as { ars: string; name_amtlich: string; plz: string[] }[];
  for (const town of listed) {
    assert.equal(municipalityByArs(town.ars)?.officialName, town.name_amtlich);
    for (const postcode of town.plz) assert.ok(municipalitiesByPostcode(postcode).some((found) => found.ars === town.ars));
  }
});
