import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { adaptationProblems, addNode, type FormDefinition, type JsonValue, mergeThree, moveNode, removeNode, setNode } from "../index.ts";

const field = (id: string, de: string, more: object = {}) => ({ kind: "field", id, type: "text", label: { de }, ...more }) as const;
const base: FormDefinition = { id: "f", version: "1.0.0", title: { de: "Hund" }, steps: [{ id: "s", title: { de: "Schritt" }, nodes: [field("name", "Name"), field("ort", "Ort"), { kind: "field", id: "bild", type: "upload", label: { de: "Bild" } }] }] };
const json = (value: unknown): JsonValue => JSON.parse(JSON.stringify(value)) as JsonValue;
const value = fc.letrec((tie) => ({ leaf: fc.oneof(fc.integer(), fc.string(), fc.boolean()), node: fc.oneof({ maxDepth: 3 }, tie("leaf"), fc.dictionary(fc.stringMatching(/^[a-c]$/), tie("node"), { maxKeys: 3, noNullPrototype: true }), fc.array(tie("node"), { maxLength: 3 })) })).node as fc.Arbitrary<JsonValue>;

test("what only one side changed is taken over, and the same change on both sides is no conflict", () => {
  fc.assert(fc.property(value, value, (a, b) => {
    assert.deepEqual(mergeThree(a, a, b), { merged: b, conflicts: [] });
    assert.deepEqual(mergeThree(a, b, a), { merged: b, conflicts: [] });
    assert.deepEqual(mergeThree(a, b, b), { merged: b, conflicts: [] });
  }));
});
test("different places are merged question by question; added questions keep their place after what they follow", () => {
  const theirs = addNode(setNode(base, "name", field("name", "Ihr Name")), { step: "s" }, field("neu", "Neu"));
  const mine = moveNode(addNode(setNode(base, "ort", field("ort", "Wohnort")), { step: "s" }, field("marke", "Steuermarke")), "marke", -1);
  const { merged, conflicts } = mergeThree(json(base), json(theirs), json(mine));
  assert.deepEqual(conflicts, []);
  assert.deepEqual((merged as unknown as FormDefinition).steps[0]?.nodes.map((node) => [node.id, "label" in node ? node.label.de : ""]), [["name", "Ihr Name"], ["ort", "Wohnort"], ["marke", "Steuermarke"], ["bild", "Bild"], ["neu", "Neu"]]);
});
test("the same place is a conflict with all three, decided by choice; something removed there that was changed here, too", () => {
  const theirs = removeNode(setNode(base, "name", field("name", "Ihr Name")), "ort");
  const mine = setNode(setNode(base, "name", field("name", "Vor- und Nachname")), "ort", field("ort", "Wohnort"));
  const { conflicts, merged } = mergeThree(json(base), json(theirs), json(mine));
  assert.deepEqual(conflicts.map(({ path, base: was, theirs: there, mine: here }) => [path, was, there, here]), [
    ["steps.s.nodes.name.label.de", "Name", "Ihr Name", "Vor- und Nachname"], ["steps.s.nodes.ort", json(field("ort", "Ort")), undefined, json(field("ort", "Wohnort"))],
  ]);
  assert.deepEqual(merged, json(theirs));
  const chosen = mergeThree(json(base), json(theirs), json(mine), new Map([["steps.s.nodes.name.label.de", "mine"], ["steps.s.nodes.ort", "mine"]]));
  assert.deepEqual(chosen.merged, json(mine));
});
test("an adaptation may change words and uploads and add questions, and nothing else", () => {
  const fine = addNode(setNode(setNode(base, "name", field("name", "Ihr Name", { hint: { de: "wie im Ausweis" } })), "bild", { kind: "field", id: "bild", type: "upload", label: { de: "Foto" }, required: false, maxFiles: 3 }), { step: "s" }, field("marke", "Marke"));
  assert.deepEqual(adaptationProblems(base, fine), []);
  for (const [own, path] of [
    [removeNode(base, "ort"), "ort"], [setNode(base, "ort", field("ort", "Ort", { maxLength: 5 })), "ort"], [setNode(base, "name", { kind: "field", id: "name", type: "iban", label: { de: "Name" } }), "name"],
    [setNode(base, "name", field("name", "Name", { required: false })), "name"], [{ ...base, steps: [{ ...base.steps[0]!, when: { "===": [{ var: "ort" }, "x"] } }] }, "steps.s"],
  ] as const) assert.deepEqual(adaptationProblems(base, own as FormDefinition).map((one) => one.path), [path]);
});
