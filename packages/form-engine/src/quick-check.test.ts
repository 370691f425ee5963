import assert from "node:assert/strict";
import { test } from "node:test";
import { compileQuickCheck, estimate } from "./quick-check.ts";
import { FormDefinitionError } from "./problems.ts";

const text = (de: string) => ({ de });
const given = {
  intro: text("Vorab"), likely: text("Es spricht alles dafür."),
  questions: [
    { kind: "field", id: "jahre", type: "choice", label: text("Jahre"), options: [{ value: "1", label: text("Eins") }, { value: "5", label: text("Fünf") }] },
    { kind: "field", id: "partner", type: "yesno", label: text("Partner"), when: { "===": [{ var: "jahre" }, "1"] } },
  ],
  findings: [
    { says: "advice", when: { "===": [{ var: "partner" }, true] }, text: text("Lassen Sie sich beraten.") },
    { says: "unlikely", when: { "===": [{ var: "jahre" }, "1"] }, text: text("Zu kurz.") },
  ],
} as const;

test("the strongest doubt decides and every doubt is told", () => {
  const check = compileQuickCheck(given, "probe");
  assert.deepEqual(estimate(check, { jahre: "5" }, "2026-11-22"), { says: "likely", texts: [given.likely] });
  assert.deepEqual(estimate(check, { jahre: "1", partner: false }, "2026-11-22"), { says: "unlikely", texts: [text("Zu kurz.")] });
  assert.deepEqual(estimate(check, { jahre: "1", partner: true }, "2026-11-22"), { says: "unlikely", texts: [text("Lassen Sie sich beraten."), text("Zu kurz.")] });
});

test("an answer that is hidden now says nothing", () => {
  assert.equal(estimate(compileQuickCheck(given, "probe"), { jahre: "5", partner: true }, "2026-11-22").says, "likely");
});

test("questions that say who somebody is, and findings about unknown questions, are refused", () => {
  const problems = (change: object) => {
    try {
      compileQuickCheck({ ...given, ...change }, "probe");
    } catch (error) {
      if (error instanceof FormDefinitionError) return error.problems.map(({ path }) => path);
      throw error;
    }
    return [];
  };
  assert.deepEqual(problems({ questions: [...given.questions, { kind: "field", id: "name", type: "text", label: text("Name") }] }), ["service.quickCheck.name"]);
  assert.deepEqual(problems({ findings: [{ says: "advice", when: { var: "einkommen" }, text: text("?") }] }), ["service.quickCheck.findings.0"]);
});
