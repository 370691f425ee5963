import assert from "node:assert/strict";
import { test } from "node:test";
import type { ApplicationEvent } from "#modules/applications";
import type { Decision, DecisionContent } from "#modules/answers";
import { newId } from "#platform/ids";
import { parseOfficeAnswer } from "../../hub/office-answer.ts";
import { replyWords } from "./reply-words.ts";

const event: ApplicationEvent = { id: newId(), position: 3, type: "decision", at: new Date("2026-03-02T09:00:00Z"), actor: { kind: "staff", id: "wanda" }, forCitizen: true, data: {}, text: undefined };
const contentOf = (paragraphs: readonly string[]): DecisionContent => ({
  kind: "refusal", salutation: "Guten Tag Erika Beispiel,", subject: "Ihr Wohngeld", paragraphs, reasons: ["Ihr Einkommen liegt über der Grenze."], conditions: [], amounts: [], remedy: undefined,
  issuer: { name: "Stadt Musterstadt", office: "Wohngeldstelle", address: [] }, signatory: { name: "Wanda Wohl", role: "Wohngeldstelle" }, reference: "MUS-2026-0000", date: "2026-03-02",
});
const said = (paragraphs: readonly string[]) => replyWords(event, { status: "decided" }, { consent: true, decision: { decision: {} as Decision, content: contentOf(paragraphs) } });

test("a decision goes back in its own words, the letter with it", () => {
  const reply = said(["Ihren Antrag lehnen wir ab.", "Dieser Bescheid ist kostenfrei."]);
  assert.ok(reply?.words.kind === "decision" && reply.letter);
  assert.equal(reply.words.text, "Guten Tag Erika Beispiel,\n\nIhren Antrag lehnen wir ab.\n\nDieser Bescheid ist kostenfrei.");
});

test("one that is longer than an answer may be ends after a whole paragraph and says where the rest stands, and another portal reads it", () => {
  const paragraphs = Array.from({ length: 40 }, (_, index) => `Absatz ${index}: ${"Wort ".repeat(100).trim()}.`);
  const reply = said(paragraphs);
  assert.ok(reply?.words.kind === "decision" && reply.letter);
  const parts = reply.words.text.split("\n\n");
  assert.deepEqual(parts.slice(1, -1), paragraphs.slice(0, parts.length - 2), "no paragraph is cut");
  assert.match(parts.at(-1)!, /steht er im beigefügten Schreiben/);
  assert.ok(reply.words.text.length <= 10_000 && parts.length > 15, String(parts.length));
  assert.equal(parseOfficeAnswer(reply.words)?.kind, "decision");
});

test("without consent only that there is a decision", () => {
  const reply = replyWords(event, { status: "decided" }, { consent: false, decision: { decision: {} as Decision, content: contentOf(["Nein."]) } });
  assert.deepEqual([reply?.letter, reply?.words.kind], [false, "status"]);
  assert.ok(!JSON.stringify(reply).includes("Nein."));
});
