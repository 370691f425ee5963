import assert from "node:assert/strict";
import { test } from "node:test";
import { codelistLookup } from "./codelist.ts";
import { toForm } from "./form/to-form.ts";
import { qualityReport } from "./quality/quality-report.ts";
import { readSchema } from "./read-schema.ts";
import { fieldAt, formOf } from "./testing/form-of.ts";
import { fieldXml, groupXml, ruleXml, schemaXml } from "./testing/schema-xml.ts";
import { xfallJsonSchema } from "./xfall-json-schema.ts";
import { xfallXsd } from "./xfall-xsd.ts";

const none = codelistLookup([]);
const F = (i: number): string => `F99${String(i).padStart(9, "0")}`;
const G = (i: number): string => `G99${String(i).padStart(9, "0")}`;

/** CPU time and heap that a piece of work may cost; both generous, so that only growth of another order fails on a busy machine. */
function bounded<T>(milliseconds: number, megabytes: number, work: () => T): T {
  const cpu = process.cpuUsage();
  const heap = process.memoryUsage().heapUsed;
  const result = work();
  const { user, system } = process.cpuUsage(cpu);
  assert.ok((user + system) / 1000 < milliseconds, `${Math.round((user + system) / 1000)} ms of CPU`);
  assert.ok((process.memoryUsage().heapUsed - heap) / 1e6 < megabytes, `${Math.round((process.memoryUsage().heapUsed - heap) / 1e6)} MB`);
  return result;
}

function nested(levels: number): string {
  let inner = fieldXml(F(1));
  for (let level = levels; level > 0; level -= 1) inner = groupXml(G(level), "Ebene", [["1:1", inner]]);
  return schemaXml([["1:1", inner]]);
}

test("a schema of 20 MB is read, most of it relations that no form needs", () => {
  const relation = `<x:relation><x:praedikat><code>VKN</code></x:praedikat><x:objekt><x:id>${F(9)}</x:id></x:objekt></x:relation>`;
  const xml = schemaXml([["1:1", fieldXml(F(1), { more: relation.repeat(Math.ceil(20e6 / relation.length)) })]]);
  assert.ok(xml.length > 20e6);
  const read = bounded(20_000, 300, () => readSchema(xml));
  assert.ok(read.ok);
});

test("20 MB of elements that would all be kept are refused before they fill the memory", () => {
  const xml = schemaXml([["1:1", fieldXml(F(1), { more: "<x:a/>".repeat(3_500_000) })]]);
  const read = bounded(20_000, 900, () => readSchema(xml));
  assert.deepEqual(read.ok ? [] : read.errors.map(({ code }) => code), ["too-many-elements"]);
});

test("groups nested 60 deep are refused with a sentence", () => {
  const read = bounded(2000, 100, () => readSchema(nested(60)));
  assert.match(read.ok ? "" : (read.errors[0]?.message ?? ""), /tiefer als 100 Ebenen/);
});

test("10,000 fields are read and checked; data schemas of them stay in bounds", () => {
  const xml = schemaXml(Array.from({ length: 100 }, (_, g) => ["1:1", groupXml(G(g), "Gruppe", Array.from({ length: 100 }, (_, f) => ["1:1", fieldXml(F(g * 100 + f))] as const))] as const));
  bounded(20_000, 500, () => {
    const read = readSchema(xml);
    assert.ok(read.ok);
    const made = toForm(read.schema, none);
    assert.equal(made.paths.size, 10_100);
    assert.ok(JSON.stringify(xfallJsonSchema(read.schema, none, made)).length < 10e6);
    assert.ok(xfallXsd(read.schema, none, made).length < 10e6);
    assert.ok(qualityReport(xml, none).length > 0);
  });
});

for (const pattern of ["(a+)+b", "(a|a)*b", "(.*.*)*x", "([a-z]+)*[0-9]", "a{1,200}a{1,200}a{1,200}a{1,200}b"]) {
  test(`a pattern that explodes is in no form and no data schema: ${pattern}`, () => {
    const xml = schemaXml([["1:1", fieldXml(F(1), { more: `<x:praezisierung maxLength="200" pattern="${pattern}"/>` })]]);
    bounded(2000, 100, () => {
      const made = formOf(xml);
      const field = fieldAt(made, F(1));
      assert.ok(field.type === "text" && field.pattern === undefined);
      const read = readSchema(xml);
      assert.ok(read.ok);
      assert.ok(!JSON.stringify(xfallJsonSchema(read.schema, none, made)).includes("pattern"));
      assert.ok(!xfallXsd(read.schema, none, made).includes("xs:pattern"));
    });
  });
}

test("an entity bomb never reaches the parser", () => {
  const bomb = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "${"x".repeat(1000)}">${Array.from({ length: 20 }, (_, i) => `<!ENTITY a${i} "&a;&a;&a;&a;">`).join("")}]><a>&a19;</a>`;
  const read = bounded(500, 50, () => readSchema(bomb));
  assert.deepEqual(read.ok ? [] : read.errors.map(({ code }) => code), ["doctype"]);
});

test("a group that contains itself is told by the quality report, and the form ends where the file does", () => {
  const xml = schemaXml([["1:1", groupXml(G(1), "Kreis", [["0:1", groupXml(G(2), "innen", [["0:1", groupXml(G(1), "Kreis", [["1:1", fieldXml(F(1))]])]])]])]]);
  assert.ok(qualityReport(xml, none).some(({ number }) => number === 1026));
  assert.ok(formOf(xml).paths.has(`${G(1)}.${G(2)}.${G(1)}.${F(1)}`));
});

test("HTML in texts stays text, and a rule text that tries to blow up the parser ends", () => {
  const made = formOf(schemaXml([["1:1", fieldXml(F(1), { label: "&lt;script&gt;alert(1)&lt;/script&gt;" })]]));
  assert.equal(fieldAt(made, F(1)).label.de, "<script>alert(1)</script>");
  for (const text of ["Wenn ".repeat(1000), `${F(1)} `.repeat(400), `"${"a ".repeat(2400)}`, `WENN ${F(1)} ${"wort ".repeat(900)}= 1`, `Wenn ${F(1)} = (${"1 ODER ".repeat(600)}1), dann`]) {
    bounded(5000, 200, () => assert.equal(formOf(schemaXml([["1:1", fieldXml(F(1))]], ruleXml(text))).rules[0]?.status, "review"));
  }
});
