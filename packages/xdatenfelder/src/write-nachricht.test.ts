import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import type { Nachricht } from "./model.ts";
import { readNachricht } from "./read-schema.ts";
import { fieldXml, groupXml, ruleXml, schemaXml, selectXml } from "./testing/schema-xml.ts";
import { realSchemas, skipWithoutData } from "./testing/shared-data.ts";
import { withoutLines } from "./testing/without-lines.ts";
import { xsdCheck } from "./testing/xsd.ts";
import { writeNachricht } from "./write-nachricht.ts";

const derived = xsdCheck(readFileSync(new URL("testing/xdatenfelder-3.0.0.derived.xsd", import.meta.url), "utf8"));
after(() => derived.dispose());

function read(xml: string | Uint8Array): { readonly nachricht: Nachricht; readonly warnings: readonly string[] } {
  const result = readNachricht(xml, { keepRelations: true });
  assert.ok(result.ok, result.ok ? "" : result.errors[0]?.message);
  return { nachricht: result.schema, warnings: result.warnings.map(({ message }) => message) };
}

test("all 28 real schemas, written and read again, are equal and valid against the derived XSD", { skip: skipWithoutData }, () => {
  for (const { name, xml } of skipWithoutData === false ? realSchemas() : []) {
    const { nachricht } = read(xml);
    const written = writeNachricht(nachricht);
    assert.deepEqual(derived.problemsOf(new TextDecoder().decode(xml)).slice(0, 3), [], `${name} as exported`);
    assert.deepEqual(derived.problemsOf(written).slice(0, 3), [], name);
    assert.deepEqual(withoutLines(read(written).nachricht), withoutLines(nachricht), name);
  }
});

test("relations, in every element, survive only where they were asked for", () => {
  const relation = "<x:relation><x:praedikat><code>ABL</code></x:praedikat><x:objekt><x:id>F99000000009</x:id><x:version>1.0.0</x:version></x:objekt></x:relation>";
  const xml = schemaXml([["1:1", fieldXml("F99000000001", { more: relation })]], relation);
  const { nachricht } = read(xml);
  assert.equal(nachricht.inhalt.relation.length, 1);
  assert.equal(writeNachricht(nachricht).match(/<xdf3:relation>/g)?.length, 2);
  const plain = readNachricht(xml);
  assert.ok(plain.ok);
  assert.deepEqual(plain.schema.inhalt.relation, []);
});

test("whatever the standard does not know is kept where it stood, named with its line, and written again", () => {
  const known = schemaXml([
    ["1:1", groupXml("G99000000001", "Gruppe", [["0:1", selectXml("F99000000001", "Wahl", [["1", "eins"], ["2", "zwei"]])]], ruleXml("Satz"))],
  ]);
  const foreign = '<neu:dings xmlns:neu="urn:neu" a="1" neu:b="&quot;2&quot;">davor<neu:innen/> <!-- nie -->danach &amp; dahinter</neu:dings>';
  const places: readonly (readonly [string, string])[] = [
    ["<x:header>", `<x:header>${foreign}`], ["<x:nachrichtID>test", `<x:nachrichtID>test${foreign}`], ["<x:werte>", `<x:werte>${foreign}`],
    ["<x:code>1</x:code>", `<x:code>1</x:code>${foreign}`], ["<code>6</code>", `<code>6</code>${foreign}`], ["<x:enthaelt>", `<x:enthaelt>${foreign}`],
    ["<x:anzahl>", `${foreign}<x:anzahl>`], ["<x:freitextRegel>", `<x:param><x:wert>5</x:wert></x:param><x:freitextRegel>`], ["<x:id>S", `${foreign}<x:id>S`],
    ["<x:datenfeld>", '<x:datenfeld art="neu" xml:lang="de">verirrter Text'], ["<x:bezeichnung>", '<x:bezug link="javascript:1">§ 1</x:bezug><x:stichwort uri="urn:a" neu="x">Wort</x:stichwort><x:bezeichnung>'],
    ["<x:freigabestatus>", '<x:freigabestatus listVersionID="2020-03-19">'],
  ];
  for (const [at, instead] of places) {
    assert.ok(known.includes(at), at);
    const first = read(known.replace(at, `\n${instead}`));
    assert.ok(first.warnings.length > 0, at);
    assert.ok(first.warnings.every((message) => !message.includes("Zeile") || /Zeile [2-4]/.test(message)), first.warnings.join());
    const written = writeNachricht(first.nachricht);
    const second = read(written);
    assert.deepEqual(withoutLines(second.nachricht), withoutLines(first.nachricht), at);
    assert.equal(second.warnings.length, first.warnings.length, at);
    assert.notDeepEqual(withoutLines(first.nachricht), withoutLines(read(known).nachricht), at);
  }
});

test("text that looks like markup, line ends and characters that XML cannot carry do no harm", () => {
  const { nachricht } = read(schemaXml([["1:1", fieldXml("F99000000001", { label: "&lt;b&gt; &amp;amp; ]]&gt; &quot;&#13;&#10;Ende" })]]));
  assert.deepEqual(withoutLines(read(writeNachricht(nachricht)).nachricht), withoutLines(nachricht));
  const header = { ...nachricht.header, nachrichtID: "a\u0000\u001b\ud800b" };
  assert.equal(read(writeNachricht({ ...nachricht, header })).nachricht.header.nachrichtID, "ab");
});
