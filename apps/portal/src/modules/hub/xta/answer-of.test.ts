import assert from "node:assert/strict";
import { test } from "node:test";
import { answerOf } from "./answer-of.ts";

const namespace = "urn:de:musterland:xta:antwort:1.0";
const xml = (kind: string, outcome: string, text: string) => answerOf("application/xml", new TextEncoder().encode(`<antwort xmlns="${namespace}"><art>${kind}</art><ergebnis>${outcome}</ergebnis><text>${text}</text></antwort>`), namespace);

test("a decision or question whose text is longer than the schema allows is refused, not cut", () => {
  const longest = "Wort ".repeat(2_000).trim();
  for (const [kind, outcome] of [["bescheid", "bewilligt"], ["nachfrage", ""]] as const) {
    assert.ok(xml(kind, outcome, longest), kind);
    assert.equal(xml(kind, outcome, `${longest} ${"Ende ".repeat(5)}`), undefined, kind);
  }
});

test("what an office says on arrival is a remark: as much of it as there is room for", () => {
  const arrival = xml("eingang", "angenommen", "x".repeat(20_000));
  assert.ok(arrival?.kind === "arrival" && arrival.accepted);
  assert.equal(arrival.text.length, 10_000);
});

test("what is no answer in the agreed schema, no XML or of another namespace is none", () => {
  assert.equal(xml("bescheid", "offen", "Noch nichts."), undefined);
  assert.equal(xml("sonstiges", "", "Etwas."), undefined);
  assert.equal(answerOf("application/xml", new TextEncoder().encode("<antwort>"), namespace), undefined);
  assert.equal(answerOf("application/xml", new TextEncoder().encode("<antwort xmlns='urn:other'><art>nachfrage</art><text>Wer?</text></antwort>"), namespace), undefined);
});
