import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { codelistLookup } from "./codelist.ts";
import { readSchema } from "./read-schema.ts";
import { toForm } from "./form/to-form.ts";
import { proveXfall } from "./testing/prove-xfall.ts";
import { fieldXml, groupXml, schemaXml, selectXml } from "./testing/schema-xml.ts";
import { shareOut } from "./testing/share-out.ts";
import { realCodelists, realSchemas, skipWithoutData } from "./testing/shared-data.ts";

const size = { seed: 20_261_126, right: 1, wrong: 8 };

test("of every real schema, right answers are valid JSON and XML, wrong ones are refused with the field named", { skip: skipWithoutData }, () => {
  const lookup = realCodelists();
  for (const { name, xml } of skipWithoutData === false ? realSchemas() : []) {
    const read = readSchema(xml);
    assert.ok(read.ok, name);
    const { refused } = proveXfall(read.schema, lookup, size);
    assert.ok(refused > 0, name);
  }
});

test("filled in by two people, each their own steps, the whole is valid as well, and so is the portal's own JSON", { skip: skipWithoutData }, () => {
  const lookup = realCodelists();
  let several = 0;
  for (const { name, xml } of skipWithoutData === false ? realSchemas() : []) {
    const read = readSchema(xml);
    assert.ok(read.ok, name);
    if (shareOut(toForm(read.schema, lookup, { land: "NW" }).form) === undefined) continue;
    several += 1;
    proveXfall(read.schema, lookup, { ...size, wrong: 2, people: true });
  }
  assert.ok(several >= 15, `${several} schemas can be shared out`);
});

test("the shipped schema, too", () => {
  const read = readSchema(readFileSync(new URL("../../../services/_schemas/S05999000001.xdf3.xml", import.meta.url)));
  assert.ok(read.ok);
  assert.ok(proveXfall(read.schema, codelistLookup([]), { ...size, right: 10 }).refused > 50);
  assert.ok(proveXfall(read.schema, codelistLookup([]), { ...size, right: 10, people: true }).refused > 50);
});

test("types that no real schema at hand uses, nested repetition and choice", () => {
  const limits = (attributes: string): string => `<x:praezisierung ${attributes}/>`;
  const F = (i: number): string => `F990000000${String(i).padStart(2, "0")}`;
  const read = readSchema(schemaXml([
    ["1:1", fieldXml(F(1), { datentyp: "text_latin", more: limits('minLength="2" maxLength="30" pattern="\\d{2}[a-z\\-]+(?:A|B){1,2}$"') })],
    ["0:1", fieldXml(F(2), { datentyp: "time" })], ["1:1", fieldXml(F(3), { datentyp: "datetime" })],
    ["1:1", fieldXml(F(4), { datentyp: "num_currency", more: limits('minValue="0.1" maxValue="19.99"') })],
    ["1:1", fieldXml(F(5), { datentyp: "num", more: limits('minValue="-0.5" maxValue="0.5"') })], ["2:3", fieldXml(F(6), { datentyp: "date" })],
    ["1:2", selectXml(F(7), "Wahl", [["&amp; eins", "eins"], ["2", "zwei"], ["3", "drei"]])],
    ["1:*", groupXml("G99000000001", "Aussen", [["0:*", groupXml("G99000000002", "Innen", [["0:1", fieldXml(F(8))]])], ["2:2", fieldXml(F(9), { datentyp: "bool" })]])],
    ["0:1", groupXml("G99000000003", "Weg", [["0:1", fieldXml(F(10), { datentyp: "num_int" })], ["0:1", fieldXml(F(11), { datentyp: "file" })]], "<x:art><code>X</code></x:art>")],
  ]));
  assert.ok(read.ok);
  assert.ok(proveXfall(read.schema, codelistLookup([]), { seed: 7, right: 60, wrong: 25 }).refused > 1000);
});
