import assert from "node:assert/strict";
import { test } from "node:test";
import { compileForm } from "../compile-form.ts";
import type { FormDefinition, Node, Step } from "../definition.ts";
import { departuresFrom } from "./departures.ts";

const de = (text: string) => ({ de: text });
const text = (id: string, more: object = {}): Node => ({ kind: "field", id, type: "text", label: de(id), maxLength: 50, ...more } as Node);
const group = (nodes: readonly Node[], more: object = {}): Node => ({ kind: "group", id: "gruppe", title: de("Gruppe"), nodes, ...more } as Node);
const inside: readonly Node[] = [text("eins"), text("zwei", { required: false })];
const steps: readonly Step[] = [
  { id: "erste", title: de("Erste"), nodes: [text("name"), text("anmerkung", { required: false }), group(inside), { kind: "field", id: "zusatz", type: "yesno", label: de("Zusatz") }] },
  { id: "zweite", title: de("Zweite"), when: { "===": [{ var: "zusatz" }, true] }, nodes: [text("mehr")] },
];
const form = (changed: readonly Step[], more: Partial<FormDefinition> = {}) => compileForm({ id: "probe", version: "1.0.0", title: de("Probe"), steps: changed, ...more });
const first = (nodes: readonly Node[], more: object = {}): readonly Step[] => [{ ...steps[0]!, nodes: [...nodes, steps[0]!.nodes.at(-1)!], ...more }, steps[1]!];
const [name, note] = [text("name"), text("anmerkung", { required: false })];
const told = (changed: readonly Step[], more: Partial<FormDefinition> = {}) => departuresFrom(form(steps), form(changed, more)).map(({ path, why }) => `${path} ${why}`);

test("a form that asks the same, more, or more strictly departs from nothing", () => {
  assert.deepEqual(told(steps), []);
  assert.deepEqual(told(first([{ ...name, maxLength: 20 } as Node, text("neu"), text("anmerkung"), group([...inside, text("drei")])])), []);
  assert.deepEqual(told(first([name, group(inside)])), [], "what nobody had to answer may go");
});

test("what was always given and may be missing now is named, with why", () => {
  assert.deepEqual(told(first([note, group(inside)])), ["name gone"]);
  assert.deepEqual(told(first([{ ...name, required: false } as Node, note, group(inside)])), ["name optional"]);
  assert.deepEqual(told(first([{ ...name, when: { "===": [{ var: "zusatz" }, true] } } as Node, note, group(inside)])), ["name conditional"]);
  assert.deepEqual(told(first([name, note, group(inside, { required: false })])), ["gruppe optional"], "the group, not each of its questions");
  assert.deepEqual(told(first([name, note, group([text("zwei", { required: false })])])), ["gruppe.eins gone"]);
});

test("a step that got a condition, or a person who need not take part, makes all of it conditional; a person who always does not", () => {
  const other: Step = { id: "dritte", title: de("Dritte"), nodes: [text("einkommen")] };
  const before = form([...steps, other]);
  const after = (step: Step, more: Partial<FormDefinition> = {}) => departuresFrom(before, form([...steps, step], more)).map(({ path, why }) => `${path} ${why}`);
  assert.deepEqual(after({ ...other, when: { "===": [{ var: "zusatz" }, true] } }), ["einkommen conditional"]);
  assert.deepEqual(after({ ...other, person: "andere" }, { people: [{ id: "andere", title: de("Andere"), when: { "===": [{ var: "zusatz" }, true] } }] }), ["einkommen conditional"]);
  assert.deepEqual(after({ ...other, person: "andere" }, { people: [{ id: "andere", title: de("Andere") }] }), []);
});

test("another kind of answer, one that repeats now, and a longer one are named also where they need not be given", () => {
  assert.deepEqual(told(first([name, { kind: "field", id: "anmerkung", type: "date", label: de("x"), required: false }, group(inside)])), ["anmerkung kind"]);
  assert.deepEqual(told(first([name, text("anmerkung", { required: false, repeat: { min: 0, max: 3 } }), group(inside)])), ["anmerkung kind"]);
  assert.deepEqual(told(first([{ ...name, maxLength: 51 } as Node, note, group(inside)])), ["name longer"]);
  assert.deepEqual(told([steps[0]!, { ...steps[1]!, nodes: [text("mehr", { required: false })] }]), [], "what hung on a condition was never sure");
});
