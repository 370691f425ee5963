import assert from "node:assert/strict";
import { test } from "node:test";
import { readNachricht, readSchema } from "./read-schema.ts";
import type { ReadResult } from "./read-schema.ts";
import { fieldXml, groupXml, ruleXml, schemaXml } from "./testing/schema-xml.ts";

function codes(result: ReadResult<unknown>): readonly string[] {
  return result.ok ? [] : result.errors.map(({ code }) => code);
}

const simple = schemaXml([["1:1", fieldXml("F99000000001", { name: "Name", more: '<x:praezisierung minLength="1" maxLength="50"/><x:maxSize>500</x:maxSize>' })]]);

test("a schema is read with its fields, positions and constraints", () => {
  const result = readSchema(simple);
  assert.ok(result.ok);
  const { schema } = result;
  assert.equal(schema.bezeichnung, "Antrag zum Testen");
  assert.deepEqual(schema.identifikation, { id: "S99000000001", version: "1.0.0" });
  const [position] = schema.struktur;
  assert.deepEqual(position?.anzahl, { min: 1, max: 1 });
  assert.ok(position?.enthaelt.art === "datenfeld");
  assert.deepEqual(position.enthaelt.praezisierung, { minLength: "1", maxLength: "50" });
  assert.equal(position.enthaelt.maxSize, 500);
  assert.deepEqual(result.warnings, []);
});

test("the order of elements does not matter", () => {
  const turned = simple.replace(/(<x:name>Name<\/x:name>)(.*?)(<x:datentyp>.*?<\/x:datentyp>)/, "$3$2$1");
  assert.notEqual(turned, simple);
  const [a, b] = [readSchema(simple), readSchema(turned)];
  assert.ok(a.ok && b.ok);
  assert.deepEqual(b.schema, a.schema);
});

test("an unknown element gets a warning that names its line", () => {
  const result = readSchema(simple.replace("<x:header>", "<x:header>\n<x:neuland>1</x:neuland>"));
  assert.ok(result.ok);
  assert.deepEqual(result.warnings.map(({ code, line }) => ({ code, line })), [{ code: "unknown-element", line: 2 }]);
  assert.match(result.warnings[0]?.message ?? "", /neuland/);
});

test("an element of another namespace does not count as one of the standard", () => {
  const result = readSchema(simple.replace("<x:name>Name</x:name>", '<y:name xmlns:y="urn:andere">Name</y:name>'));
  assert.deepEqual(codes(result), ["missing"]);
});

test("all errors are collected, each with line and element path", () => {
  const broken = schemaXml([["5:1", fieldXml("F1", { datentyp: "zahl" })], ["1:1", groupXml("G99000000001", "Leer", [])]]);
  const result = readSchema(broken);
  assert.ok(!result.ok);
  assert.deepEqual(codes(result).toSorted(), ["invalid", "invalid", "missing", "unknown-code"]);
  assert.ok(result.errors.every(({ line, path }) => line === 2 && path.startsWith("xdatenfelder.stammdatenschema.0102/stammdatenschema/struktur")));
});

test("relations are not kept, however many there are", () => {
  const relation = "<x:relation><x:praedikat><code>VKN</code></x:praedikat><x:objekt><x:id>F99000000009</x:id></x:objekt></x:relation>";
  const result = readSchema(simple.replace("<x:bezeichnung>", `${relation.repeat(5000)}<x:bezeichnung>`), { maxElements: 100 });
  assert.ok(result.ok);
  assert.deepEqual(result.warnings, []);
});

for (const doctype of ["<!DOCTYPE a>", "<!doctype a [<!ENTITY b 'c'>]>", '<!DOCTYPE a SYSTEM "file:///etc/hostname">']) {
  test(`a DOCTYPE is refused before anything is parsed: ${doctype}`, () => {
    assert.deepEqual(codes(readSchema(`<?xml version="1.0"?>\n${doctype}<a>`)), ["doctype"]);
  });
}

