import assert from "node:assert/strict";
import { test } from "node:test";
import { casePage } from "./case-page.ts";
import type { EfaCase, Said } from "./efa-cases.ts";
import { authorityWords, saidOf } from "./said.ts";

const one: EfaCase = { number: "WG-1", ars: "059990001001", submissionId: "s", caseId: "c", destinationId: "d", name: "Erika Beispiel", at: "2026-03-02T09:00:00Z", tags: null, said: [], answered: [], way: "fit-connect" };
const heard = (words: object): Said => saidOf(authorityWords.parse(words), { replyId: "r", letterBytes: undefined });
const shown = (words: object): string => String(casePage({ ...one, said: [heard(words)] }, "accepted"));

test("how far it is stands there in words, beside what the authority says about it", () => {
  for (const [status, words] of [["in-progress", "in Bearbeitung"], ["waiting", "wartet auf Sie"], ["decided", "entschieden"], ["closed", "abgeschlossen"], ["refused", "nicht angenommen"]] as const) {
    const page = shown({ kind: "status", status, text: "Wir melden uns." });
    assert.ok(page.includes(`Stand der Bearbeitung: ${words}`) && page.includes("Wir melden uns."), status);
    assert.ok(!page.includes(status), status);
  }
  assert.match(shown({ kind: "status", status: "in-progress" }), /Stand der Bearbeitung: in Bearbeitung/);
  assert.match(shown({ kind: "status", status: "beim Nachbaramt" }), /Stand der Bearbeitung: beim Nachbaramt/);
});

test("a question has a field for the answer, and is answered once", () => {
  const question = heard({ kind: "question", id: "0190f1de-0000-7000-8000-000000000001", text: "Wie hoch ist die Miete?" });
  assert.match(String(casePage({ ...one, said: [question] }, "accepted")), /<textarea /);
  assert.doesNotMatch(String(casePage({ ...one, said: [question], answered: [question.question ?? ""] }, "accepted")), /<textarea /);
});
