import assert from "node:assert/strict";
import { test } from "node:test";
import { codelistLookup } from "../codelist.ts";
import { readGenericode } from "../read-genericode.ts";
import { fieldAt, formOf, groupAt } from "../testing/form-of.ts";
import { fieldXml, groupXml, schemaXml, selectXml } from "../testing/schema-xml.ts";

const F = (n: number): string => `F990000000${String(n).padStart(2, "0")}`;
const G = (n: number): string => `G990000000${String(n).padStart(2, "0")}`;

test("top-level groups become steps and top-level fields stand together on the first one", () => {
  const { form } = formOf(schemaXml([
    ["1:1", groupXml(G(1), "Person", [["1:1", fieldXml(F(1))]])],
    ["1:1", fieldXml(F(2))],
    ["1:1", groupXml(G(2), "Hund", [["1:1", fieldXml(F(1))]])],
    ["1:1", fieldXml(F(3))],
  ]));
  assert.deepEqual(form.steps.map(({ id, title, nodes }) => [id, title.de, nodes.map((node) => node.id)]), [
    ["angaben", "Allgemeine Angaben", [F(2), F(3)]], [G(1), "Person", [G(1)]], [G(2), "Hund", [G(2)]],
  ]);
  assert.equal(form.source, "S99000000001 1.0.0");
});

test("steps with the same label are told apart by name or number", () => {
  const step = (id: string, name: string, label: string): readonly [string, string] => ["1:1", groupXml(id, name, [["1:1", fieldXml(F(1))]]).replace(`<x:bezeichnungEingabe>${name}</x:bezeichnungEingabe>`, `<x:bezeichnungEingabe>${label}</x:bezeichnungEingabe>`)];
  const titles = (...steps: readonly (readonly [string, string])[]): readonly string[] => formOf(schemaXml(steps)).form.steps.map(({ title }) => title.de);
  assert.deepEqual(titles(step(G(1), "Person", "Person"), step(G(2), "Person (juristisch)", "Person"), step(G(3), "Ende", "Abschluss")), ["Person", "Person (juristisch)", "Abschluss"]);
  assert.deepEqual(titles(step(G(1), "Ort", "Wo?"), step(G(2), "Ort", "Wo?")), ["Wo? 1", "Wo? 2"]);
});

test("every datatype has its field type and keeps its constraints", () => {
  const praezisierung = (attributes: string): string => `<x:praezisierung ${attributes}/>`;
  const made = formOf(schemaXml([
    ["1:1", fieldXml(F(1), { more: praezisierung('minLength="2" maxLength="40" pattern="[A-Z]+"') })],
    ["1:1", fieldXml(F(2), { datentyp: "text_latin", more: praezisierung('maxLength="1000"') })],
    ["1:1", fieldXml(F(3), { datentyp: "num_int", more: praezisierung('minValue="-5" maxValue="10"') })],
    ["1:1", fieldXml(F(4), { datentyp: "num", more: praezisierung('minValue="0.5"') })],
    ["1:1", fieldXml(F(5), { datentyp: "num_currency", more: praezisierung('minValue="0.1" maxValue="19.99"') })],
    ["1:1", fieldXml(F(6), { datentyp: "date", more: praezisierung('minValue="2020-02-29"') })],
    ["1:1", fieldXml(F(7), { datentyp: "time" })],
    ["1:1", fieldXml(F(8), { datentyp: "datetime" })],
    ["1:1", fieldXml(F(9), { datentyp: "bool" })],
    ["0:*", fieldXml(F(10), { datentyp: "file", more: "<x:maxSize>1000</x:maxSize><x:mediaType>application/pdf</x:mediaType>" })],
  ]));
  const facts = Array.from({ length: 10 }, (_, i) => {
    const { kind: _kind, id: _id, label: _label, ...rest } = fieldAt(made, F(i + 1));
    return rest;
  });
  assert.deepEqual(facts, [
    { type: "text", minLength: 2, maxLength: 40, pattern: "[A-Z]+" },
    { type: "longtext", maxLength: 1000 },
    { type: "integer", min: -5, max: 10 },
    { type: "number", min: 0.5 },
    { type: "amount", min: 10, max: 1999 },
    { type: "date", min: "2020-02-29" },
    { type: "time" },
    { type: "datetime" },
    { type: "yesno" },
    { type: "upload", maxFiles: 20, accept: ["application/pdf"], maxSize: 1000, required: false },
  ]);
  assert.deepEqual(made.notes, []);
});

