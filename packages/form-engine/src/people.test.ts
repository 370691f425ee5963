import assert from "node:assert/strict";
import { test } from "node:test";
import { checkAll } from "./check-all.ts";
import { adaptationProblems } from "./editor/adaptation.ts";
import { removePerson, savePerson } from "./editor/edit-people.ts";
import { formHints } from "./editor/hints.ts";
import { compileForm } from "./compile-form.ts";
import type { FormDefinition, Logic, Node, Step } from "./definition.ts";
import { exportAnswers } from "./export-answers.ts";
import { letterProblems } from "./letters.ts";
import { isHidden, neededPeople, ownForm, personForm, readForm, uploaders } from "./people.ts";
import { parseDefinition } from "./parse-definition.ts";
import { FormDefinitionError } from "./problems.ts";
import { summary } from "./summary.ts";

const today = "2026-11-22";
const de = (text: string) => ({ de: text });
const text = (id: string, more: object = {}): Node => ({ kind: "field", id, type: "text", label: de(id), ...more } as Node);
const steps: readonly Step[] = [
  { id: "erste", title: de("Erste"), nodes: [text("name"), { kind: "field", id: "zuZweit", type: "yesno", label: de("Zu zweit?") }] },
  { id: "zweite", title: de("Zweite"), person: "andere", nodes: [text("einkommen"), text("mehr", { required: false })] },
];
const definition = (more: Partial<FormDefinition> = {}): FormDefinition => ({ id: "antrag", version: "1.0.0", title: de("Antrag"), steps, people: [{ id: "andere", title: de("Andere Person"), when: { "===": [{ var: "zuZweit" }, true] } }], ...more });
const problems = (more: Partial<FormDefinition>): readonly string[] => {
  try { compileForm(parseDefinition(definition(more))); return []; } catch (error) { assert.ok(error instanceof FormDefinitionError); return error.problems.map(({ path, problem }) => `${path}: ${problem}`); }
};
const form = compileForm(parseDefinition(definition()));

test("each fills in their own steps; the whole form has all of them", () => {
  assert.deepEqual([ownForm(form), personForm(form, "andere"), form].map(({ steps: own }) => own.map(({ id }) => id)), [["erste"], ["zweite"], ["erste", "zweite"]]);
  assert.deepEqual(checkAll(ownForm(form), { name: "Erika", zuZweit: true }, today), []);
  assert.deepEqual(checkAll(personForm(form, "andere"), {}, today).map(({ path, code }) => `${path} ${code}`), ["einkommen missing"]);
  assert.deepEqual(exportAnswers(ownForm(form), { name: "Erika", zuZweit: true, einkommen: "untergeschoben" }, today), { name: "Erika", zuZweit: true });
  assert.throws(() => personForm(form, "niemand"), /no person "niemand"/);
  assert.equal(ownForm(form), ownForm(form), "compiled once");
  const plain = compileForm(definition({ people: [], steps: steps.slice(0, 1) }));
  assert.equal(ownForm(plain), plain);
});

test("whether somebody has to take part hangs on the answers of whoever begins", () => {
  const needed = (zuZweit: boolean) => neededPeople(form, { name: "Erika", zuZweit }, today).map(({ definition: { id } }) => id);
  assert.deepEqual([needed(true), needed(false)], [["andere"], []]);
  // In the whole form, too: answers of somebody who does not take part any more count for nothing.
  const both = { name: "Erika", zuZweit: true, einkommen: "1000" };
  assert.deepEqual(summary(form, both, "de", today).map(({ title }) => title), ["Erste", "Zweite"]);
  assert.deepEqual(exportAnswers(form, { ...both, zuZweit: false }, today), { name: "Erika", zuZweit: false });
});

test("nothing hidden gets across: no condition, no rule, no letter", () => {
  const reads: Logic = { "!!": [{ var: "einkommen" }] };
  assert.deepEqual(problems({ steps: [{ ...steps[0]!, nodes: [...steps[0]!.nodes, text("frage", { when: reads })] }, steps[1]!] }), ['frage: reads "einkommen", which is hidden from whoever fills in this step']);
  assert.deepEqual(problems({ steps: [...steps, { id: "dritte", title: de("Dritte"), when: reads, nodes: [text("wort")] }] }), ['steps.dritte: reads "einkommen", which is hidden from whoever fills in this step']);
  assert.deepEqual(problems({ steps: [steps[0]!, { ...steps[1]!, nodes: [...steps[1]!.nodes, text("frage", { when: { "!!": [{ var: "name" }] } })] }] }), ['frage: reads "name", which is hidden from whoever fills in this step']);
  assert.deepEqual(problems({ steps: [steps[0]!, { ...steps[1]!, when: { "!!": [{ var: "name" }] } }] }), ['steps.zweite: reads "name", which is hidden from whoever fills in this step']);
  assert.deepEqual(problems({ rules: [{ id: "r", step: "erste", at: "name", holds: reads, message: de("Nein") }] }), ['rules.r: reads "einkommen", which is hidden from whoever fills in this step']);
  assert.deepEqual(problems({ people: [{ id: "andere", title: de("Andere"), when: reads }] }).filter((one) => one.startsWith("people")), ['people.andere: the condition reads "einkommen", which is hidden']);
  assert.ok(isHidden(form, "einkommen") && !isHidden(form, "name"));
  assert.deepEqual(letterProblems([{ id: "b", kind: "grant", title: "B", subject: "B", paragraphs: ["Ihr {{einkommen}}"] }], form).map(({ problem }) => problem), ['speaks of "einkommen", which is hidden from whoever gets the letter']);
});

