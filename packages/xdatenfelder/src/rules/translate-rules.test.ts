import assert from "node:assert/strict";
import { test } from "node:test";
import type { Logic } from "@kommunalportal/form-engine";
import { fieldAt, formOf, groupAt, nodeAt } from "../testing/form-of.ts";
import type { ToFormOptions, ToFormResult } from "../form/to-form.ts";
import { fieldXml, groupXml, ruleXml, schemaXml, selectXml } from "../testing/schema-xml.ts";

const yesNo = "F99000000001";
const choice = "F99000000002";
const text = "F99000000003";
const optional = "F99000000004";
const many = "F99000000005";
const group = "G99000000001";

/** One schema with every kind of field, and the given sentences as rules of the schema. */
function withRules(sentences: readonly string[], options: ToFormOptions = {}): ToFormResult {
  const rules = sentences.map((sentence, i) => ruleXml(sentence, `R9900000000${i + 1}`)).join("");
  return formOf(schemaXml([
    ["1:1", fieldXml(yesNo, { name: "Hund vorhanden (ja/nein)", datentyp: "bool" })],
    ["1:1", selectXml(choice, "Art der Anschrift", [["001", "in Deutschland"], ["002", "außerhalb von Deutschland"], ["003", "ohne, z. B. UG &amp; Co. KG"]])],
    ["1:1", fieldXml(text, { name: "Grund" })],
    ["0:1", fieldXml(optional, { name: "Telefon" })],
    ["1:*", selectXml(many, "Zwecke", [["A", "Arbeit"], ["B", "Freizeit"]])],
    ["0:1", groupXml(group, "Anschrift Inland", [["1:1", fieldXml("F99000000010")]])],
  ], rules), undefined, options);
}

const is = (value: string): Logic => ({ "===": [{ var: choice }, value] });
const yes: Logic = { "===": [{ var: yesNo }, true] };
const no: Logic = { "===": [{ var: yesNo }, false] };

const forms: readonly (readonly [sentence: string, target: string, when: Logic, required: boolean])[] = [
  [`WENN Datenfeld ${yesNo} "Hund" = JA, DANN aktiviere Datenfeldgruppe ${group} "Anschrift". WENN Datenfeld ${yesNo} "Hund" = NEIN, DANN deaktiviere Datenfeldgruppe ${group} "Anschrift".`, group, yes, true],
  [`WENN ${yesNo} 'Hund' = WAHR, DANN aktiviere ${optional} 'Telefon' UND mache es zu einer Pflichtangabe.`, optional, yes, true],
  [`Wenn das Feld ${choice} "Art" = 001 "in Deutschland", dann muss die Feldgruppe ${group} "Anschrift" befüllt sein. Wenn das Feld ${choice} "Art" <> 001 "in Deutschland", dann darf die Feldgruppe ${group} "Anschrift" nicht befüllt sein.`, group, is("001"), true],
  [`Wenn ${choice} Art der Anschrift == "außerhalb von Deutschland", dann zeige ${optional} Telefon, ansonsten nicht.`, optional, is("002"), false],
  [`WENN ${yesNo} Hund vorhanden (ja/nein) = FALSCH, DANN zeige als Pflicht ${optional} Telefon an, SONST zeige ${optional} Telefon nicht an.`, optional, no, true],
  [`Wenn ${yesNo} Ein alter Name === "Ja" ist, dann zeige ${optional} Telefon an, wenn <> "Ja", dann blende ${optional} Telefon aus.`, optional, yes, false],
  [`Wenn in ${choice} Auswahl = 01 "in Deutschland", dann erscheint ${optional} "Telefon" und muss befüllt werden`, optional, is("001"), true],
  [`"${optional} Telefon" ist nur dann zu befüllen, wenn "${yesNo} Hund vorhanden" bejaht wurde.`, optional, yes, false],
  [`"${optional} Telefon", und "${group} Anschrift" sind nur dann zu befüllen, wenn "${yesNo} Hund" mit Nein beantwortet wurde.`, group, no, true],
  [`Wenn das Feld ${choice} = (001 "in Deutschland" ODER 003 "ohne, z. B. UG & Co. KG"), dann muss das Feld ${text} angezeigt werden.`, text, { or: [is("001"), is("003")] }, true],
  [`Wenn das Feld ${choice} = 001 "in Deutschland" ODER = 002 "außerhalb von Deutschland", dann ist das Feld ${optional} anzuzeigen.`, optional, { or: [is("001"), is("002")] }, false],
  [`Wenn ${many} "Zwecke" = A "Arbeit", dann erscheint ${optional}.`, optional, { in: ["A", { var: many }] }, false],
  [`Wenn Feld ${yesNo} Auswahl=wahr, dann muss Feld ${text} "Grund" befüllt werden`, text, yes, true],
];