test("size, depth, number of elements and length of text are limited", () => {
  assert.deepEqual(codes(readSchema(simple, { maxBytes: 100 })), ["too-large"]);
  assert.deepEqual(codes(readSchema(`${"<a>".repeat(200)}${"</a>".repeat(200)}`)), ["too-deep"]);
  assert.deepEqual(codes(readSchema(`<a>${"<relation>".repeat(200)}${"</relation>".repeat(200)}</a>`)), ["too-deep"]);
  assert.deepEqual(codes(readSchema(simple, { maxElements: 5 })), ["too-many-elements"]);
  assert.deepEqual(codes(readSchema(simple.replace("Antrag zum Testen", "x".repeat(200)), { maxText: 100 })), ["too-long"]);
});

test("a hostile file gets no more messages than the limit", () => {
  const result = readSchema(schemaXml(Array.from({ length: 500 }, () => ["x", fieldXml("F")] as const)), { maxProblems: 10 });
  assert.ok(!result.ok);
  assert.equal(result.errors.length, 11);
  assert.equal(result.errors.at(-1)?.code, "too-many-problems");
});

test("a file that is not well-formed, not UTF-8 or something else altogether gets a reason", () => {
  const said = (xml: string): string => { const read = readSchema(xml); return read.ok ? "" : read.errors[0]?.message ?? ""; };
  assert.match(said(simple.slice(0, -20)), /^Die Datei ist abgeschnitten: ».+« wird nicht mehr geschlossen\. Holen Sie sie noch einmal\.$/);
  assert.equal(said(" \n"), "Die Datei ist leer.");
  assert.match(said("Sehr geehrte Damen und Herren"), /^Die Datei ist kein XML/);
  assert.match(said(simple.replace("<", "<&")), /^Die Datei ist kein wohlgeformtes XML\. Sehen Sie an dieser Stelle nach/);
  assert.deepEqual(codes(readSchema(simple.slice(0, -20))), ["not-well-formed"]);
  assert.deepEqual(codes(readSchema("")), ["not-well-formed"]);
  assert.deepEqual(codes(readSchema(new Uint8Array([0xff, 0xfe, 0x3c, 0x00]))), ["not-utf8"]);
  assert.deepEqual(codes(readSchema(`<?xml version="1.0" encoding="ISO-8859-1"?>${simple}`)), ["not-utf8"]);
  assert.deepEqual(codes(readSchema("<html/>")), ["wrong-namespace"]);
  assert.deepEqual(codes(readSchema(simple.replaceAll("stammdatenschema.0102", "unbekannt.9999"))), ["wrong-root"]);
  assert.deepEqual(codes(readSchema(simple.replace("xdatenfelder_3.0.0", "xdatenfelder_1"))), ["wrong-namespace"]);
});

test("a group exported alone is read, but is no schema", () => {
  const group = `<x:xdatenfelder.datenfeldgruppe.0103 xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_3.0.0">${groupXml("G99000000001", "Gruppe", [["0:*", fieldXml("F99000000001")]], ruleXml("Satz"))}</x:xdatenfelder.datenfeldgruppe.0103>`;
  const read = readNachricht(group);
  assert.ok(read.ok && read.schema.inhalt.art === "datenfeldgruppe");
  assert.deepEqual(read.schema.inhalt.struktur[0]?.anzahl, { min: 0, max: "*" });
  assert.equal(read.schema.inhalt.regel[0]?.freitextRegel, "Satz");
  assert.deepEqual(codes(readSchema(group)), ["wrong-root"]);
});

test("a code twice in one list is an error", () => {
  const list = "<x:werte><x:wert><x:code>1</x:code><x:name>a</x:name></x:wert><x:wert><x:code>1</x:code><x:name>b</x:name></x:wert></x:werte>";
  assert.deepEqual(codes(readSchema(schemaXml([["1:1", fieldXml("F99000000001", { feldart: "select", more: list })]]))), ["invalid"]);
});
