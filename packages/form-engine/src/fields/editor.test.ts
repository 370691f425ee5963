import assert from "node:assert/strict";
import { test } from "node:test";
import { compileForm } from "../compile-form.ts";
import { compoundTypes } from "../compounds/compound-types.ts";
import { parseDefinition } from "../parse-definition.ts";
import { fieldTypes } from "./field-types.ts";

test("every type begins in the editor as a form that compiles, and is described in both languages", () => {
  for (const [type, { editor }] of [...Object.entries(fieldTypes), ...Object.entries(compoundTypes)]) {
    const node = editor.start("neu", { de: "Neu", en: "New" });
    assert.equal(node.type, type);
    compileForm(parseDefinition({ id: "f", version: "1.0.0", title: { de: "F" }, steps: [{ id: "s", title: { de: "S" }, nodes: [node] }] }));
    for (const { de, en } of [editor.name, editor.use, ...Object.values(editor.properties).map(({ label }) => label)]) assert.ok(de !== "" && en !== undefined && en !== "", type);
  }
});

test("a type that nobody knows is refused where it stands", () => {
  const form = (nodes: readonly unknown[]) => ({ id: "f", version: "1.0.0", title: { de: "F" }, steps: [{ id: "s", title: { de: "S" }, nodes }] });
  assert.throws(() => parseDefinition(form([{ kind: "field", type: "zauber", id: "a", label: { de: "A" } }])), /steps\.0\.nodes\.0\.type/);
  assert.throws(() => parseDefinition(form([{ kind: "field", type: "text", id: "a", label: { de: "A" }, mehr: 1 }])), /steps\.0\.nodes\.0.*mehr/s);
  assert.throws(() => parseDefinition(form([{ kind: "compound", type: "address", id: "a", label: { de: 7 } }])), /steps\.0\.nodes\.0\.label\.de/);
});
