import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  addNode, allNodes, checkAll, compileForm, compilePattern, evaluate, feeOf, feeOfLogic, findNode, type FormDefinition, formHints, type FormTest, formTestsSchema, freshId, generateAnswers, type Logic, logicOfFee, logicOfRows,
  moveNode, parseServicePackage, placeNode, recordTest, removeNode, rowsOfLogic, runTest, setNode,
} from "../index.ts";
import { stringForPattern } from "./string-for-pattern.ts";

const today = "2026-11-26";
const definition: FormDefinition = {
  id: "hund", version: "1.0.0", title: { de: "Hund" },
  steps: [
    { id: "halter", title: { de: "Halter" }, nodes: [
      { kind: "field", id: "name", type: "text", label: { de: "Name" } },
      { kind: "group", id: "hunde", title: { de: "Hunde" }, repeat: { min: 1, max: 3, addLabel: { de: "Noch ein Hund" }, itemTitle: { de: "Hund" } }, nodes: [
        { kind: "field", id: "rasse", type: "text", label: { de: "Rasse" }, pattern: "[A-Z]{2}\\d{3,5}(-X)?" },
        { kind: "field", id: "gross", type: "yesno", label: { de: "Groß" } },
        { kind: "field", id: "schulter", type: "integer", label: { de: "Schulterhöhe" }, min: 20, when: { "===": [{ var: "item.gross" }, true] } },
      ] },
    ] },
    { id: "ende", title: { de: "Ende" }, nodes: [{ kind: "field", id: "von", type: "date", label: { de: "Von" } }, { kind: "field", id: "bis", type: "date", label: { de: "Bis" } }] },
  ],
  rules: [{ id: "folge", step: "ende", at: "bis", holds: { ">": [{ var: "bis" }, { var: "von" }] }, message: { de: "Nach »Von«." } }],
};

test("a node is put before another or at the end, in its group or in any step with its rules, and nowhere that would change its path", () => {
  const order = (form: FormDefinition): string => form.steps.map(({ nodes }) => nodes.map((node) => (node.kind === "group" ? `${node.id}(${node.nodes.map(({ id }) => id).join(" ")})` : node.id)).join(" ")).join(" | ");
  assert.equal(order(placeNode(definition, "bis", { step: "halter" }, "hunde")), "name bis hunde(rasse gross schulter) | von");
  assert.equal(placeNode(definition, "bis", { step: "halter" }, "hunde").rules?.[0]?.step, "halter");
  assert.equal(order(placeNode(definition, "name", { step: "halter" })), "hunde(rasse gross schulter) name | von bis");
  assert.equal(order(placeNode(definition, "hunde.schulter", { group: "hunde" }, "rasse")), "name hunde(schulter rasse gross) | von bis");
  assert.equal(order(placeNode(definition, "hunde.rasse", { group: "hunde" })), "name hunde(gross schulter rasse) | von bis");
  for (const [path, place, before] of [["hunde.rasse", { step: "ende" }], ["name", { group: "hunde" }], ["name", { step: "nirgends" }], ["nichts", { step: "ende" }], ["bis", { step: "ende" }, "bis"], ["hunde", { group: "hunde" }]] as const) assert.equal(placeNode(definition, path, place, before), definition, path);
  compileForm(placeNode(definition, "von", { step: "halter" }, "name"));
});

