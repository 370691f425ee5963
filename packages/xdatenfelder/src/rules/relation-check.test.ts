import assert from "node:assert/strict";
import { test } from "node:test";
import { checkAll, compileForm, parseDefinition } from "@kommunalportal/form-engine";
import type { Answers } from "@kommunalportal/form-engine";
import { codelistLookup } from "../codelist.ts";
import { formOf, nodeAt } from "../testing/form-of.ts";
import { fieldXml, groupXml, ruleXml, schemaXml } from "../testing/schema-xml.ts";

const [from, to, born, lots, rest, pays] = ["F99000000001", "F99000000002", "F99000000003", "F99000000004", "F99000000005", "F99000000006"] as const;
const [day, month, year] = ["F99000000011", "F99000000012", "F99000000013"] as const;

const made = (sentence: string) => formOf(schemaXml([
  ["0:1", fieldXml(from, { name: "Beginn", datentyp: "date" })], ["0:1", fieldXml(to, { name: "Ende", datentyp: "date" })], ["0:1", fieldXml(born, { name: "Geburtsdatum", datentyp: "date" })],
  ["0:1", fieldXml(lots, { name: "Anteil A", datentyp: "num_int" })], ["0:1", fieldXml(rest, { name: "Anteil B", datentyp: "num_int" })], ["0:1", fieldXml(pays, { name: "Miete", datentyp: "num_currency" })],
  ["0:1", fieldXml(day, { name: "Tag", datentyp: "num_int" })], ["0:1", fieldXml(month, { name: "Monat", datentyp: "num_int" })], ["0:1", fieldXml(year, { name: "Jahr", datentyp: "num_int" })],
], ruleXml(sentence)), codelistLookup([]));

/** Whether a form with this sentence refuses the answers. */
function refuses(sentence: string, answers: Answers): boolean {
  const { form, rules } = made(sentence);
  assert.deepEqual(rules.map(({ status, reason }) => [status, reason]), [["translated", undefined]], sentence);
  return checkAll(compileForm(parseDefinition(JSON.parse(JSON.stringify(form)))), answers, "2026-11-26").some(({ code }) => code === "rule");
}

const cases: readonly (readonly [sentence: string, wrong: Answers, right: Answers])[] = [
  [`${from} "Beginn" muss zeitlich vor ${to} "Ende" liegen.`, { [from]: "2026-02-02", [to]: "2026-02-02" }, { [from]: "2026-02-01", [to]: "2026-02-02" }],
  [`Das Feld ${to} "Ende" darf nicht vor dem Feld ${from} "Beginn" liegen.`, { [from]: "2026-02-02", [to]: "2026-02-01" }, { [from]: "2026-02-02", [to]: "2026-02-02" }],
  [`Das Datum in ${to} muss nach ${from} liegen.`.replace("Das Datum in", "Das Feld"), { [from]: "2026-02-02", [to]: "2026-02-02" }, { [from]: "2026-02-02", [to]: "2026-02-03" }],
  [`Wenn das Feld ${lots} befüllt ist, dann muss ${lots} kleiner als ${rest} sein.`, { [lots]: 5, [rest]: 5 }, { [lots]: 4, [rest]: 5 }],
  [`${lots} darf nicht größer als ${rest} sein.`, { [lots]: 6, [rest]: 5 }, { [lots]: 5, [rest]: 5 }],
  [`Die Summe der Felder ${lots} "Anteil A" und ${rest} "Anteil B" muss 100 ergeben.`, { [lots]: 60, [rest]: 41 }, { [lots]: 60, [rest]: 40 }],
  [`Die Summe aus ${lots} und ${rest} darf 100 nicht überschreiten.`, { [lots]: 101 }, { [lots]: 100 }],
  [`${pays} "Miete" muss größer als 0,50 Euro sein.`, { [pays]: 50 }, { [pays]: 51 }],
  [`Wenn alle drei Felder ${day} "Tag", ${month} "Monat" und ${year} "Jahr" befüllt sind, muss die Validität des sich ergebenden Kalenderdatums sichergestellt werden. D.h. der 30.02.2019 muss verhindert werden.`, { [day]: 29, [month]: 2, [year]: 1900 }, { [day]: 29, [month]: 2, [year]: 2000 }],
  [`Wenn ${day}, ${month} und ${year} befüllt sind, muss sich daraus ein gültiges Datum ergeben.`.replace("Wenn ", "Wenn alle Felder "), { [day]: 31, [month]: 4, [year]: 2020 }, { [day]: 30, [month]: 4, [year]: 2020 }],
  [`Wenn mindestens eines der Felder ${lots}, ${rest} befüllt ist, dann muss ${pays} befüllt werden.`, { [rest]: 1 }, { [pays]: 1 }],
  [`Wenn keines der Felder ${lots}, ${rest} befüllt ist, dann muss ${pays} befüllt werden.`, {}, { [rest]: 1 }],
];

for (const [sentence, wrong, right] of cases) {
  test(`understood: ${sentence}`, () => {
    assert.ok(refuses(sentence, wrong), "wrong answers are refused");
    assert.ok(!refuses(sentence, right), "right answers are not");
  });
}

test("a relation says nothing while one of its dates is not given", () => {
  assert.ok(!refuses(`${from} muss vor ${to} liegen.`, { [from]: "2026-02-02" }));
});

test("an age asks for more of the young only", () => {
  const { form } = made(`WENN ${born} Geburtsdatum = < 18 Jahre, DANN zeige ${lots} an, SONST zeige ${lots} nicht an.`);
  assert.deepEqual(nodeAt({ ...made(""), form }, lots).when, { "<": [{ age_on: [{ var: born }, { var: "$today" }] }, 18] });
});

for (const [why, sentence] of [
  ["a date and a number", `${from} muss kleiner als ${lots} sein.`],
  ["euros and a count", `${pays} darf nicht größer als ${lots} sein.`],
  ["a date and 5", `${from} muss größer als 5 sein.`],
  ["which field is the month", `Wenn alle drei Felder ${lots}, ${rest} und ${year} befüllt sind, muss die Gültigkeit des Datums sichergestellt werden.`],
  ["more than the explanation says", `${from} muss vor ${to} liegen. D.h. ${born} ist ebenfalls zu prüfen.`],
] as const) {
  test(`left for a person to read: ${why}`, () => {
    assert.deepEqual(made(sentence).rules.map(({ status }) => status), ["review"]);
  });
}

test("in different repeated groups nothing is compared", () => {
  const result = formOf(schemaXml([["1:*", groupXml("G99000000001", "A", [["1:1", fieldXml(from, { datentyp: "date" })]])], ["1:*", groupXml("G99000000002", "B", [["1:1", fieldXml(to, { datentyp: "date" })]])]], ruleXml(`${from} muss vor ${to} liegen.`)));
  assert.deepEqual(result.rules.map(({ status }) => status), ["review"]);
});
