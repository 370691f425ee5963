import assert from "node:assert/strict";
import { test } from "node:test";
import { answerFor, compileForm, parseDefinition } from "./index.ts";

const field = (id: string, prefill?: string) => ({ kind: "field", id, type: "text", label: { de: id }, ...(prefill === undefined ? {} : { prefill }) });
const form = compileForm(parseDefinition({
  id: "f", version: "1.0.0", title: { de: "F" },
  steps: [{ id: "s", title: { de: "S" }, nodes: [field("frueher", "surname"), { kind: "group", id: "person", title: { de: "Person" }, nodes: [field("nachname", "surname"), field("wohnort")] }] }],
}));

test("what the account would fill in is read from the first such field that is answered", () => {
  assert.equal(answerFor(form, { person: { nachname: " Beispiel ", wohnort: "Musterstadt" } }, "surname"), "Beispiel");
  assert.equal(answerFor(form, { frueher: "  ", person: { nachname: "Beispiel" } }, "surname"), "Beispiel");
  assert.equal(answerFor(form, { frueher: "Muster", person: { nachname: "Beispiel" } }, "surname"), "Muster");
  assert.equal(answerFor(form, { person: { wohnort: "Musterstadt" } }, "surname"), undefined);
  assert.equal(answerFor(form, { frueher: "Muster" }, "locality"), undefined);
});