test("nodes are found, added, changed, moved and removed wherever they stand, and a rule follows its question into the next step", () => {
  assert.equal(findNode(definition, "hunde.rasse")?.parent?.id, "hunde");
  assert.equal(findNode(definition, "hunde.name"), undefined);
  const field = { kind: "field", id: "chip", type: "text", label: { de: "Chip" } } as const;
  const added = addNode(definition, { group: "hunde" }, field);
  assert.deepEqual([...allNodes(added)].map(({ path }) => path), ["name", "hunde", "hunde.rasse", "hunde.gross", "hunde.schulter", "hunde.chip", "von", "bis"]);
  assert.deepEqual(findNode(setNode(added, "hunde.chip", { ...field, label: { de: "Marke" } }), "hunde.chip")?.node, { ...field, label: { de: "Marke" } });
  assert.equal(findNode(removeNode(added, "hunde.chip"), "hunde.chip"), undefined);
  const up = moveNode(moveNode(definition, "bis", -1), "bis", -1);
  assert.deepEqual(up.steps.map(({ nodes }) => nodes.map(({ id }) => id)), [["name", "hunde", "bis"], ["von"]]);
  assert.equal(up.rules?.[0]?.step, "halter");
  compileForm(up);
  assert.deepEqual(moveNode(definition, "hunde.rasse", -1), definition);
  assert.equal(freshId("Neue Anschrift (Straße)", new Set(["neueAnschriftStrasse"])), "neueAnschriftStrasse2");
  assert.equal(freshId("1. Grund", new Set()), "f1Grund");
});

test("conditions and fees in rows become JSON Logic and come back; other logic is not shown as something it is not", () => {
  for (const rows of [
    { join: "all", rows: [{ path: "name", comparison: "is", value: "Bello" }] },
    { join: "one", rows: [{ path: "hunde", comparison: "filled" }, { path: "von", comparison: "less", value: { path: "bis" } }, { path: "name", comparison: "empty" }] },
    { join: "all", rows: [{ path: "gross", comparison: "is-not", value: true }, { path: "arten", comparison: "contains", value: "a" }, { path: "n", comparison: "at-least", value: 3 }] },
  ] as const) assert.deepEqual(rowsOfLogic(logicOfRows(rows)!), rows);
  assert.equal(logicOfRows({ join: "all", rows: [] }), undefined);
  assert.equal(evaluate(logicOfRows({ join: "all", rows: [{ path: "name", comparison: "filled" }] })!, { name: "x" }), true);
  assert.equal(evaluate(logicOfRows({ join: "all", rows: [{ path: "name", comparison: "empty" }] })!, {}), true);
  for (const logic of [{ some: [{ var: "hunde" }, { "===": [{ var: "rasse" }, "x"] }] }, { and: [{ "===": [{ var: "a" }, 1] }, { or: [true] }] }, { "===": [{ "+": [1, { var: "a" }] }, 2] }] as const) assert.equal(rowsOfLogic(logic as Logic), undefined);
  for (const fee of [
    { base: 3000, mode: "add", rows: [], times: "jahre" }, { base: 3000, mode: "first", rows: [{ cents: 0, when: { path: "befreit", comparison: "is", value: true } }] },
    { base: 500, mode: "add", rows: [{ cents: 250, when: { path: "art", comparison: "is", value: "eil" } }, { cents: 100, when: { path: "x", comparison: "more", value: 2 } }] },
  ] as const) assert.deepEqual(feeOfLogic(logicOfFee(fee)), fee);
  assert.equal(feeOf(logicOfFee({ base: 500, mode: "add", rows: [{ cents: 250, when: { path: "art", comparison: "is", value: "eil" } }] }), { art: "eil" }, today), 750);
  assert.equal(feeOfLogic({ max: [1, 2] }), undefined);
});

test("generated answers fill a form so that nothing is wrong, follow conditions, and meet a rule by trying", () => {
  const form = compileForm(definition);
  for (const variant of [0, 1, 2, 3]) {
    const { answers, errors } = generateAnswers(form, today, { variant });
    assert.deepEqual(errors, [], JSON.stringify(answers));
    assert.deepEqual(checkAll(form, answers, today), []);
  }
  assert.match(JSON.stringify(generateAnswers(form, today).answers), /"schulter":\d+/);
  const impossible = compileForm({ ...definition, rules: [{ ...definition.rules![0]!, holds: false }] });
  assert.deepEqual(generateAnswers(impossible, today).errors.map(({ path }) => path), ["bis"]);
});

