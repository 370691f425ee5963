import assert from "node:assert/strict";
import { test } from "node:test";
import { toForm } from "../form/to-form.ts";
import { readNachricht, readSchema } from "../read-schema.ts";
import type { ReadResult } from "../read-schema.ts";
import { fieldAt, formOf, groupAt } from "../testing/form-of.ts";
import { realCodelists, realFile, skipWithoutData } from "../testing/shared-data.ts";
import { withoutLines } from "../testing/without-lines.ts";
import { writeNachricht } from "../write-nachricht.ts";

const real = { skip: skipWithoutData };
const base = (id: string, name: string, more = ""): string => `<x:identifikation><x:id>${id}</x:id><x:version>1.0</x:version></x:identifikation>
<x:name>${name}</x:name><x:beschreibung/><x:definition/><x:bezug>§ 1 HundG; § 2 HundG</x:bezug><x:status><code>aktiv</code></x:status>${more}`;
const field = (id: string, more: string): string => `<x:struktur><x:anzahl>1:1</x:anzahl><x:bezug/><x:enthaelt><x:datenfeld>${base(id, "Feld")}<x:bezeichnungEingabe>Feld</x:bezeichnungEingabe>
<x:feldart><code>input</code></x:feldart><x:datentyp><code>text</code></x:datentyp>${more}</x:datenfeld></x:enthaelt></x:struktur>`;
const schema = (fields: string, more = "<x:freigabedatum>2020-01-02</x:freigabedatum>"): string => `<x:xdatenfelder.stammdatenschema.0102 xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_2">
<x:header><x:nachrichtID>test</x:nachrichtID></x:header><x:stammdatenschema>${base("S99000001", "Hund", more)}<x:bezeichnungEingabe>Hund anmelden</x:bezeichnungEingabe>${fields}</x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>`;
const messages = (result: ReadResult<unknown>): readonly string[] => (result.ok ? [] : result.errors.map(({ line, path, message }) => `${line} ${path.split("/").at(-1) ?? ""}: ${message}`));

test("ids, versions, references, dates and limits arrive as 3.0.0 has them", () => {
  const result = readSchema(schema(field("F60000227", '<x:praezisierung>{"minLength":"1","maxLength":"60"}</x:praezisierung>')));
  assert.ok(result.ok);
  const { identifikation, bezeichnung, bezug, freigabestatus, struktur } = result.schema;
  assert.deepEqual({ identifikation, bezeichnung, bezug, freigabestatus }, { identifikation: { id: "S99000000001", version: "1.0.0" }, bezeichnung: "Hund anmelden", bezug: [{ text: "§ 1 HundG" }, { text: "§ 2 HundG" }], freigabestatus: "6" });
  const feld = struktur[0]?.enthaelt;
  assert.ok(feld?.art === "datenfeld");
  assert.deepEqual([feld.identifikation.id, feld.praezisierung, feld.statusGesetztAm, feld.freigabestatus], ["F60000000227", { minLength: "1", maxLength: "60" }, "2020-01-02", "6"]);
  assert.deepEqual(result.warnings, []);
});

test("what was never released is being worked on, whatever its status says", () => {
  const result = readSchema(schema(field("F99000001", ""), ""));
  assert.ok(result.ok);
  assert.equal(result.schema.freigabestatus, "2");
});

test("a broken limit, a short id of the wrong length and a status of 3.0.0 are errors with line and element", () => {
  const broken = readSchema(schema(field("F60000000227", "<x:praezisierung>{minLength:1}</x:praezisierung>")).replace("<code>aktiv</code>", "<code>6</code>"));
  assert.deepEqual(messages(broken).map((message) => message.slice(0, 50)), [
    "3 status: »6« ist kein gültiger Code für status. E",
    "3 identifikation: »F60000000227« ist keine Kennung",
    "5 praezisierung: Die Präzisierung »{minLength:1}« ",
  ]);
});

test("an element of 3.0.0 in a file of 2.0 is unknown there: named and kept", () => {
  const result = readSchema(schema(field("F99000001", "<x:vorbefuellung><code>keine</code></x:vorbefuellung>")));
  assert.ok(result.ok);
  assert.match(result.warnings[0]?.message ?? "", /vorbefuellung.*Zeile 5/);
  assert.equal(result.schema.struktur[0]?.enthaelt.unbekannt?.length, 1);
});

test("a rule is read from its definition, with the ids it names in their long form", () => {
  const rule = `<x:regel>${base("R99000001", "Regel").replace("<x:definition/>", "<x:definition>\"F99000002 Rasse\" ist nur dann zu befüllen, wenn \"F99000001 Hund\" bejaht wurde.</x:definition>")}<x:script/></x:regel>`;
  const made = formOf(schema(rule + field("F99000001", "").replace("<code>text</code>", "<code>bool</code>") + field("F99000002", "").replace("1:1", "0:1")));
  assert.deepEqual(fieldAt(made, "F99000000002").when, { "===": [{ var: "F99000000001" }, true] });
});

test("XDatenfelder 1 is refused with a sentence", real, () => {
  const result = readSchema(realFile("xdf2/WaBeKa.xdf1.xml"));
  assert.match(messages(result).join(), /^2 .*Das ist XDatenfelder 1\. Diese Fassung wird nicht mehr gelesen/);
});

test("BlaueKarte becomes the form its source describes", real, () => {
  const made = formOf(realFile("xdf2/BlaueKarte.xdf2.xml"), realCodelists());
  assert.equal(made.form.title.de, "Antrag auf Blaue Karte EU");
  assert.deepEqual(made.form.steps.map(({ title, nodes }) => [title.de, nodes.length]), [
    ["Allgemeine Angaben", 11], ["Persönliche Angaben zum Antragsteller", 1], ["Anschrift des Antragstellers in Deutschland", 1], ["Angaben zu vorhandenem Visum oder Aufenthaltstitel", 1],
    ["Angaben zur Hochschulqualifikation", 1], ["Angaben zur Arbeitsstelle", 1], ["Angaben zur Krankenversicherung", 1],
    ["Angaben zur Anerkennung als international Schutzsuchender", 1], ["Angaben zur Vorbestrafung", 1], ["Angaben zu laufenden Ermittlungsverfahren", 1],
  ]);
  assert.equal(made.paths.size, 117);
  assert.equal(fieldAt(made, "G00000000630.F00000001019").type, "upload");
  assert.equal(fieldAt(made, "G00000000642.F00000000728").type, "amount");
  assert.deepEqual(groupAt(made, "G00000000642.G00000000132.G00000000016.G00000000015").repeat?.min, 1);
  assert.deepEqual(fieldAt(made, "G00000000636.F00000001028").when, { "===": [{ var: "G00000000636.F00000001027" }, true] });
  assert.deepEqual(made.notes.filter(({ kind }) => kind !== "codelist").map(({ kind }) => kind), []);
});

test("BlaueKarte is written as 3.0.0 and read again to an equal model", real, () => {
  const first = readNachricht(realFile("xdf2/BlaueKarte.xdf2.xml"));
  assert.ok(first.ok);
  const second = readNachricht(writeNachricht(first.schema));
  assert.ok(second.ok && second.schema.inhalt.art === "stammdatenschema");
  assert.deepEqual(withoutLines(second.schema), withoutLines(first.schema));
  assert.ok(toForm(second.schema.inhalt, realCodelists()).form.steps.length > 0);
});
