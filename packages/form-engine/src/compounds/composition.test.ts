import assert from "node:assert/strict";
import { test } from "node:test";
import { compileForm } from "../compile-form.ts";
import type { FormDefinition, Group, Node } from "../definition.ts";
import { documentRows } from "../document-rows.ts";
import { exportAnswers } from "../export-answers.ts";
import { parseDefinition } from "../parse-definition.ts";
import { FormDefinitionError } from "../problems.ts";
import { applyPrefill } from "../prefill.ts";
import { summary } from "../summary.ts";

const today = "2026-11-22";
const line = (id: string, de: string): Node => ({ kind: "field", id, type: "text", label: { de }, required: false });
const home: Group = { kind: "group", id: "G86", title: { de: "Straßenanschrift" }, nodes: [line("F243", "Straße"), line("F244", "Hausnummer"), line("F246", "Postleitzahl"), line("F247", "Ort")] };
const parts = { "G86.F243": "street", "G86.F244": "houseNumber", "G86.F246": "postalCode", "G86.F247": "city" };
const form = (group: Partial<Group>) => {
  const definition: FormDefinition = { id: "f", version: "1.0.0", title: { de: "F" }, steps: [{ id: "s", title: { de: "S" }, nodes: [{ kind: "group", id: "G93", title: { de: "Anschrift" }, nodes: [home], as: { type: "address", parts }, ...group }] }] };
  return compileForm(parseDefinition(definition));
};
const answers = { G93: { G86: { F243: "Lindenweg", F244: "7a", F246: "00101", F247: "Musterstadt" } } };

test("the parts of a composition read as one, and its data keeps every place", () => {
  const made = form({});
  const [section] = summary(made, answers, "de", today);
  assert.deepEqual(section?.rows.map((row) => [row.path, row.kind === "row" ? `${row.label}: ${row.value}` : row.title]), [["G93", "Anschrift: Lindenweg 7a\n00101 Musterstadt"]]);
  assert.deepEqual(documentRows(section?.rows ?? []).map((row) => ("rows" in row ? row.rows.length : 0)), [4]);
  assert.deepEqual(exportAnswers(made, answers, today), answers);
});

test("what is no part of it follows, and a composition without answers says so once", () => {
  const made = form({ nodes: [home, line("tor", "Welches Tor?")] });
  const rows = (given: typeof answers | object) => summary(made, { ...given }, "de", today)[0]?.rows.flatMap((row) => (row.kind === "group" ? row.rows.map((inner) => (inner.kind === "row" ? `${inner.label}: ${inner.value}` : inner.title)) : [row.value]));
  assert.deepEqual(rows(answers), ["Anschrift: Lindenweg 7a\n00101 Musterstadt", "Welches Tor?: Nicht angegeben"]);
  assert.deepEqual(rows({}), ["Anschrift: Nicht angegeben", "Welches Tor?: Nicht angegeben"]);
});

test("a part that its type does not have is a fault, a place that does not exist is none", () => {
  assert.throws(() => form({ as: { type: "address", parts: { "G86.F243": "castle" } } }), (error) => error instanceof FormDefinitionError && /"castle" is not a part of address/.test(error.message));
  assert.doesNotThrow(() => form({ as: { type: "address", parts: { ...parts, "G87.F246": "postalCode" } } }));
});

test("an account's code fills a choice that knows it by another name", () => {
  const made = compileForm(parseDefinition({ id: "f", version: "1.0.0", title: { de: "F" }, steps: [{ id: "s", title: { de: "S" }, nodes: [
    { kind: "field", id: "staat", type: "choice", label: { de: "Staat" }, prefill: "nationality", options: [{ value: "000", label: { de: "deutsch" }, also: ["D", "DE", "DEU"] }, { value: "121", label: { de: "albanisch" } }] },
  ] }] }));
  assert.deepEqual(applyPrefill(made, {}, { nationality: "D" }, today).answers, { staat: "000" });
  assert.deepEqual(applyPrefill(made, {}, { nationality: "XXA" }, today).filled, []);
});