for (const [sentence, target, when, required] of forms) {
  test(`understood: ${sentence}`, () => {
    const made = withRules([sentence.replaceAll("&", "&amp;")]);
    assert.deepEqual(made.rules.map(({ status, reason }) => [status, reason]), [["translated", undefined]]);
    const node = nodeAt(made, target);
    assert.deepEqual(node.when, when);
    assert.equal(node.required !== false, required);
  });
}

test("»ungleich« of a required choice holds only once something is chosen", () => {
  const made = withRules([`Wenn ${choice} <> 001 "in Deutschland", dann zeige ${optional} an.`]);
  assert.deepEqual(fieldAt(made, optional).when, { and: [{ "!!": [{ var: choice }] }, { "!": [is("001")] }] });
});

test("a preset value hides its field", () => {
  const made = withRules([`Das Feld ${choice} "Art" ist mit 002 "außerhalb von Deutschland" vorzubefüllen und in der Antragsstrecke auszublenden.`]);
  assert.deepEqual([fieldAt(made, choice).fixed, fieldAt(made, choice).value], ["hidden", "002"]);
});

test("»mindestens eines« becomes a check, »entweder oder« over the only two children an Auswahlgruppe", () => {
  const made = withRules([`Es muss mindestens eines der Felder ${text} "Grund" oder ${optional} "Telefon" befüllt sein.`]);
  assert.deepEqual(made.form.rules?.map(({ id, step, at, holds }) => ({ id, step, at, holds })), [
    { id: "R99000000001", step: "angaben", at: text, holds: { or: [{ "!!": [{ var: text }] }, { "!!": [{ var: optional }] }] } },
  ]);
  const either = formOf(schemaXml([["1:1", groupXml(group, "Anschrift", [["0:1", fieldXml(text)], ["0:1", fieldXml(optional)]], ruleXml(`Es muss entweder Feld ${text} oder Feld ${optional} befüllt werden.`))]]));
  assert.equal(groupAt(either, group).oneOf, true);
});

test("»dann muss X befüllt werden« for an otherwise optional X is a check and leaves X in sight", () => {
  const made = withRules([`Wenn ${choice} = 003 "ohne, z. B. UG &amp; Co. KG", dann muss ${optional} "Telefon" befüllt werden.`]);
  assert.deepEqual([fieldAt(made, optional).when, fieldAt(made, optional).required], [undefined, false]);
  assert.deepEqual(made.form.rules?.[0]?.holds, { or: [{ "!": [is("003")] }, { "!!": [{ var: optional }] }] });
});

test("the same sentence for an X that is always required means it is not asked otherwise, and a note says so", () => {
  const made = withRules([`Wenn ${yesNo} = wahr, dann muss ${text} "Grund" befüllt werden.`]);
  assert.deepEqual(made.notes.map(({ kind }) => kind), ["assumption"]);
});

test("inside a repeated group a rule speaks of the same entry", () => {
  const made = formOf(schemaXml([["1:*", groupXml(group, "Hund", [["1:1", fieldXml(yesNo, { datentyp: "bool" })], ["0:1", fieldXml(optional)]], ruleXml(`Wenn ${yesNo} = JA, dann zeige ${optional} an.`))]]));
  assert.deepEqual(fieldAt(made, `${group}.${optional}`).when, { "===": [{ var: `item.${yesNo}` }, true] });
});

test("the same group in two places has its rule in both", () => {
  const inner = groupXml("G99000000002", "Wo", [["1:1", fieldXml(yesNo, { datentyp: "bool" })], ["0:1", fieldXml(optional)]], ruleXml(`Wenn ${yesNo} = JA, dann zeige ${optional} an.`));
  const made = formOf(schemaXml([["1:1", groupXml(group, "Hier", [["1:1", inner]])], ["1:1", groupXml("G99000000003", "Dort", [["1:1", inner]])]]));
  for (const outer of [group, "G99000000003"]) {
    assert.deepEqual(fieldAt(made, `${outer}.G99000000002.${optional}`).when, { "===": [{ var: `${outer}.G99000000002.${yesNo}` }, true] });
  }
});

