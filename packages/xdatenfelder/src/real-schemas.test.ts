import assert from "node:assert/strict";
import { test } from "node:test";
import type { Node } from "@kommunalportal/form-engine";
import { codelistLookup } from "./codelist.ts";
import type { RuleOutcome } from "./rules/occurrence.ts";
import { readNachricht, readSchema } from "./read-schema.ts";
import { fieldAt, formOf, groupAt } from "./testing/form-of.ts";
import { realCodelists, realFile, realNames, realSchemas, skipWithoutData } from "./testing/shared-data.ts";

const options = { skip: skipWithoutData };
const real = skipWithoutData === false ? realSchemas() : [];

function xmlOf(name: string): Uint8Array {
  const found = real.find((schema) => schema.name === name);
  if (found === undefined) throw new Error(`${name} is not among the real schemas.`);
  return found.xml;
}

test("all 28 real schemas are read without error or warning", options, () => {
  assert.equal(real.length, 28);
  for (const { name, xml } of real) {
    const result = readSchema(xml);
    assert.ok(result.ok, name);
    assert.deepEqual(result.warnings, [], name);
  }
});

test("all 28 become forms that compile, with every rule translated, covered or noted", options, () => {
  const lookup = realCodelists();
  const outcomes: RuleOutcome[] = [];
  for (const { name, xml } of real) {
    const made = formOf(xml, lookup, { land: "NW" });
    assert.ok(made.form.steps.length > 0, name);
    assert.equal(made.notes.filter(({ kind }) => kind === "rule").length, made.rules.filter(({ status }) => status === "review").length, name);
    outcomes.push(...made.rules);
  }
  const count = (status: RuleOutcome["status"]): number => outcomes.filter((outcome) => outcome.status === status).length;
  assert.deepEqual({ all: outcomes.length, translated: count("translated"), covered: count("covered"), review: count("review") }, { all: 370, translated: 216, covered: 78, review: 76 });
});

test("without any code list they still become forms", options, () => {
  for (const { name, xml } of real) assert.doesNotThrow(() => formOf(xml, codelistLookup([])), name);
});

test("S00000000364: three steps, the second address only on request", options, () => {
  const made = formOf(xmlOf("S00000000364"));
  assert.equal(made.form.title.de, "Anzeige der erstmaligen Ausgabe von Heimarbeit");
  assert.deepEqual(made.form.steps.map(({ id, nodes }) => [id, nodes.map((node) => node.id)]), [
    ["angaben", ["F60000000319", "F00000003446", "F00000003445"]], ["G60000000086", ["G60000000086"]], ["G00000002211", ["G00000002211"]],
  ]);
  assert.equal(made.paths.size, 17);
  assert.equal(fieldAt(made, "F60000000319").type, "longtext");
  const asked = { "===": [{ var: "F00000003445" }, true] };
  assert.deepEqual(made.form.steps[2]?.when, asked);
  assert.deepEqual(groupAt(made, "G00000002211").when, asked);
  assert.equal(groupAt(made, "G00000002211.G60000000086").nodes.length, 5);
  assert.deepEqual(made.notes, []);
});

test("S05000001299 (Kindertagespflege): six steps, uploads, repetition, birth dates and its rules", options, () => {
  const made = formOf(xmlOf("S05000001299"), realCodelists(), { land: "NW" });
  assert.deepEqual(made.form.steps.map(({ id }) => id), ["angaben", "G05000011684", "G05000011701", "G05000011697", "G05000011696", "G05000011712"]);
  assert.equal(fieldAt(made, "G05000011684.G60000000083").type, "partial-date");
  const birthCountry = fieldAt(made, "G05000011684.F60000000235");
  assert.ok(birthCountry.type === "choice" && birthCountry.options.length === 197);
  assert.deepEqual(groupAt(made, "G05000011697.G05000011702").repeat?.min, 0);
  assert.deepEqual([fieldAt(made, "F05000018286").fixed, fieldAt(made, "F05000018286").value], ["hidden", "001"]);
  assert.deepEqual(fieldAt(made, "G05000011712.G05000000855.F05000017617").when, { "===": [{ var: "item.F05000017616" }, "001"] });
  const uploads = groupAt(made, "G05000011696").nodes.filter((node) => node.kind === "field" && node.type === "upload");
  assert.equal(uploads.length, 9);
  assert.deepEqual(made.notes.filter(({ kind }) => kind === "rule").map(({ rule }) => rule?.names.at(-1)), ["G05000011696.G05000012392"]);
  assert.deepEqual(made.notes.filter(({ kind }) => kind === "codelist").map(({ path }) => path.split("/").at(-1)), ["F60000000332", "F60000000275", "F60000000236", "F60000000363"]);
});

