import assert from "node:assert/strict";
import { test } from "node:test";
import { compileForm } from "./compile-form.ts";
import { reasonsOf, withoutReason } from "./reasons.ts";
import { missingTexts } from "./text-gaps.ts";

const whole = (de: string) => ({ de, en: `${de} (en)`, easy: `${de} (leicht)` });
const form = compileForm({
  id: "f", version: "1.0.0", title: whole("Hund"), rules: [{ id: "r", step: "s", at: "name", holds: true, message: { de: "Nein", easy: "Nein" } }],
  steps: [{ id: "s", title: { de: "Halter" }, nodes: [
    { kind: "field", id: "name", type: "text", label: whole("Name"), hint: { de: "Hinweis", en: "  ", easy: "leicht" }, why: { text: whole("Wegen des Bescheids"), legalBasis: "§ 3 Satzung" } },
    { kind: "field", id: "rasse", type: "choice", label: whole("Rasse"), options: [{ value: "a", label: { de: "Akita", en: "Akita" } }] },
    { kind: "field", id: "text", type: "info", label: whole("Hinweis"), text: whole("Text") },
    { kind: "field", id: "summe", type: "computed", as: "amount", compute: 1, label: whole("Summe") },
    { kind: "compound", id: "ort", type: "address", label: whole("Anschrift"), why: { text: whole("Für die Post") } },
    { kind: "group", id: "g", title: whole("Gruppe"), nodes: [{ kind: "field", id: "chip", type: "text", label: whole("Chip") }, { kind: "field", id: "fest", type: "text", label: whole("Fest"), fixed: "hidden", value: "x" }] },
  ] }],
});

test("texts that are missing in a language are listed with what people read instead", () => {
  assert.deepEqual(missingTexts(form).map(({ path, what, language, german }) => `${path} ${what} ${language}: ${german}`), [
    "steps.s title en: Halter", "steps.s title easy: Halter", "name hint en: Hinweis", "rasse options.a easy: Akita", "rules.r message en: Nein",
  ]);
  assert.deepEqual(missingTexts(form, ["easy"]).map(({ path }) => path), ["steps.s", "rasse"]);
});

test("questions without a reason are listed, those that ask nothing are not", () => {
  assert.deepEqual(withoutReason(form).map(({ path }) => path), ["rasse", "g.chip"]);
  assert.deepEqual(reasonsOf(form).map(({ path, why }) => `${path}: ${why.text.de} ${why.legalBasis ?? ""}`.trim()), ["name: Wegen des Bescheids § 3 Satzung", "ort: Für die Post"]);
});