const services = join(import.meta.dirname, "../../../../services");
for (const slug of readdirSync(services).filter((name) => existsSync(join(services, name, "form.json")))) {
  test(`the shipped ${slug} is filled in by the generator, its record runs green, and a changed form turns it red`, () => {
    const read = (name: string): unknown => JSON.parse(readFileSync(join(services, slug, name), "utf8"));
    const { form, service } = parseServicePackage(read("service.json"), read("form.json"));
    for (const variant of [0, 1, 2]) {
      const { answers, errors } = generateAnswers(form, today, { variant });
      assert.deepEqual(errors.map(({ path, message }) => `${path}: ${message.de}`), []);
      const recorded = recordTest(form, service.fee?.cents, { name: `Fall ${variant}`, day: today, answers });
      const stored = formTestsSchema.parse(JSON.parse(JSON.stringify([recorded])))[0] as FormTest;
      assert.deepEqual(runTest(form, service.fee?.cents, stored), []);
      const path = stored.expect.visible.find((one) => !one.includes(".") || findNode(form.definition, one) !== undefined)!;
      const without = compileForm({ ...removeNode(form.definition, path), rules: [], parts: [], steps: removeNode(form.definition, path).steps.filter(({ nodes }) => nodes.length > 0).map((step) => stripped(step)) });
      assert.ok(runTest(without, undefined, stored).some((one) => one.what === "visible" && one.path.startsWith(path)), path);
    }
  });
}
/** Without conditions, so that what is removed is missed by nothing but the test. */
function stripped<T>(value: T): T {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === "when" ? undefined : inner))) as T;
}

test("strings are made for patterns as they are in schemas", () => {
  for (const pattern of ["\\d{5}", "[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} \\d{1,4}[HE]?", "([0-9]{2}|[a-f]{3}){1,2}", "DE\\d{20}", "[^\\d]{3}x*", "\\p{L}+( \\p{Lu}\\.)?"]) {
    const check = compilePattern(pattern, 200);
    assert.ok("pattern" in check);
    for (const variant of [0, 1, 2]) {
      const made = stringForPattern(pattern, variant);
      assert.ok(made !== undefined && check.pattern.test(made), `${pattern}: ${made}`);
    }
  }
  assert.equal(stringForPattern("(?=x)y"), undefined);
});

test("hints name long sentences, abbreviations, equal labels and questions without a question mark", () => {
  const long = "Bitte geben Sie hier den Namen der Person an, die den Hund in dem Haushalt hält, in dem er seit dem Tag der Anmeldung dauerhaft lebt.";
  const form = compileForm({ ...definition, steps: [{ id: "s", title: { de: "Schritt" }, intro: { de: `Kurz. ${long}` }, nodes: [
    { kind: "field", id: "a", type: "text", label: { de: "Vorname" }, hint: { de: "ggf. leer lassen" } }, { kind: "field", id: "b", type: "text", label: { de: "Vorname" }, autocomplete: "given-name" }, { kind: "field", id: "c", type: "yesno", label: { de: "Haben Sie" } },
  ] }], rules: [] });
  assert.deepEqual(formHints(form).map(({ path, code }) => `${path} ${code}`), ["steps.s long-sentence", "a abbreviation", "a autocomplete", "b same-label", "c label-is-question"]);
  assert.deepEqual(formHints(compileForm({ ...definition, steps: [{ id: "s", title: { de: "Wer hält den Hund, und wo behält er ihn?" }, nodes: [{ kind: "field", id: "a", type: "text", label: { de: "Rasse" } }] }], rules: [] })), []);
  assert.deepEqual(formHints(compileForm({ ...definition, steps: [{ id: "s", title: { de: "Nach § 5 Abs. 1 Nr. 2 BGB" }, nodes: [{ kind: "field", id: "a", type: "text", label: { de: "Rasse" } }] }], rules: [] })), []);
});