test("central groups are one thing each: addresses at home and abroad, people, organisations, contact, periods", options, () => {
  const lookup = realCodelists();
  const counts = new Map<string, number>();
  const visit = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if (node.kind !== "group") continue;
      if (node.as !== undefined) counts.set(node.as.type, (counts.get(node.as.type) ?? 0) + 1);
      visit(node.nodes);
    }
  };
  for (const { xml } of real) for (const step of formOf(xml, lookup, { land: "NW" }).form.steps) visit(step.nodes);
  assert.deepEqual(Object.fromEntries(counts), { address: 92, person: 59, contact: 36, period: 12, organisation: 3 });
});

/** What each file of the corpus is broken for; `undefined` for the only one that is whole. */
const broken: Readonly<Record<string, RegExp | undefined>> = {
  "v2-data_data-field-rule.xml": /^35 .*datenfeld\/identifikation: »F123« ist keine Kennung/m,
  "v2-data_data-group-rule.xml": /^34 .*datenfeldgruppe: Das Element »struktur« fehlt/m,
  "v2-data_duplicate-optional-value.xml": /^15 .*\/beschreibung: Das Element »beschreibung« darf hier nur einmal stehen/m,
  "v2-data_duplicate-required-value.xml": /^13 .*\/name: Das Element »name« darf hier nur einmal stehen/m,
  "v2-data_label.xml": /^35 .*identifikation: »F123« ist keine Kennung/m,
  "v2-data_minimal.xml": /^7 .*stammdatenschema: Das Element »struktur« fehlt/m,
  "v2-data_rule.xml": /^7 .*stammdatenschema: Das Element »struktur« fehlt/m,
  "v2-data_select.xml": /^35 .*identifikation: »F123« ist keine Kennung/m,
  "v2-data_simple.xml": /^8 .*identifikation: »T1234« ist keine Kennung/m,
  "v2-data_unknown-namespace.xml": /^2 .*Der Namensraum »urn:xoev-de:fim:standard:xdatenfelder_unknown«/m,
  "v3-data_duplicate-id-node.xml": /^11 .*\/id: Das Element »id« darf hier nur einmal stehen/m,
  "v3-data_empty-id-node.xml": /^9 .*identifikation: Das Element »id« fehlt oder ist leer/m,
  "v3-data_input.xml": /^64 .*\/inhalt: Das Element »inhalt« darf hier nur einmal stehen/m,
  "v3-data_invalid-freigabestatus.xml": /^17 .*\/freigabestatus: »10« ist kein gültiger Code/m,
  "v3-data_missing-id-node.xml": /^9 .*identifikation: Das Element »id« fehlt oder ist leer/m,
  "v3-data_simple.xml": undefined,
  "v3-data_unexpected-node.xml": /^9 .*identifikation: »G123« ist keine Kennung/m,
  "v3-data_unknown-namespace.xml": /^3 .*Der Namensraum »urn:xoev-de:fim:standard:xdatenfelder_unknown«/m,
};

test("every broken file of the validation corpus is refused with line, element and what is wrong", options, () => {
  const files = realNames("xdf-testdata/");
  assert.deepEqual(files, Object.keys(broken));
  for (const file of files) {
    const result = readNachricht(realFile(`xdf-testdata/${file}`));
    const told = result.ok ? "" : result.errors.map(({ line, path, message }) => `${line} ${path}: ${message}`).join("\n");
    if (broken[file] === undefined) assert.ok(result.ok, file);
    else assert.match(told, broken[file], file);
  }
  const unexpected = readNachricht(realFile("xdf-testdata/v3-data_unexpected-node.xml"));
  assert.match(unexpected.warnings[0]?.message ?? "", /»unknown« gehört hier nicht zum Standard.*Zeile 11/);
});
