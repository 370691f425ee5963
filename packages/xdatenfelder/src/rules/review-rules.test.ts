import assert from "node:assert/strict";
import { test } from "node:test";
import { fieldAt, formOf } from "../testing/form-of.ts";
import { fieldXml, ruleXml, schemaXml } from "../testing/schema-xml.ts";
import type { RuleDecision } from "./decision.ts";
import { decisionInWords, reviewRules, undecidedRules } from "./review-rules.ts";
import { realCodelists, realSchemas, skipWithoutData } from "../testing/shared-data.ts";

const [yes, text] = ["F99000000001", "F99000000002"];
const xml = schemaXml([["1:1", fieldXml(yes, { name: "Hund", datentyp: "bool" })], ["0:1", fieldXml(text, { name: "Rasse" })]],
  ruleXml(`Wenn ${yes} "Hund" = JA, dann zeige ${text} "Rasse" an.`) + ruleXml(`${text} nach Augenmaß prüfen.`, "R99000000002"));
const decided = (...decisions: readonly (readonly [string, RuleDecision])[]): ReturnType<typeof formOf> => formOf(xml, undefined, { decisions: new Map(decisions) });

test("an editor sees each sentence with the fields it names and the logic that is proposed", () => {
  const [, second] = reviewRules(formOf(xml));
  // While the second rule about the same place is open, the first only hides where it says so.
  const [first] = reviewRules(decided(["#R99000000002", { kind: "decline", because: "macht das Amt" }]));
  assert.deepEqual(first?.fields, [{ path: yes, label: "Hund", within: [] }, { path: text, label: "Rasse", within: [] }]);
  assert.deepEqual(first.words, ["»Rasse« wird nur gezeigt und kann dann ausgefüllt werden, wenn gilt: »Hund« ist »ja«."]);
  assert.deepEqual(first.proposal, { conditions: [{ path: text, when: { "===": [{ var: yes }, true] } }], checks: [] });
  assert.deepEqual([second?.status, second?.fields, second?.proposal.conditions], ["review", [{ path: text, label: "Rasse", within: [] }], []]);
});

test("whatever nobody decided about is listed, also what was translated", () => {
  assert.deepEqual(undecidedRules(formOf(xml)).map(({ key }) => key), ["#R99000000001", "#R99000000002"]);
  assert.deepEqual(undecidedRules(decided(["#R99000000001", { kind: "accept" }])).map(({ key }) => key), ["#R99000000002"]);
});

test("a declined rule is not in the form any more, and no longer stands in the way of others", () => {
  const made = decided(["#R99000000001", { kind: "decline", because: "gilt nicht mehr" }]);
  assert.equal(fieldAt(made, text).when, undefined);
  assert.equal(made.rules[0]?.status, "decided");
});

test("a changed rule is a condition or a check of the editor's own, and the form compiles with it", () => {
  const shown = decided(["#R99000000001", { kind: "show-when", at: text, when: { "===": [{ var: yes }, false] } }]);
  assert.deepEqual(fieldAt(shown, text).when, { "===": [{ var: yes }, false] });
  const checked = decided(["#R99000000002", { kind: "check", at: text, holds: { "!!": [{ var: text }] }, message: { de: "Geben Sie die Rasse ein." } }]);
  assert.deepEqual(checked.form.rules?.map(({ id, step, at }) => ({ id, step, at })), [{ id: "R99000000002", step: "angaben", at: text }]);
});

test("»nicht A oder B« is said as »wenn A, dann B«", () => {
  const made = formOf(schemaXml([["1:1", fieldXml(yes, { name: "Hund", datentyp: "bool" })], ["0:1", fieldXml(text, { name: "Rasse" })]], ruleXml(`Wenn ${yes} "Hund" = JA, dann muss ${text} "Rasse" befüllt werden.`)));
  assert.match(reviewRules(made)[0]?.words[0] ?? "", /^Geprüft wird: wenn »Hund« ist »ja«, dann »Rasse« ist ausgefüllt\. Sonst steht dort: /);
});

test("a decision has words of its own", () => {
  assert.equal(decisionInWords(formOf(xml), { kind: "show-when", at: text, when: { "===": [{ var: yes }, false] } }), "Stattdessen: »Rasse« wird nur gezeigt, wenn gilt: »Hund« ist »nein«.");
  assert.equal(decisionInWords(formOf(xml), { kind: "decline", because: "macht das Amt" }), "Abgelehnt: macht das Amt");
});

test("every translated rule of the real schemas has words, and none shows JSON Logic", { skip: skipWithoutData }, () => {
  const lookup = realCodelists();
  for (const { name, xml: real } of realSchemas()) {
    for (const { status, words, sentence } of reviewRules(formOf(real, lookup, { land: "NW" }))) {
      if (status === "translated") assert.ok(words.length > 0 && words.every((one) => !one.includes("{")), `${name}: ${sentence}`);
    }
  }
});
