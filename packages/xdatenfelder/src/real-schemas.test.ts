import assert from "node:assert/strict";
import { test } from "node:test";
import { codelistLookup } from "./codelist.ts";
import type { RuleOutcome } from "./rules/occurrence.ts";
import { readNachricht, readSchema } from "./read-schema.ts";
import { fieldAt, formOf, groupAt } from "./testing/form-of.ts";
import { realCodelists, realFile, realSchemas, skipWithoutData } from "./testing/shared-data.ts";

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
  assert.deepEqual({ all: outcomes.length, translated: count("translated"), covered: count("covered"), review: count("review") }, { all: 370, translated: 213, covered: 78, review: 79 });
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

test("the broken files of the validation corpus are refused where they are broken", options, () => {
  const code = (file: string): string => {
    const result = readNachricht(realFile(`xdf-testdata/${file}`));
    return result.ok ? "ok" : (result.errors[0]?.code ?? "");
  };
  assert.equal(code("v3-data_simple.xml"), "ok");
  assert.equal(code("v3-data_duplicate-id-node.xml"), "duplicate");
  assert.equal(code("v3-data_missing-id-node.xml"), "missing");
  assert.equal(code("v3-data_empty-id-node.xml"), "missing");
  assert.equal(code("v3-data_unknown-namespace.xml"), "wrong-namespace");
});