test("occurrence decides about required, repetition and number of choices", () => {
  const values = [["1", "eins"], ["2", "zwei"], ["3", "drei"]] as const;
  const made = formOf(schemaXml([
    ["0:1", fieldXml(F(1))], ["2:5", fieldXml(F(2))], ["0:*", fieldXml(F(3))], ["1:2", selectXml(F(4), "Wahl", values)], ["1:1", selectXml(F(5), "Wahl", values)],
    ["0:1", groupXml(G(1), "freiwillig", [["1:1", fieldXml(F(1))]])], ["1:*", groupXml(G(2), "mehrfach", [["1:1", fieldXml(F(1))]])],
  ]), undefined, { maxRepeats: 7 });
  assert.equal(fieldAt(made, F(1)).required, false);
  assert.deepEqual(fieldAt(made, F(2)).repeat, { min: 2, max: 5 });
  assert.deepEqual([fieldAt(made, F(3)).repeat, fieldAt(made, F(3)).required], [{ min: 0, max: 7 }, false]);
  const several = fieldAt(made, F(4));
  assert.ok(several.type === "choices");
  assert.deepEqual([several.minSelected, several.maxSelected], [1, 2]);
  assert.equal(fieldAt(made, F(5)).type, "choice");
  assert.equal(groupAt(made, G(1)).required, false);
  assert.deepEqual([groupAt(made, G(2)).repeat?.min, groupAt(made, G(2)).repeat?.max], [1, 7]);
});

test("an Auswahlgruppe lets choose exactly one child, which then is required", () => {
  const made = formOf(schemaXml([["1:1", groupXml(G(1), "Weg", [["0:1", groupXml(G(2), "Post", [["1:1", fieldXml(F(1))]])], ["0:1", fieldXml(F(2))]], "<x:art><code>X</code></x:art>")]]));
  const group = groupAt(made, G(1));
  assert.equal(group.oneOf, true);
  assert.deepEqual(group.nodes.map((node) => node.required), [undefined, undefined]);
});

test("the same element twice among siblings gets ids of its own, and the way back is known", () => {
  const made = formOf(schemaXml([["1:1", groupXml(G(1), "Person", [["1:1", fieldXml(F(1))], ["1:1", fieldXml(F(1))]])], ["1:1", groupXml(G(1), "Person", [["1:1", fieldXml(F(1))]])]]));
  assert.deepEqual([...made.paths], [
    [G(1), [G(1)]], [`${G(1)}.${F(1)}`, [G(1), F(1)]], [`${G(1)}.${F(1)}_2`, [G(1), F(1)]], [`${G(1)}_2`, [G(1)]], [`${G(1)}_2.${F(1)}`, [G(1), F(1)]],
  ]);
});

test("labels become texts, locked and hidden fields carry their content, empty ones are left out with a note", () => {
  const made = formOf(schemaXml([
    ["1:1", fieldXml(F(1), { feldart: "label", more: "<x:inhalt>Bitte &lt;lesen&gt;.</x:inhalt>" })],
    ["1:1", fieldXml(F(2), { feldart: "locked", more: "<x:inhalt>fest</x:inhalt>" })],
    ["1:1", fieldXml(F(3), { feldart: "hidden", datentyp: "num_int", more: "<x:inhalt>42</x:inhalt>" })],
    ["1:1", fieldXml(F(4), { feldart: "locked" })],
    ["1:1", fieldXml(F(5), { feldart: "label" })],
    ["1:1", fieldXml(F(6), { datentyp: "obj" })],
    ["1:1", fieldXml(F(7), { feldart: "hidden", datentyp: "bool", more: "<x:inhalt>vielleicht</x:inhalt>" })],
  ]));
  const info = fieldAt(made, F(1));
  assert.ok(info.type === "info");
  assert.equal(info.text.de, "Bitte <lesen>.");
  assert.deepEqual([fieldAt(made, F(2)).fixed, fieldAt(made, F(2)).value], ["locked", "fest"]);
  assert.deepEqual([fieldAt(made, F(3)).fixed, fieldAt(made, F(3)).value], ["hidden", 42]);
  assert.deepEqual(made.notes.map(({ kind, path }) => [kind, path]), [["omitted", F(4)], ["omitted", F(5)], ["omitted", F(6)], ["omitted", F(7)]]);
});

