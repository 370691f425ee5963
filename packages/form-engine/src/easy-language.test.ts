import assert from "node:assert/strict";
import { test } from "node:test";
import { compileForm } from "./compile-form.ts";
import { hasEasyLanguage, inEasyLanguage } from "./easy-language.ts";
import { stepView } from "./step-view.ts";

const form = compileForm({ id: "kita", version: "1.0.0", title: { de: "Kita" }, steps: [{ id: "kind", title: { de: "Kind" }, nodes: [
  { kind: "field", id: "ab", type: "choice", label: { de: "Ab wann?", easy: "Wann soll das Kind kommen?" }, options: [{ value: "1", label: { de: "Sofort", en: "At once" } }] },
  { kind: "compound", id: "fuer", type: "applicant", label: { de: "Für wen?" } },
] }] });

test("what is written in easy language stands in the place of the German text, in compounds too; values and other languages stay", () => {
  const { nodes } = stepView(form, "kind", { ab: "1" }, "2026-11-22");
  const easy = inEasyLanguage(nodes);
  const [ab, fuer] = easy;
  assert.ok(ab?.kind === "field" && ab.definition.type === "choice");
  assert.deepEqual([ab.definition.label.de, ab.definition.options[0]?.label, ab.values[0]?.value], ["Wann soll das Kind kommen?", { de: "Sofort", en: "At once" }, "1"]);
  assert.ok(fuer?.kind === "group" && fuer.nodes[0]?.kind === "field");
  assert.equal(fuer.nodes[0].definition.label.de, "Für wen ist der Antrag?");
  assert.equal(nodes[0]?.kind === "field" && nodes[0].definition.label.de, "Ab wann?", "the form itself is not changed");
});

test("an answer that only looks like a text is left alone", () => {
  assert.deepEqual(inEasyLanguage({ de: "a", easy: "b", lat: 1 }), { de: "a", easy: "b", lat: 1 });
  assert.deepEqual([hasEasyLanguage(form.definition), hasEasyLanguage({ de: "nur Deutsch" }), hasEasyLanguage([{ de: "x", easy: " " }])], [true, false, false]);
});
