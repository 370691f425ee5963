import assert from "node:assert/strict";
import { test } from "node:test";
import { compileForm } from "./compile-form.ts";
import type { Answers, Node, Rule } from "./definition.ts";
import { fitsForm } from "./fits-form.ts";
import { parseDefinition } from "./parse-definition.ts";

const today = "2026-11-22";
const de = (text: string) => ({ de: text });
const field = (id: string, type = "text", more: object = {}): Node => ({ kind: "field", id, type, label: de(id), ...more } as Node);
const list = (...nodes: readonly Node[]): Node => ({ kind: "group", id: "hunde", title: de("Hunde"), repeat: { min: 0, max: 5, addLabel: de("mehr"), itemTitle: de("Hund") }, nodes });
const form = (nodes: readonly Node[], rules: readonly Rule[] = []) => compileForm(parseDefinition({ id: "f", version: "1.0.0", title: de("F"), steps: [{ id: "s", title: de("S"), nodes }], ...(rules.length > 0 ? { rules } : {}) }));
const first = form([field("name"), field("anzahl", "integer"), list(field("rasse"))]);
const answers: Answers = { name: "Erika", anzahl: 2, hunde: [{ rasse: "Dackel" }, { rasse: "Pudel" }] };
const fits = (nodes: readonly Node[], rules: readonly Rule[] = [], of: Answers = answers) => fitsForm(first, form(nodes, rules), of, today);

test("other words, another order and new questions lose nothing", () => {
  assert.ok(fits([list(field("rasse", "text", { label: de("Welche Rasse?") })), field("anzahl", "integer"), field("name"), field("neu")]));
  assert.ok(fits([field("name"), field("anzahl", "integer"), list(field("rasse"), field("farbe"))]));
  assert.ok(fitsForm(first, first, {}, today));
});

test("a question that is gone, of another type, single instead of several, or bound more tightly loses an answer", () => {
  assert.ok(!fits([field("name"), list(field("rasse"))]), "gone");
  assert.ok(!fits([field("name"), field("anzahl", "integer"), list(field("farbe"))]), "gone in a list");
  assert.ok(!fits([field("name"), field("anzahl"), list(field("rasse"))]), "text instead of number");
  assert.ok(!fits([field("name"), field("anzahl", "integer", { max: 1 }), list(field("rasse"))]), "too large now");
  assert.ok(!fits([field("name"), field("anzahl", "integer"), { kind: "group", id: "hunde", title: de("Hund"), nodes: [field("rasse")] }]), "one entry instead of several");
  // Whoever has not answered it loses nothing by it.
  assert.ok(fits([field("name"), list(field("rasse"))], [], { name: "Erika" }));
});

test("an answer that would count no more, or break a rule that it does not break here, stays where it is", () => {
  assert.ok(!fits([field("name"), field("anzahl", "integer", { when: { "===": [{ var: "name" }, "Max"] } }), list(field("rasse"))]));
  const rule: Rule = { id: "r", step: "s", at: "anzahl", holds: { "<": [{ var: "anzahl" }, 2] }, message: de("Höchstens einer") };
  assert.ok(!fits([field("name"), field("anzahl", "integer"), list(field("rasse"))], [rule]));
  assert.ok(fits([field("name"), field("anzahl", "integer"), list(field("rasse"))], [rule], { ...answers, anzahl: 1 }));
});