test("rules for single Länder apply only where they are meant", () => {
  const only = `Das Feld ${optional} ist nur für die Länder TH und HH zu befüllen. Für alle anderen Länder wird das Feld nicht angezeigt.`;
  assert.equal(withRules([only], { land: "HH" }).rules[0]?.status, "translated");
  assert.deepEqual(fieldAt(withRules([only], { land: "HH" }), optional).required, undefined);
  assert.deepEqual(fieldAt(withRules([only], { land: "NW" }), optional).when, false);
  assert.equal(withRules([only]).rules[0]?.status, "review");
  for (const other of [`Das Feld ${optional} ist nur in den Ländern TH, HH anzugeben.`, `"${optional} Telefon" darf nur für die Länder TH und HH angezeigt werden. In allen anderen Ländern ist das Feld auszublenden.`]) {
    assert.deepEqual([withRules([other], { land: "HH" }).rules[0]?.status, fieldAt(withRules([other], { land: "NW" }), optional).when], ["translated", false], other);
  }
  const sentence = `Für die Länder NW, SL gilt: WENN ${yesNo} = JA, DANN zeige ${optional} an. Für alle anderen Länder gilt: Das Feld ${optional} darf nicht angezeigt werden.`;
  assert.deepEqual(fieldAt(withRules([sentence], { land: "NW" }), optional).when, yes);
  assert.deepEqual(fieldAt(withRules([sentence], { land: "BY" }), optional).when, false);
  assert.deepEqual(withRules([sentence]).rules.map(({ status }) => status), ["review"]);
});

test("while another rule about the same place is not understood, the place is hidden only where a sentence says so, and never required", () => {
  const shown = `Wenn ${choice} = 001, dann aktiviere ${text} "Grund".`;
  const hidden = `Wenn ${choice} = 002, dann deaktiviere ${text} "Grund".`;
  assert.deepEqual(fieldAt(withRules([shown, hidden]), text).when, is("001"));
  const made = withRules([shown, hidden, `Bei 003 bitte auch ${text} "Grund" ausfüllen.`]);
  assert.deepEqual([fieldAt(made, text).when, fieldAt(made, text).required], [{ and: [{ "!!": [{ var: choice }] }, { "!": [is("002")] }] }, false]);
  assert.deepEqual(made.notes.map(({ kind }) => kind), ["assumption", "assumption", "rule"]);
});

const notUnderstood: readonly (readonly [why: string, sentences: readonly string[]])[] = [
  ["free prose", ["Die Behörde prüft die Angaben."]],
  ["an element that is not there", [`Wenn ${yesNo} = JA, dann zeige F99000000099 an.`]],
  ["a code the list does not know", [`Wenn ${choice} = 009 "Mond", dann zeige ${optional} an.`]],
  ["a name that belongs to another code", [`Wenn ${choice} = 001 "außerhalb von Deutschland", dann zeige ${optional} an.`]],
  ["UND and ODER mixed", [`Wenn ${yesNo} = JA UND ${choice} = 001 ODER ${choice} = 002, dann zeige ${optional} an.`]],
  ["»ungleich … ODER ungleich«, which always holds", [`Wenn ${choice} <> 001 ODER <> 002, dann zeige ${optional} an.`]],
  ["a rest that restricts the choice", [`Wenn ${yesNo} = JA, dann muss das Feld ${choice} befüllt werden, wobei nur der Code 001 "in Deutschland" ausgewählt werden darf.`]],
  ["a sentence that contradicts itself", [`Wenn ${yesNo} = JA, dann zeige ${optional} an. Wenn ${yesNo} = JA, dann blende ${optional} aus.`]],
  ["two rules that contradict each other", [`Wenn ${yesNo} = JA, dann zeige ${optional} an, ansonsten nicht.`, `Wenn ${choice} = 001, dann zeige ${optional} an, ansonsten nicht.`]],
  ["two rules that hang on each other", [`Wenn ${choice} = 001, dann zeige ${yesNo} an.`, `Wenn ${yesNo} = JA, dann zeige ${choice} an.`]],
  ["a condition on itself", [`Wenn ${choice} = 001, dann zeige ${choice} an.`]],
  ["an empty text", [" . "]],
];

for (const [why, sentences] of notUnderstood) {
  test(`left for a person to read: ${why}`, () => {
    const made = withRules(sentences);
    const notes = made.notes.filter(({ kind }) => kind === "rule");
    assert.ok(notes.length > 0);
    assert.equal(notes.length, made.rules.filter(({ status }) => status === "review").length);
    assert.ok(notes.every(({ rule }) => rule !== undefined && sentences.some((sentence) => sentence.trim() === rule.freitextRegel)));
  });
}

test("a note names the fields of its rule", () => {
  const [note] = withRules([`Der Betrag in ${group}.F99000000010 darf nicht höher sein als in ${text} oder ${text}.`]).notes;
  assert.deepEqual(note?.rule?.names, [`${group}.F99000000010`, text]);
});
