import assert from "node:assert/strict";
import { test } from "node:test";
import { codelistEntries, codelistLookup } from "./codelist.ts";
import type { Codelist } from "./codelist.ts";
import { readGenericode } from "./read-genericode.ts";

const list = (version: string, rows: string, key = '<Key Id="k"><ColumnRef Ref="b"/></Key>'): string => `<gc:CodeList xmlns:gc="http://docs.oasis-open.org/codelist/ns/genericode/1.0/">
<Identification><ShortName>farbe</ShortName><Version>${version}</Version><CanonicalUri>urn:test:farbe</CanonicalUri></Identification>
<ColumnSet><Column Id="a"/><Column Id="b"/><Column Id="c"/>${key}</ColumnSet><SimpleCodeList>${rows}</SimpleCodeList></gc:CodeList>`;
const value = (column: string | undefined, text: string): string => `<Value${column === undefined ? "" : ` ColumnRef="${column}"`}><SimpleValue>${text}</SimpleValue></Value>`;

function read(xml: string): Codelist {
  const result = readGenericode(xml);
  assert.ok(result.ok);
  return result.codelist;
}

test("the key column gives the code, the first other column the name, and nothing the help unless it is named", () => {
  const codelist = read(list("1", `<Row>${value("a", "Rot")}${value("b", "R")}${value("c", "wie Feuer")}</Row>`));
  assert.deepEqual(codelistEntries(codelist), [{ code: "R", name: "Rot" }]);
  assert.deepEqual(codelistEntries(codelist, { codeKey: "a", nameKey: "b", helpKey: "c" }), [{ code: "Rot", name: "R", hilfe: "wie Feuer" }]);
  assert.equal(codelistEntries(codelist, { codeKey: "fehlt" }), undefined);
});

test("the recommended key wins over the first one", () => {
  const keys = '<Key Id="k1"><ColumnRef Ref="b"/></Key><Key Id="k2"><Annotation><AppInfo><r:recommendedKeyColumn xmlns:r="urn:r"/></AppInfo></Annotation><ColumnRef Ref="c"/></Key>';
  assert.equal(read(list("1", "", keys)).keyColumn, "c");
});

test("values without a column reference follow each other, and an optional value may be absent", () => {
  const codelist = read(list("1", `<Row>${value(undefined, "Rot")}${value(undefined, "R")}</Row><Row>${value("b", "B")}${value(undefined, "wie Wasser")}</Row>`));
  assert.deepEqual(codelist.rows.map((row) => [...row]), [[["a", "Rot"], ["b", "R"]], [["b", "B"], ["c", "wie Wasser"]]]);
  assert.deepEqual(codelistEntries(codelist), [{ code: "R", name: "Rot" }, { code: "B", name: "B" }]);
});

test("a list is found by name and version, and without version the newest counts", () => {
  const lookup = codelistLookup([read(list("9", "")), read(list("10", ""))]);
  assert.equal(lookup("urn:test:farbe", "9")?.version, "9");
  assert.equal(lookup("urn:test:farbe", undefined)?.version, "10");
  assert.equal(lookup("urn:test:farbe", "11"), undefined);
  assert.equal(lookup("urn:test:form", undefined), undefined);
});

test("a value of an unknown column, a missing name and a foreign file are errors", () => {
  const failures = [list("1", `<Row>${value("z", "x")}</Row>`), list("", ""), "<html/>", "<!DOCTYPE a><a/>"].map((xml) => readGenericode(xml));
  assert.deepEqual(failures.map((result) => (result.ok ? "ok" : result.errors[0]?.code)), ["invalid", "missing", "wrong-root", "doctype"]);
});
