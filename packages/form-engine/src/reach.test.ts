import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { checkAll } from "./check-all.ts";
import { compileForm } from "./compile-form.ts";
import type { Answer, Answers, Field, FormDefinition, Node } from "./definition.ts";
import { reachableAnswers } from "./reachable-answers.ts";
import { groupValue, listValue, visibleSteps } from "./reach.ts";

const today = "2026-11-22";
const t = (de: string) => ({ de });
const yesno = (id: string, more: Partial<Pick<Field, "when" | "required">> = {}): Node => ({ kind: "field", id, type: "yesno", label: t(id), ...more });
const is = (path: string) => ({ "===": [{ var: path }, true] });
const form = (...steps: FormDefinition["steps"]) => compileForm({ id: "probe", version: "1.0.0", title: t("Probe"), steps });
const step = (id: string, nodes: readonly Node[], more: Partial<FormDefinition["steps"][number]> = {}) => ({ id, title: t(id), nodes, ...more });

test("what hangs on a hidden answer is hidden, too", () => {
  const chain = form(step("eins", [yesno("a"), yesno("b", { when: is("a") })]), step("zwei", [yesno("c")], { when: is("b") }), step("drei", [yesno("d", { when: is("c"), required: false })]));
  const all = { a: true, b: true, c: true, d: true };
  assert.deepEqual(reachableAnswers(chain, all, today), all);
  assert.deepEqual(reachableAnswers(chain, { ...all, a: false }, today), { a: false });
  assert.deepEqual(visibleSteps(chain, { ...all, a: false }, today).map(({ id }) => id), ["eins", "drei"]);
});

test("a condition may look at a later answer, and sees it only while that one is visible", () => {
  const back = form(step("eins", [yesno("vorn", { when: is("mitte"), required: false }), yesno("mitte", { when: is("hinten"), required: false }), yesno("hinten")]));
  const all = { vorn: true, mitte: true, hinten: true };
  assert.deepEqual(reachableAnswers(back, all, today), all);
  assert.deepEqual(reachableAnswers(back, { ...all, hinten: false }, today), { hinten: false });
});

test("today comes from outside", () => {
  const aged = form(step("eins", [{ kind: "field", id: "geboren", type: "date", label: t("Geboren") }, yesno("volljaehrig", { when: { ">=": [{ age_on: [{ var: "geboren" }, { var: "$today" }] }, 18] } })]));
  const answers = { geboren: "2008-11-22", volljaehrig: true };
  assert.deepEqual(reachableAnswers(aged, answers, "2026-11-22"), answers);
  assert.deepEqual(reachableAnswers(aged, answers, "2026-11-21"), { geboren: "2008-11-22" });
});

test("fixed values are put in, unknown ones taken out", () => {
  const fixed = form(step("eins", [yesno("a"), { kind: "field", id: "f", type: "text", label: t("f"), fixed: "hidden", value: "fest" }]));
  assert.deepEqual(reachableAnswers(fixed, { a: true, f: "gefälscht", fremd: "x" }, today), { a: true, f: "fest" });
  assert.deepEqual(checkAll(fixed, { a: true }, today), []);
});

test("answers of any shape are survived and checked, and what is reachable stays so", () => {
  const mixed = form(
    step("eins", [yesno("a"), { kind: "group", id: "g", title: t("g"), required: false, nodes: [yesno("x"), yesno("y", { when: is("g.x") })] }]),
    step("zwei", [
      { kind: "group", id: "liste", title: t("l"), repeat: { min: 1, max: 3, addLabel: t("+"), itemTitle: t("e") }, nodes: [yesno("p"), yesno("q", { when: is("item.p") })] },
      { kind: "group", id: "wahl", title: t("w"), oneOf: true, nodes: [yesno("links"), yesno("rechts")] },
      { kind: "field", id: "viele", type: "text", label: t("v"), repeat: { min: 0, max: 3 } },
    ], { when: is("a") }),
  );
  const leaf = fc.oneof(fc.boolean(), fc.string({ maxLength: 5 }), fc.constant(null), fc.integer());
  const inner = fc.dictionary(fc.constantFrom("x", "y", "p", "q", "links", "rechts", "$choice", "$present"), leaf);
  const value: fc.Arbitrary<Answer> = fc.oneof(leaf, inner, fc.array(fc.oneof(leaf, inner), { maxLength: 6 }));
  const anyAnswers: fc.Arbitrary<Answers> = fc.dictionary(fc.constantFrom("a", "g", "liste", "wahl", "viele", "fremd", "__proto__"), value);
  fc.assert(fc.property(anyAnswers, (answers) => {
    const reached = reachableAnswers(mixed, answers, today);
    assert.deepEqual(reachableAnswers(mixed, reached, today), reached);
    assert.deepEqual(faults(mixed, reached), faults(mixed, answers));
    const groups = [reached["g"], reached["wahl"], ...listValue(reached["liste"])].map(groupValue);
    assert.ok(groups.every((group) => !Object.keys(group).some((key) => key.startsWith("$"))));
  }), { numRuns: 1000 });
});

// A oneOf that was chosen and left empty is »choose« once the mark of the draft is gone; empty places of a list are gone, too.
function faults(of: ReturnType<typeof form>, answers: Answers): readonly string[] {
  return checkAll(of, answers, today).filter(({ path }) => !/^(wahl|viele)(\.|$)/.test(path)).map(({ path, code, stepId }) => `${stepId} ${path} ${code}`);
}
