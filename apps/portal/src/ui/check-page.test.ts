import assert from "node:assert/strict";
import { test } from "node:test";
import { html } from "@kommunalportal/html";
import { answerSections } from "./check-page.ts";

const row = (label: string) => ({ kind: "row", path: label, label, value: "12", provided: true, document: "12" }) as const;
const terms = (title: string, group: string): string[] => [...String(html`${answerSections("de", [{ stepId: "s", title, rows: [{ kind: "group", path: "g", title: group, rows: [row("Hausnummer"), { kind: "group", path: "g.h", title: "Wohnsitz", rows: [row("Ort")] }] }, row("Zweck")] }])}`).matchAll(/<dt[^>]*>([^<]*)</g)].map(([, term]) => term!.trim());

test("a section that is one group of another name says it once, in its title", () => {
  const shown = String(html`${answerSections("de", [{ stepId: "s", title: "Ihr Hund", rows: [{ kind: "group", path: "g.0", title: "Hund 1", rows: [row("Rasse"), { kind: "group", path: "g.0.h", title: "Halter", rows: [row("Ort")] }] }] }])}`);
  assert.deepEqual([...shown.matchAll(/<dt[^>]*>([^<]*)</g)].map(([, term]) => term!.trim()), ["Rasse", "Halter: Ort"]);
  assert.ok(shown.includes("Ihr Hund: Hund 1"));
});
test("a step that is one group of the same name does not say it before every question; other groups say theirs", () => {
  assert.deepEqual(terms("Person", "Person"), ["Hausnummer", "Wohnsitz: Ort", "Zweck"]);
  assert.deepEqual(terms("Angaben", "Person"), ["Person: Hausnummer", "Person: Wohnsitz: Ort", "Zweck"]);
});
