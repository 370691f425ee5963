import assert from "node:assert/strict";
import { test } from "node:test";
import { codelistLookup } from "../codelist.ts";
import { fieldAt, formOf, groupAt } from "../testing/form-of.ts";
import { fieldXml, groupXml, schemaXml, selectXml } from "../testing/schema-xml.ts";

const street = groupXml("G60000000086", "Straßenanschrift", [["1:1", fieldXml("F60000000243")], ["0:1", fieldXml("F60000000244")], ["1:1", fieldXml("F60000000246")], ["1:1", fieldXml("F60000000247")]]);
const box = groupXml("G60000000087", "Postfach", [["0:1", fieldXml("F60000000249")], ["1:1", fieldXml("F60000000246")], ["1:1", fieldXml("F60000000247")]]);
const abroad = groupXml("G60000000091", "Ausland", [["1:1", fieldXml("F60000000261")], ["1:1", groupXml("G60000000092", "Zone", [["2:5", fieldXml("F60000000262")]])]]);
const anywhere = groupXml("G60000000093", "Anschrift", [["1:1", selectXml("F60000000263", "Wo?", [["001", "im Inland"], ["002", "im Ausland"]])], ["0:1", groupXml("G60000000088", "Inland", [["0:1", street], ["0:1", box]], "<x:art><code>X</code></x:art>")], ["0:1", abroad]]);

test("an address at home or abroad is one, however many groups the schema needs for it", () => {
  const made = formOf(schemaXml([["1:1", groupXml("G99000000001", "Antragstellerin", [["1:1", fieldXml("F60000000227")], ["1:1", fieldXml("F60000000228")], ["1:1", anywhere]])]]));
  assert.deepEqual(groupAt(made, "G99000000001").as, { type: "person", parts: { F60000000227: "surname", F60000000228: "givenName" } });
  const { as } = groupAt(made, "G99000000001.G60000000093");
  assert.equal(as?.type, "address");
  assert.deepEqual([as?.parts["F60000000263"], as?.parts["G60000000088.G60000000087.F60000000249"], as?.parts["G60000000091.G60000000092.F60000000262"]], ["where", "poBox", "addressLine"]);
  assert.equal(groupAt(made, "G99000000001.G60000000093.G60000000088").as, undefined);
});

test("two addresses in a group that is none stay two", () => {
  const made = formOf(schemaXml([["1:1", groupXml("G99000000001", "Orte", [["1:1", street], ["1:1", box]])]]));
  assert.equal(groupAt(made, "G99000000001").as, undefined);
  assert.deepEqual(["G60000000086", "G60000000087"].map((id) => groupAt(made, `G99000000001.${id}`).as?.type), ["address", "address"]);
});

test("a bank account is known by its labels; an IBAN is only checked where every right one fits the schema", () => {
  const made = formOf(schemaXml([["1:1", groupXml("G99000000001", "Konto", [
    ["1:1", fieldXml("F99000000001", { label: "Kontoinhaberin" })], ["1:1", fieldXml("F99000000002", { label: "IBAN" })], ["0:1", fieldXml("F99000000003", { label: "IBAN (nur deutsch)", more: '<x:praezisierung maxLength="22"/>' })],
    ["0:1", fieldXml("F99000000004", { label: "IBAN oder Kontonummer" })],
  ])]]));
  const types = [2, 3, 4].map((n) => fieldAt(made, `G99000000001.F9900000000${n}`).type);
  assert.deepEqual(types, ["iban", "text", "text"]);
  assert.equal(groupAt(made, "G99000000001").as?.type, "bank");
});

test("units stand in labels, and nowhere else", () => {
  const labels = ["Fläche (in Quadratmetern)", "Größe in ha", "Dauer in Monaten", "Wohnt in Meerbusch", "Anzahl"];
  const made = formOf(schemaXml(labels.map((label, i) => ["1:1", fieldXml(`F9900000000${i + 1}`, { label, datentyp: "num" })])));
  const units = labels.map((_, i) => { const field = fieldAt(made, `F9900000000${i + 1}`); return field.type === "number" ? field.unit?.de : ""; });
  assert.deepEqual(units, ["m²", "ha", "Monate", undefined, undefined]);
});

test("a code list that says the ISO code lets the account fill a nationality, another does not", () => {
  const uri = "urn:de:test:staatsangehoerigkeit";
  const rows = [["000", "deutsch", "DE", "DEU"], ["121", "albanisch", "AL", "ALB"]] as const;
  const list = (columns: readonly string[]) => codelistLookup([{ canonicalUri: uri, version: "1", canonicalVersionUri: `${uri}_1`, name: "Staatsangehörigkeit", columns, keyColumn: "code", rows: rows.map((row) => new Map(columns.map((column, i) => [column, row[i] ?? ""]))) }]);
  const reference = `<x:codelisteReferenz><x:canonicalIdentification>${uri}</x:canonicalIdentification></x:codelisteReferenz>`;
  const xml = schemaXml([["1:1", fieldXml("F60000000236", { feldart: "select", more: reference })]]);
  const prefillOf = (columns: readonly string[]) => { const field = fieldAt(formOf(xml, list(columns)), "F60000000236"); return [field.prefill, field.type === "choice" ? field.options[0]?.also : field.type]; };
  assert.deepEqual(prefillOf(["code", "name", "iso-2", "iso-3"]), ["nationality", ["DE", "DEU", "D"]]);
  assert.deepEqual(prefillOf(["code", "name"]), [undefined, undefined]);
});
