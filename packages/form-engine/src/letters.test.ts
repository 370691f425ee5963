import assert from "node:assert/strict";
import { test } from "node:test";
import { compileForm } from "./compile-form.ts";
import { fillLetter, letterProblems, letterSchema } from "./letters.ts";

const form = compileForm({ id: "hund", version: "1.0.0", title: { de: "Hund" }, steps: [{ id: "hund", title: { de: "Hund" }, nodes: [
  { kind: "compound", id: "halter", type: "person", label: { de: "Halter" } },
  { kind: "field", id: "ende", type: "date", label: { de: "Ende" } },
  { kind: "field", id: "geheim", type: "text", label: { de: "Verborgen" }, when: { "===": [{ var: "ende" }, "2020-01-01"] } },
] }] });
const letter = letterSchema.parse({ id: "abgemeldet", kind: "information", title: "Abgemeldet", subject: "Abmeldung zum {{ende}}", paragraphs: ["{{halter}}, {{geheim}}{{ende}}"], reasons: ["{{ende}}"] });

test("a letter speaks of the answers in words; what is hidden or not answered stays empty", () => {
  const filled = fillLetter(letter, form, { halter: { givenName: "Erika", surname: "Beispiel" }, ende: "2026-11-01", geheim: "nicht erreichbar" }, "2026-11-22");
  assert.deepEqual(filled, { ...letter, subject: "Abmeldung zum 01.11.2026", paragraphs: ["Erika Beispiel, 01.11.2026"], reasons: ["01.11.2026"] });
  assert.deepEqual(fillLetter(letter, form, {}, "2026-11-22").paragraphs, [", "]);
  assert.deepEqual(fillLetter(letter, form, {}, "2026-11-22", (question) => `[${question}?]`).paragraphs, ["[Halter?], [Verborgen?][Ende?]"]);
});

test("an answer is put in as it is: it cannot bring a placeholder of its own", () => {
  const open = compileForm({ id: "frei", version: "1.0.0", title: { de: "Frei" }, steps: [{ id: "s", title: { de: "S" }, nodes: [{ kind: "field", id: "a", type: "text", label: { de: "A" } }, { kind: "field", id: "b", type: "text", label: { de: "B" } }] }] });
  assert.deepEqual(fillLetter({ ...letter, subject: "x", paragraphs: ["{{a}}"], reasons: [] }, open, { a: "{{b}} $&", b: "anderes" }, "2026-11-22").paragraphs, ["{{b}} $&"]);
});

test("the reading aid in English speaks of the answers in English words, and of known answers only", () => {
  const english = letterSchema.parse({ ...letter, english: ["Ends on {{ende}}."] });
  assert.deepEqual(fillLetter(english, form, { ende: "2026-11-01" }, "2026-11-22").english, ["Ends on 1 November 2026."]);
  assert.equal(fillLetter(letter, form, {}, "2026-11-22").english, undefined);
  assert.deepEqual(letterProblems([{ ...letter, english: ["{{hund.name}}"] }], form).map(({ problem }) => problem), ['speaks of "hund.name", which the form does not ask for']);
});

test("letters that speak of unknown answers, or of the same name, are problems", () => {
  assert.deepEqual(letterProblems([letter], form), []);
  assert.deepEqual(letterProblems([letter, { ...letter, paragraphs: ["{{hund.name}}"] }], form).map(({ problem }) => problem), ["there are two letters with this name", 'speaks of "hund.name", which the form does not ask for']);
});