test("people and steps have to fit, and others fetch nothing from a register", () => {
  assert.deepEqual(problems({ people: [] }), ['steps.zweite: there is no person "andere"']);
  assert.deepEqual(problems({ people: [{ id: "andere", title: de("A") }, { id: "ohne", title: de("B") }] }), ["people.ohne: no step is filled in by this person"]);
  assert.deepEqual(problems({ steps: [{ ...steps[1]! }], people: [{ id: "andere", title: de("A") }] }), ["people: no step is left for whoever begins"]);
  const file = (more: object = {}): Node => ({ kind: "field", id: "datei", type: "upload", label: de("Datei"), ...more } as Node);
  const withFile = (more: object = {}) => ({ steps: [steps[0]!, { ...steps[1]!, nodes: [file(more)] }] });
  assert.deepEqual(problems(withFile()), []);
  assert.deepEqual(problems(withFile({ fetched: "meldung" })), ["datei: evidence from a register is fetched by whoever begins, not in a step of another person"]);
  assert.deepEqual([uploaders(definition()), uploaders(definition(withFile())), uploaders(definition({ steps: [{ ...steps[0]!, nodes: [{ kind: "group", id: "g", title: de("G"), nodes: [file()] }] }, { ...steps[1]!, nodes: [file({ id: "mehr" })] }] }))], [0, 1, 2]);
});

test("what is shown to whoever began is read by them after the sending, and asked of the other before", () => {
  const open = compileForm(parseDefinition(definition({ people: [{ ...definition().people![0]!, shown: true }] })));
  const both = { name: "Erika", zuZweit: true, einkommen: "1000" };
  assert.deepEqual(ownForm(open).steps.map(({ id }) => id), ["erste"]);
  assert.deepEqual(exportAnswers(readForm(open), both, today), both);
  assert.deepEqual(exportAnswers(readForm(open), { ...both, zuZweit: false }, today), { name: "Erika", zuZweit: false }, "who need not take part has said nothing");
  assert.equal(readForm(form), ownForm(form), "hidden unless the form says otherwise");
  assert.ok(!isHidden(open, "einkommen"));
  assert.deepEqual(problems({ people: open.definition.people!, steps: [{ ...steps[0]!, nodes: [...steps[0]!.nodes, text("frage", { when: { "!!": [{ var: "einkommen" }] } })] }, steps[1]!] }), ['frage: reads "einkommen", which is hidden from whoever fills in this step'], "shown afterwards is not known before");
});

test("an adaptation keeps who fills in what, when, and who reads it; the words are free", () => {
  const base = definition();
  const problemsOf = (own: FormDefinition) => adaptationProblems(base, own).map(({ path, problem }) => `${path}: ${problem}`);
  assert.deepEqual(problemsOf(definition({ people: [{ ...base.people![0]!, title: de("Zweite sorgeberechtigte Person") }] })), []);
  assert.deepEqual(problemsOf(definition({ people: [{ ...base.people![0]!, shown: true }] })), ["people.andere: a person of the publisher is missing or was changed"]);
  assert.deepEqual(problemsOf(removePerson(base, "andere")), ["steps.zweite: who fills in a step of the publisher was changed", "people.andere: a person of the publisher is missing or was changed"]);
  const more = savePerson({ ...base, steps: [...base.steps, { id: "dritte", title: de("Dritte"), nodes: [text("wort")] }] }, { id: "dritte", title: de("Dritte Person") }, ["dritte"]);
  assert.deepEqual(problemsOf(more), [], "a person of one's own may be added");
  assert.deepEqual(more.steps.map(({ person }) => person), [undefined, "andere", "dritte"]);
  assert.deepEqual(formHints(compileForm(more)).filter(({ path }) => path.startsWith("people.")).map(({ path, code }) => `${path} ${code}`), ["people.andere person-unnamed", "people.dritte person-always", "people.dritte person-unnamed"]);
});
