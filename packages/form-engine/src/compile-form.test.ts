import assert from "node:assert/strict";
import { test } from "node:test";
import { compileForm } from "./compile-form.ts";
import type { Field, FormDefinition, Group, Logic, Node } from "./definition.ts";
import { FormDefinitionError } from "./problems.ts";

const field = (id: string, more: Partial<Field> = {}): Field => Object.assign<Field, Partial<Field>>({ kind: "field", id, type: "text", label: { de: id } }, more);
const group = (id: string, nodes: readonly Node[], more: Partial<Group> = {}): Group => ({ kind: "group", id, title: { de: id }, nodes, ...more });
const many = { min: 0, max: 3, addLabel: { de: "Weitere" }, itemTitle: { de: "Eintrag" } };
const form = (nodes: readonly Node[], more: Partial<FormDefinition> = {}): FormDefinition => ({ id: "probe", version: "1.0.0", title: { de: "Probe" }, steps: [{ id: "eins", title: { de: "Eins" }, nodes }], ...more });

function problems(definition: FormDefinition): readonly string[] {
  try {
    compileForm(definition);
  } catch (error) {
    assert.ok(error instanceof FormDefinitionError);
    for (const { path, problem } of error.problems) assert.ok(error.message.includes(`${path}: ${problem}`));
    return error.problems.map(({ path, problem }) => `${path}: ${problem}`);
  }
  return [];
}

test("a sound form compiles", () => {
  assert.deepEqual(problems(form([field("a"), group("g", [field("b", { when: { "==": [{ var: "item.c" }, "x"] } }), field("c")], { repeat: many })])), []);
});

test("all problems are told at once, each with its path", () => {
  const found = problems(form([
    field("a"), field("a"), field("__proto__"), field("1x"), field("item"),
    field("p", { type: "text", pattern: "(a+)+" }),
    field("w", { when: { "==": [{ var: "nirgends" }, 1] } }),
    field("o", { when: { zaubern: [] } }),
    field("d", { type: "date", min: "gestern" }),
    field("n", { type: "integer", min: 5, max: 1 }),
    field("c", { type: "choice", options: [] }),
    field("f", { prefill: "birthdate" }),
    field("x", { fixed: "locked" }),
    field("y", { type: "integer", fixed: "hidden", value: "keine Zahl" }),
    group("g", [field("h", { prefill: "givenName" })], { repeat: { ...many, min: 5, max: 1001 } }),
    group("leer", []),
  ], {
    version: "eins",
    rules: [{ id: "r", step: "zwei", at: "nichts", holds: true, message: { de: "r" } }],
    parts: [{ id: "t", office: "amt", title: { de: "t" }, paths: ["weg"], entriesWhen: { a: true } }],
  }));
  assert.deepEqual(found, [
    "version: the version is not major.minor.patch",
    "a: another field or group has the same path",
    '__proto__: "__proto__" is not an allowed id',
    '1x: "1x" is not an allowed id',
    'item: "item" is not an allowed id',
    "p: the pattern could take too long to match",
    'w: the condition reads "nirgends", which does not exist here',
    'o: unknown operator "zaubern"',
    'd: "gestern" is neither a day (YYYY-MM-DD) nor "today"',
    "n: min is larger than max",
    "c: a choice has 1 to 5000 options",
    "f: a text field cannot be filled from birthdate",
    "x: a locked field needs a value",
    "y: the fixed value is not a value of this field",
    "g: repeat must be 0 ≤ min ≤ max ≤ 1000",
    "g.h: a field that can occur several times cannot be filled from the account",
    "leer: the group is empty",
    'rules.r: there is no step "zwei"',
    'rules.r: there is no field or group "nichts"',
    'parts.t: there is no field or group "weg"',
    'parts.t: "a" is not a repeated group',
  ]);
});

test("a condition must be able to find what it reads", () => {
  const nodes = [group("hunde", [field("rasse"), field("x", { when: { var: "item.rasse" } })], { repeat: many }), field("bild", { type: "upload" }), field("ort", { type: "place" })];
  const reading = (logic: Logic) => problems(form([...nodes, field("z", { when: logic })])).length === 0;
  assert.ok(reading({ var: "hunde.0.rasse" }) && reading({ var: "bild.0.size" }) && reading({ var: "ort.lat" }) && reading({ var: "$today" }));
  assert.ok(reading({ some: [{ var: "hunde" }, { "==": [{ var: "rasse" }, "Dackel"] }] }));
  for (const path of ["hunde.rasse", "item.rasse", "ort.hoehe", "bild.0.inhalt", "z.1", "$morgen", "hunde.0.rasse.x"]) assert.ok(!reading({ var: path }), path);
  assert.ok(!reading({ some: [{ var: "hunde" }, { "==": [{ var: "farbe" }, "x"] }] }));
});

test("a condition that hangs on itself is refused, directly or in a circle", () => {
  const is = (path: string): Logic => ({ "==": [{ var: path }, "ja"] });
  assert.deepEqual(problems(form([field("a", { when: is("a") })])), ["a: the condition hangs on itself"]);
  assert.deepEqual(problems(form([field("a", { when: is("b") }), field("b", { when: is("a") })])), ["a: the condition hangs on itself"]);
  assert.deepEqual(problems(form([group("g", [field("a")], { when: is("g.a") })])), ["g: the condition hangs on itself"]);
  const step = { ...form([field("a")]), steps: [{ id: "eins", title: { de: "Eins" }, when: is("a"), nodes: [field("a")] }] };
  assert.deepEqual(problems(step), ["steps.eins: the condition hangs on itself"]);
});

test("forms beyond the limits are refused", () => {
  let deep: Node = field("ende");
  for (let i = 0; i < 12; i += 1) deep = group("g", [deep]);
  assert.ok(problems(form([deep])).some((problem) => problem.includes("nested more than 10 deep")));
  const wide = Array.from({ length: 5001 }, (_, i) => field(`f${i}`));
  assert.ok(problems(form(wide)).some((problem) => problem.includes("more than 5000")));
});

test("a form of 5,000 nodes that all have a condition compiles", () => {
  const nodes = Array.from({ length: 5000 }, (_, i) => field(`f${i}`, i === 0 ? {} : { when: { "==": [{ var: `f${i - 1}` }, "ja"] } }));
  assert.deepEqual(problems(form(nodes)), []);
});

test("conditions may look ahead, but not in a chain without end", () => {
  const chain = (length: number) => Array.from({ length }, (_, i) => field(`f${i}`, i === length - 1 ? {} : { when: { "==": [{ var: `f${i + 1}` }, "ja"] } }));
  assert.deepEqual(problems(form(chain(20))), []);
  assert.deepEqual(problems(form(chain(23))), ["f1: conditions look ahead more than 20 times in a row"]);
});

test("a question that stands in no group is not called like something of the page around it", () => {
  assert.deepEqual(problems(form([field("save"), group("sprache", [field("sprache")])])), ['save: "save" is what the page around the form calls something of its own; another id, or a group around it']);
});
