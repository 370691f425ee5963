import assert from "node:assert/strict";
import { test } from "node:test";
import { applyPrefill } from "../prefill.ts";
import { checkAll } from "../check-all.ts";
import { compileForm } from "../compile-form.ts";
import type { Answers, Compound, FormDefinition } from "../definition.ts";
import { documentRows } from "../document-rows.ts";
import { exportAnswers } from "../export-answers.ts";
import { parseDefinition } from "../parse-definition.ts";
import { parseStep } from "../parse-step.ts";
import { summary } from "../summary.ts";

const today = "2026-11-22";
const label = (de: string) => ({ de, en: de });
const definition = (...nodes: readonly Compound[]): FormDefinition => ({ id: "f", version: "1.0.0", title: label("F"), steps: [{ id: "s", title: label("S"), nodes }] });
const address: Compound = { kind: "compound", id: "anschrift", type: "address", label: label("Anschrift"), own: true, abroad: true };
const form = compileForm(parseDefinition(definition(address)));
const post = (fields: Readonly<Record<string, string>>) => parseStep(form, "s", new Map(Object.entries(fields).map(([name, value]) => [`anschrift.${name}`, [value]])), {}, today);
const home = { country: "DE", street: "Lindenweg", houseNumber: "7a", postalCode: "00101", city: "Musterstadt" };

test("an address at home is asked by its parts, and each part has its own error", () => {
  assert.deepEqual(post(home).errors, []);
  assert.deepEqual(post({ ...home, postalCode: "12", city: "" }).errors.map(({ path, code }) => `${path} ${code}`), ["anschrift.postalCode wrong-format", "anschrift.city missing"]);
  // What was right is kept, whatever else is wrong.
  assert.deepEqual(post({ ...home, postalCode: "12", city: "" }).answers["anschrift"], { country: "DE", street: "Lindenweg", houseNumber: "7a" });
});

test("an address abroad is asked by other lines; a postcode there has no form and need not be", () => {
  const first = post({ country: "NL" });
  const { answers, errors } = parseStep(form, "s", new Map([["anschrift.country", ["NL"]], ["anschrift.addressLine", ["Voorbeeldstraat 1"]], ["anschrift.city", ["Utrecht"]]]), first.answers, today);
  assert.deepEqual(errors, []);
  assert.deepEqual(exportAnswers(form, answers, today), { anschrift: { country: "NL", addressLine: "Voorbeeldstraat 1", city: "Utrecht" } });
});

test("it is one line for people and a fact each in the PDF", () => {
  const { answers } = post({ ...home, supplement: "Hinterhaus" });
  const [section] = summary(form, answers, "de", today);
  assert.equal(section?.rows[0]?.kind === "row" && section.rows[0].value, "Lindenweg 7a\nHinterhaus\n00101 Musterstadt\nDeutschland");
  assert.deepEqual(documentRows(section?.rows ?? []).map((row) => ("rows" in row ? row.rows.length : row.value)), [6]);
  assert.equal(summary(form, {}, "de", today)[0]?.rows.map((row) => (row.kind === "row" ? row.value : "")).join(), "Nicht angegeben");
});

test("one's own address may come from the account, another's may not", () => {
  const attributes = { street: "Lindenweg", houseNumber: "7", postalCode: "00101", locality: "Musterstadt" };
  assert.deepEqual(applyPrefill(form, {}, attributes, today).answers, { anschrift: { street: "Lindenweg", houseNumber: "7", postalCode: "00101", city: "Musterstadt" } });
  const { own: _own, ...others } = address;
  assert.deepEqual(applyPrefill(compileForm(definition(others)), {}, attributes, today).filled, []);
});

test("only one's own data carry autocomplete tokens", () => {
  const tokens = (own: boolean) => [...compileForm(definition({ kind: "compound", id: "p", type: "person", label: label("P"), own, ask: ["givenName", "surname", "birthdate", "email", "phone"] })).nodes.values()].flatMap((node) => (node.kind === "field" ? node.definition.autocomplete ?? [] : []));
  assert.deepEqual(tokens(true), ["given-name", "family-name", "bday", "email", "tel"]);
  assert.deepEqual(tokens(false), []);
});

test("a compound inside repeated groups reads its own country, not its neighbour's", () => {
  const many = { min: 1, max: 5, addLabel: label("mehr"), itemTitle: label("Anschrift") };
  const list = compileForm(definition({ kind: "compound", id: "orte", type: "address", label: label("Orte"), abroad: true, repeat: many }));
  const abroad = { country: "FR", addressLine: "1 rue Exemple", city: "Lyon" };
  assert.deepEqual(checkAll(list, { orte: [home, abroad] }, today), []);
  assert.deepEqual(checkAll(list, { orte: [abroad, { ...abroad, country: "DE" }] }, today).map(({ path }) => path), ["orte.1.street", "orte.1.houseNumber", "orte.1.postalCode"]);
});

test("an optional person is asked for whole or not at all", () => {
  const optional = compileForm(definition({ kind: "compound", id: "p", type: "person", label: label("Vertretung"), required: false }));
  assert.deepEqual(checkAll(optional, {}, today), []);
  assert.deepEqual(checkAll(optional, { p: { givenName: "Jonas" } }, today).map(({ path }) => path), ["p.surname"]);
});

test("how somebody is reached may stay empty, a bank account may not, and the BIC is asked for outside Europe only", () => {
  const reach = compileForm(parseDefinition(definition({ kind: "compound", id: "k", type: "contact", label: label("K"), own: true }, { kind: "compound", id: "b", type: "bank", label: label("B"), abroad: true }, { kind: "compound", id: "z", type: "period", label: label("Z"), open: true })));
  const paths = (answers: Answers) => checkAll(reach, answers, today).map(({ path }) => path);
  assert.deepEqual(paths({}), ["b.holder", "b.iban", "z.from"]);
  const german = { holder: "Erika Beispiel", iban: "DE02120300000000202051" };
  assert.deepEqual(paths({ b: german, z: { from: "2026-12-01" } }), []);
  assert.deepEqual(paths({ b: { holder: "Erika Beispiel", iban: "GB33BUKB20201555555555" }, z: { from: "2026-12-01" } }), ["b.bic"]);
  const rows = summary(reach, { k: { phone: "0123 555-17" }, b: german, z: { from: "2026-12-01", until: "2026-12-24" } }, "de", today)[0]?.rows.map((row) => (row.kind === "row" ? row.value : ""));
  assert.deepEqual(rows, ["Telefon: 0123 555-17", "Erika Beispiel\nDE02 1203 0000 0000 2020 51", "01.12.2026 bis 24.12.2026"]);
});
