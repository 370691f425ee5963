import assert from "node:assert/strict";
import { test } from "node:test";
import { checkAll } from "../../check-all.ts";
import { compileForm } from "../../compile-form.ts";
import type { Logic, Node } from "../../definition.ts";
import { exportAnswers } from "../../export-answers.ts";
import { jsonSchemaOf } from "../../json-schema.ts";
import { parseStep } from "../../parse-step.ts";
import { reachableAnswers } from "../../reachable-answers.ts";
import { stepView } from "../../step-view.ts";
import { summary } from "../../summary.ts";

const today = "2026-11-22";
const label = (de: string) => ({ de, en: de });
const amount = (id: string, more = {}): Node => ({ kind: "field", id, type: "amount", label: label(id), required: false, ...more });
const sum = (id: string, compute: Logic, more = {}): Node => ({ kind: "field", id, type: "computed", as: "amount", compute, label: label(id), ...more });
const form = (...nodes: readonly Node[]) => compileForm({ id: "f", version: "1.0.0", title: label("F"), steps: [{ id: "s", title: label("S"), nodes }] });

test("a computed value is there for people and software, and a posted one is not believed", () => {
  const rent = form(amount("miete"), sum("jahr", { "*": [{ var: "miete" }, 12] }));
  const { answers, errors } = parseStep(rent, "s", new Map([["miete", ["500"]], ["jahr", ["1"]]]), { jahr: 7 }, today);
  assert.deepEqual(errors, []);
  assert.deepEqual(reachableAnswers(rent, answers, today), { miete: 50_000, jahr: 600_000 });
  assert.deepEqual(exportAnswers(rent, answers, today), { miete: 50_000, jahr: 600_000 });
  assert.equal(summary(rent, answers, "de", today)[0]?.rows[1]?.kind === "row" && summary(rent, answers, "de", today)[0]?.rows.map((row) => (row.kind === "row" ? row.value : ""))[1], "6.000,00 €");
  const [, shown] = stepView(rent, "s", answers, today).nodes;
  assert.equal(shown?.kind === "field" && shown.values[0]?.words?.de, "6.000,00 €");
  assert.equal(JSON.stringify(jsonSchemaOf(rent)).includes('"jahr":{"title":"jahr","type":"integer"}'), true);
});

test("a later field may be computed with, and a computed value may be computed with and asked about", () => {
  const chain = form(sum("doppelt", { "*": [{ var: "summe" }, 2] }), sum("summe", { "+": [{ var: "a" }, { var: "b" }] }), amount("a"), amount("b"), { kind: "field", id: "grund", type: "text", label: label("grund"), when: { ">": [{ var: "doppelt" }, 1000] } });
  assert.deepEqual(reachableAnswers(chain, { a: 100, b: 200 }, today), { summe: 300, doppelt: 600, a: 100, b: 200 });
  assert.deepEqual(checkAll(chain, { a: 100, b: 200 }, today), []);
  assert.deepEqual(checkAll(chain, { a: 1000, b: 0 }, today).map(({ path }) => path), ["grund"]);
});

test("each entry of a group is computed by itself, and all of them together", () => {
  const rows = form(
    { kind: "group", id: "posten", title: label("Posten"), repeat: { min: 0, max: 9, addLabel: label("mehr"), itemTitle: label("Posten") }, nodes: [amount("preis"), sum("mit", { "+": [{ var: "item.preis" }, 100] })] },
    sum("alles", { reduce: [{ var: "posten" }, { "+": [{ var: "accumulator" }, { var: "current.mit" }] }, 0] }),
  );
  assert.deepEqual(reachableAnswers(rows, { posten: [{ preis: 1 }, { preis: 2 }] }, today), { posten: [{ preis: 1, mit: 101 }, { preis: 2, mit: 102 }], alles: 203 });
});

test("what cannot be computed is no value, and no error", () => {
  const rent = form(amount("miete"), sum("jahr", { "*": [{ var: "miete" }, 12] }), sum("viel", { "*": [{ var: "miete" }, 9e15] }));
  assert.deepEqual(reachableAnswers(rent, {}, today), {});
  assert.deepEqual(reachableAnswers(rent, { miete: 10_000 }, today), { miete: 10_000, jahr: 120_000 });
  assert.deepEqual(checkAll(rent, {}, today), []);
});

test("a value that is computed from itself is refused", () => {
  assert.throws(() => form(sum("a", { "+": [{ var: "b" }, 1] }), sum("b", { "+": [{ var: "a" }, 1] })), /hangs on itself/);
});
