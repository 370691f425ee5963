import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import jsonLogic from "json-logic-js";
import type { Logic } from "../definition.ts";
import { compileLogic } from "./compile-logic.ts";
import { evaluate } from "./evaluate.ts";
import { InexactNumberError } from "./operators.ts";

const data = { name: "Erika", zahl: 7, leer: "", liste: [1, 2, 3], hunde: [{ groesse: 45 }, { groesse: 20 }], tief: { ja: true } };

test("conditions give what json-logic-js gives", () => {
  const variable = fc.constantFrom<Logic>({ var: "name" }, { var: "zahl" }, { var: "tief.ja" }, { var: ["fehlt", 3] }, { var: "hunde.0.groesse" });
  const number = fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.constantFrom<Logic>({ var: "zahl" }, { var: "hunde.0.groesse" }));
  const { logic } = fc.letrec<{ logic: Logic; numeric: Logic }>((tie) => ({
    numeric: fc.oneof({ maxDepth: 4 }, number, fc.tuple(fc.constantFrom("+", "-", "*", "min", "max"), tie("numeric"), tie("numeric")).map(([op, a, b]) => ({ [op]: [a, b] }))),
    logic: fc.oneof(
      { maxDepth: 5 },
      variable,
      fc.boolean(),
      fc.tuple(fc.constantFrom("<", "<=", ">", ">=", "===", "!==", "==", "!="), tie("numeric"), tie("numeric")).map(([op, a, b]) => ({ [op]: [a, b] })),
      fc.tuple(fc.constantFrom("and", "or"), fc.array(tie("logic"), { minLength: 1, maxLength: 3 })).map(([op, list]) => ({ [op]: list })),
      fc.tuple(tie("logic"), tie("logic"), tie("logic")).map((list) => ({ if: list })),
      tie("logic").map((inner) => ({ "!": [inner] })),
      fc.tuple(fc.constantFrom("some", "all", "none", "filter"), fc.integer({ min: 0, max: 60 })).map(([op, size]) => ({ [op]: [{ var: "hunde" }, { ">": [{ var: "groesse" }, size] }] })),
      fc.constantFrom<Logic>({ reduce: [{ var: "liste" }, { "+": [{ var: "current" }, { var: "accumulator" }] }, 0] }, { map: [{ var: "liste" }, { "*": [{ var: "" }, 2] }] }, { in: ["ik", { var: "name" }] }, { cat: ["a", { var: "zahl" }] }, { missing: ["name", "fehlt", "leer"] }, { substr: [{ var: "name" }, 1, 2] }),
    ),
  }));
  fc.assert(fc.property(logic, (condition) => {
    let expected: unknown;
    let got: unknown;
    try {
      got = evaluate(condition, data);
    } catch (error) {
      assert.ok(error instanceof InexactNumberError);
      return;
    }
    // The library's types describe single operators only; the condition is made of those that it knows.
    expected = jsonLogic.apply(JSON.parse(JSON.stringify(condition)), data);
    assert.deepEqual(got, expected);
  }), { numRuns: 2000 });
});

test("age_on counts completed years, also for someone born on 29 February", () => {
  const age = (birth: string, day: string) => evaluate({ age_on: [{ var: "geboren" }, { var: "$today" }] }, { geboren: birth, $today: day });
  assert.equal(age("1984-08-12", "2026-08-11"), 41);
  assert.equal(age("1984-08-12", "2026-08-12"), 42);
  assert.equal(age("2008-02-29", "2026-02-28"), 17);
  assert.equal(age("2008-02-29", "2026-03-01"), 18);
  assert.equal(age("2008-02-30", "2026-03-01"), null);
});

test("money stays exact or the evaluation fails", () => {
  assert.equal(evaluate({ "+": [1500, { "*": [750, { "-": [{ var: "n" }, 1] }] }] }, { n: 4 }), 3750);
  assert.throws(() => evaluate({ "*": [Number.MAX_SAFE_INTEGER, 2] }, {}), InexactNumberError);
  assert.throws(() => evaluate({ "/": [1, 0] }, {}), InexactNumberError);
  assert.equal(evaluate({ "+": [1, { var: "fehlt" }] }, {}), null);
});

test("nothing is larger or smaller than an answer that is missing", () => {
  assert.equal(evaluate({ "<": [{ var: "fehlt" }, 40] }, {}), false);
  assert.equal(evaluate({ ">=": [{ var: "fehlt" }, 0] }, {}), false);
});

test("a condition sees own properties only", () => {
  assert.equal(evaluate({ var: "constructor.name" }, {}), null);
  assert.equal(evaluate({ var: "__proto__" }, {}), null);
});

test("unknown operators, computed variable names and monsters are problems, not surprises", () => {
  assert.deepEqual(compileLogic({ log: ["x"] }).problems, ['unknown operator "log"']);
  assert.deepEqual(compileLogic({ var: { cat: ["a", "b"] } }).problems, ['"var" needs a path that is written out']);
  assert.deepEqual(compileLogic({ "==": [1] }).problems, ['"==" has the wrong number of operands']);
  let deep: Logic = true;
  for (let i = 0; i < 5000; i += 1) deep = { "!": [deep] };
  assert.deepEqual(compileLogic(deep).problems, ["the condition is too large"]);
  assert.throws(() => evaluate({ log: ["x"] }, {}), /unknown operator/);
});

test("a condition on today fails loudly when no day is given", () => {
  assert.throws(() => evaluate({ var: "$today" }, {}), /today/);
});
