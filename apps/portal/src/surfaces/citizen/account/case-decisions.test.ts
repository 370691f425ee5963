import assert from "node:assert/strict";
import { test } from "node:test";
import type { Decision } from "#modules/answers";
import { caseDecisions } from "./case-decisions.ts";

const decision: Decision = {
  id: "d", tenant: "t", application: "a", account: "k", office: "amt", authority: undefined, kind: "refusal", appealable: true, state: "provided", area: "vwvfg", way: "own-mailbox", rule: "vwvfg-own-mailbox-2017", minimumLevel: 3,
  decidedAt: new Date("2026-03-02T09:00:00Z"), message: undefined, replaces: undefined, providedAt: new Date("2026-03-02T09:00:00Z"), noticedAt: undefined, retrievedAt: undefined, postedOn: undefined, retrievableUntil: undefined, notifiedOn: undefined, remedyUntil: undefined,
};
const shown = (lang: "de" | "en", changes: Partial<Decision>): string => String(caseDecisions({ lang, href: (path: string) => path }, { decisions: [{ ...decision, ...changes }], offices: new Map([["amt", { name: "Steueramt" }]]) }));

test("a decision whose days are not counted here says so, and whose word counts, in both languages", () => {
  assert.match(shown("de", { rule: undefined }), /rechnet für diesen Bescheid keine Fristen aus: Es gilt, was die Behörde Ihnen mitteilt/);
  assert.match(shown("en", { rule: undefined }), /what the authority tells you counts/);
  assert.doesNotMatch(shown("de", {}), /keine Fristen/);
});

test("beside a decision stands who made it: the office, or an authority elsewhere and not the office that passed it on", () => {
  assert.match(shown("de", {}), /· Steueramt</);
  const elsewhere = shown("de", { authority: "Stadt Nordhafen" });
  assert.match(elsewhere, /· Stadt Nordhafen</);
  assert.doesNotMatch(elsewhere, /Steueramt/);
});