test("a code list that is loaded gives choices; one that is not makes a text field with a note", () => {
  const reference = (version: string): string => fieldXml(F(1), { feldart: "select", more: `<x:codelisteReferenz><x:canonicalIdentification>urn:test:farbe</x:canonicalIdentification><x:version>${version}</x:version></x:codelisteReferenz>` });
  const list = readGenericode('<CodeList><Identification><Version>1</Version><CanonicalUri>urn:test:farbe</CanonicalUri></Identification><ColumnSet><Column Id="a"/><Column Id="b"/></ColumnSet><SimpleCodeList><Row><Value ColumnRef="a"><SimpleValue>R</SimpleValue></Value><Value ColumnRef="b"><SimpleValue>Rot</SimpleValue></Value></Row></SimpleCodeList></CodeList>');
  assert.ok(list.ok);
  const lookup = codelistLookup([list.codelist]);
  const loaded = fieldAt(formOf(schemaXml([["1:1", reference("1")]]), lookup), F(1));
  assert.ok(loaded.type === "choice");
  assert.deepEqual(loaded.options, [{ value: "R", label: { de: "Rot" } }]);
  const missing = formOf(schemaXml([["1:1", reference("2")]]), lookup);
  assert.equal(fieldAt(missing, F(1)).type, "text");
  assert.deepEqual(missing.notes.map(({ kind }) => kind), ["codelist"]);
  assert.match(missing.notes[0]?.text ?? "", /urn:test:farbe, Version 2/);
});

test("a pattern that is broken or could be abused is not checked, and a note says so", () => {
  for (const pattern of ["[", "(a+)+", "(?=x)x", "x".repeat(600)]) {
    const made = formOf(schemaXml([["1:1", fieldXml(F(1), { more: `<x:praezisierung maxLength="200" pattern="${pattern}"/>` })]]));
    const field = fieldAt(made, F(1));
    assert.ok(field.type === "text");
    assert.equal(field.pattern, undefined);
    assert.deepEqual(made.notes.map(({ kind }) => kind), ["pattern"]);
  }
});

test("the partly known birth date is one field exactly when the group is as the Baukasten defines it", () => {
  const part = (id: string): string => fieldXml(id, { datentyp: "num_int" });
  const parts = (day: string): readonly (readonly [string, string])[] => [[day, part("F60000000231")], ["0:1", part("F60000000232")], ["1:1", part("F60000000233")]];
  const usual = formOf(schemaXml([["1:1", groupXml(G(1), "Person", [["1:1", groupXml("G60000000083", "Geburtsdatum", parts("0:1"))]])]]));
  assert.equal(fieldAt(usual, `${G(1)}.G60000000083`).type, "partial-date");
  const changed = formOf(schemaXml([["1:1", groupXml(G(1), "Person", [["1:1", groupXml("G60000000083", "Geburtsdatum", parts("1:1"))]])]]));
  assert.equal(groupAt(changed, `${G(1)}.G60000000083`).nodes.length, 3);
});

test("autocomplete and prefill stand only where the applicant is asked about herself", () => {
  const name = ["1:1", fieldXml("F60000000227", { name: "Familienname" })] as const;
  const made = formOf(schemaXml([
    ["1:1", groupXml(G(1), "Antragstellende Person", [name, ["1:*", groupXml(G(3), "Früherer Name", [name])], ["1:1", groupXml(G(4), "Vertreterin", [name])]])],
    ["1:1", groupXml(G(2), "Weitere Person", [name])],
  ]));
  const of = (path: string): readonly unknown[] => [fieldAt(made, `${path}.F60000000227`).autocomplete, fieldAt(made, `${path}.F60000000227`).prefill];
  assert.deepEqual(of(G(1)), ["family-name", "surname"]);
  for (const path of [G(2), `${G(1)}.${G(3)}`, `${G(1)}.${G(4)}`]) assert.deepEqual(of(path), [undefined, undefined]);
});

test("a legal reference explains why a field is asked, a technical one does not", () => {
  const field = fieldXml(F(1), { more: "<x:bezug>XOEV.Kernkomponente.Name</x:bezug><x:bezug>§ 3 HundG NRW</x:bezug>" });
  const other = fieldXml(F(2), { more: "<x:bezug>XOEV.Kernkomponente.Name</x:bezug>" });
  const made = formOf(schemaXml([["1:1", field], ["1:1", other]]));
  assert.equal(fieldAt(made, F(1)).why?.legalBasis, "§ 3 HundG NRW");
  assert.equal(fieldAt(made, F(2)).why, undefined);
});

test("a schema that is not released says so", () => {
  const { notes } = formOf(schemaXml([["1:1", fieldXml(F(1))]]).replace("<code>6</code>", "<code>3</code>"));
  assert.deepEqual(notes.map(({ kind }) => kind), ["status"]);
});
