import assert from "node:assert/strict";
import { test } from "node:test";
import { compileForm } from "./compile-form.ts";
import type { Answers, FormDefinition } from "./definition.ts";
import { parseStep } from "./parse-step.ts";
import { shownMark, shownQuestions } from "./shown-questions.ts";
import { stepView } from "./step-view.ts";

const today = "2026-11-22";
const t = (de: string) => ({ de });
const definition: FormDefinition = {
  id: "probe", version: "1.0.0", title: t("Probe"),
  steps: [{
    id: "eins", title: t("Eins"), nodes: [
      { kind: "field", id: "hund", type: "yesno", label: t("Haben Sie einen Hund?") },
      { kind: "field", id: "rasse", type: "text", label: t("Rasse"), required: false, prefill: "surname", when: { "==": [{ var: "hund" }, true] } },
      { kind: "field", id: "zweit", type: "yesno", label: t("Noch einer?"), required: false, when: { "==": [{ var: "hund" }, true] } },
      { kind: "field", id: "zweitRasse", type: "text", label: t("Rasse des anderen"), required: false, when: { "==": [{ var: "zweit" }, true] } },
      { kind: "field", id: "hinweis", type: "info", label: t("Hinweis"), text: t("Bitte anleinen."), when: { "==": [{ var: "hund" }, true] } },
    ],
  }, {
    id: "zwei", title: t("Zwei"), nodes: [
      { kind: "group", id: "kinder", title: t("Kinder"), repeat: { min: 1, max: 50, addLabel: t("Weiteres Kind"), itemTitle: t("Kind") }, nodes: [
        { kind: "field", id: "schule", type: "yesno", label: t("Schulkind?") },
        { kind: "field", id: "klasse", type: "integer", label: t("Klasse"), required: false, when: { "==": [{ var: "item.schule" }, true] } },
        { kind: "field", id: "lehrer", type: "text", label: t("Lehrkraft"), required: false, when: { ">": [{ var: "item.klasse" }, 4] } },
      ] },
      { kind: "group", id: "konto", title: t("Konto"), required: false, nodes: [{ kind: "field", id: "bank", type: "text", label: t("Bank"), required: false }] },
      { kind: "group", id: "weg", title: t("Wohin?"), oneOf: true, nodes: [
        { kind: "field", id: "mail", type: "email", label: t("E-Mail"), required: false },
        { kind: "group", id: "post", title: t("Post"), nodes: [{ kind: "field", id: "zusatz", type: "text", label: t("Zusatz"), required: false }] },
      ] },
      { kind: "group", id: "anschrift", title: t("Anschrift"), required: false, when: { "==": [{ var: "weg.post.zusatz" }, "ja"] }, nodes: [{ kind: "field", id: "ort", type: "text", label: t("Ort") }] },
    ],
  }],
};
const form = compileForm(definition);

/** A post as the page for these answers would send it without a script: what was typed, and the server's own list. */
function post(step: string, answers: Answers, typed: Readonly<Record<string, string>>, shown = shownQuestions(stepView(form, step, answers, today).nodes)) {
  return parseStep(form, step, new Map([...Object.entries(typed).map(([name, value]) => [name, [value]] as const), ...(shown === undefined ? [] : [[shownMark, shown] as const])]), answers, today);
}

test("a page lists what an answer can show or hide and is visible on it", () => {
  assert.deepEqual(shownQuestions(stepView(form, "eins", {}, today).nodes), [""]);
  assert.deepEqual(shownQuestions(stepView(form, "eins", { hund: true }, today).nodes), ["rasse zweit hinweis"]);
  assert.deepEqual(shownQuestions(stepView(form, "zwei", { kinder: [{ schule: true }, {}], konto: { $present: true }, weg: { $choice: "post" } }, today).nodes), ["kinder.0.klasse konto.$present weg.post"]);
  const many = Array.from({ length: 50 }, () => ({ schule: true, klasse: 5 }));
  const plain = compileForm({ ...definition, steps: [{ id: "nur", title: t("Nur"), nodes: [{ kind: "field", id: "name", type: "text", label: t("Name") }] }] });
  assert.equal(shownQuestions(stepView(plain, "nur", {}, today).nodes), undefined);
  assert.equal(shownQuestions(stepView(form, "zwei", { kinder: many }, today).nodes)?.[0]?.split(" ").length, 40, "of a long list only what stands on the page");
});

test("an optional question that an answer brings up is asked once, and may then be left empty", () => {
  const first = post("eins", {}, { hund: "yes", rasse: "" });
  assert.deepEqual([first.errors, first.reveal, first.revealed], [[], true, ["rasse", "zweit", "hinweis"]]);
  const second = post("eins", first.answers, { hund: "yes", rasse: "" });
  assert.deepEqual([second.errors, second.reveal, second.revealed, second.answers], [[], false, [], { hund: true }]);
});

test("conditions that hang on the new answer bring up one question after the other, each once", () => {
  const first = post("eins", {}, { hund: "yes", rasse: "" });
  const second = post("eins", first.answers, { hund: "yes", rasse: "Dackel", zweit: "yes", zweitRasse: "" });
  assert.deepEqual([second.reveal, second.revealed, second.answers["rasse"]], [true, ["zweitRasse"], "Dackel"]);
  assert.equal(post("eins", second.answers, { hund: "yes", rasse: "Dackel", zweit: "yes", zweitRasse: "" }).reveal, false);
});

test("what a script has shown is not asked again: neither when it was answered nor when it was left empty", () => {
  assert.equal(post("eins", {}, { hund: "yes", rasse: "" }, ["rasse zweit hinweis"]).reveal, false);
  assert.deepEqual(post("eins", {}, { hund: "yes", rasse: "Dackel", zweit: "yes", zweitRasse: "Pudel" }, ["rasse zweit zweitRasse hinweis"]).answers, { hund: true, rasse: "Dackel", zweit: true, zweitRasse: "Pudel" });
});

test("whoever answered a part of a new group has seen it, and is told what is missing of it", () => {
  const people = compileForm({ ...definition, steps: [{ id: "eins", title: t("Eins"), nodes: [
    { kind: "field", id: "mit", type: "yesno", label: t("Mit Kindern?") },
    { kind: "group", id: "kinder", title: t("Kinder"), when: { "==": [{ var: "mit" }, true] }, repeat: { min: 1, max: 3, addLabel: t("Weiteres Kind"), itemTitle: t("Kind") }, nodes: [
      { kind: "field", id: "name", type: "text", label: t("Name") }, { kind: "field", id: "urkunde", type: "upload", label: t("Urkunde") }, { kind: "field", id: "schule", type: "text", label: t("Schule"), required: false },
    ] },
  ] }] });
  const typed = new Map([["mit", ["yes"]], ["kinder.0.name", ["Ada"]], ["kinder.0.schule", [""]], [shownMark, [""]]]);
  const parsed = parseStep(people, "eins", typed, {}, today);
  assert.deepEqual([parsed.errors.map(({ path, code }) => `${path} ${code}`), parsed.revealed], [["kinder.0.urkunde missing"], []]);
  const file = { id: "1", name: "a.pdf", size: 1, type: "application/pdf", sha256: "0".repeat(64) };
  const sent = parseStep(people, "eins", typed, { kinder: [{ urkunde: [file] }] }, today);
  assert.deepEqual([sent.errors, sent.reveal], [[], false]);
  const none = parseStep(people, "eins", new Map([["mit", ["yes"]], ["kinder.0.name", [""]], [shownMark, [""]]]), {}, today);
  assert.deepEqual([none.errors, none.revealed], [[], ["kinder"]]);
});

test("a value that was filled in beforehand is shown before it counts", () => {
  const filled = { rasse: "Beispiel" };
  const first = post("eins", filled, { hund: "yes", rasse: "Beispiel" });
  assert.deepEqual(first.revealed, ["rasse", "zweit", "hinweis"]);
});

test("a person who was shown a required question and left it empty is told at once, one who was not is asked", () => {
  const strict = compileForm({ ...definition, steps: [{ id: "eins", title: t("Eins"), nodes: [
    { kind: "field", id: "hund", type: "yesno", label: t("Hund?") }, { kind: "field", id: "rasse", type: "text", label: t("Rasse"), when: { "==": [{ var: "hund" }, true] } },
  ] }] });
  const fields = new Map([["hund", ["yes"]], ["rasse", [""]]]);
  assert.deepEqual(parseStep(strict, "eins", new Map([...fields, [shownMark, ["rasse"]]]), {}, today).errors.map(({ path, code }) => `${path} ${code}`), ["rasse missing"]);
  const unseen = parseStep(strict, "eins", new Map([...fields, [shownMark, [""]]]), {}, today);
  assert.deepEqual([unseen.errors, unseen.revealed], [[], ["rasse"]]);
});

test("inside entries each has its own new question; groups are asked for as a whole", () => {
  const answers = { kinder: [{}, {}] };
  const first = post("zwei", answers, { "kinder.0.schule": "no", "kinder.0.klasse": "", "kinder.1.schule": "yes", "kinder.1.klasse": "", "konto.$present": "yes", "konto.bank": "", "weg.$choice": "post", "weg.post.zusatz": "" });
  assert.deepEqual([first.errors, first.revealed], [[], ["kinder.1.klasse", "konto.bank", "weg.post"]]);
  const second = post("zwei", first.answers, { "kinder.0.schule": "no", "kinder.0.klasse": "", "kinder.1.schule": "yes", "kinder.1.klasse": "5", "konto.$present": "yes", "konto.bank": "", "weg.$choice": "post", "weg.post.zusatz": "ja" });
  assert.deepEqual([second.errors, second.revealed], [[], ["kinder.1.lehrer", "anschrift"]]);
  const third = post("zwei", second.answers, { "kinder.0.schule": "no", "kinder.0.klasse": "", "kinder.1.schule": "yes", "kinder.1.klasse": "5", "kinder.1.lehrer": "", "konto.$present": "yes", "konto.bank": "", "weg.$choice": "post", "weg.post.zusatz": "ja" });
  assert.deepEqual([third.errors, third.reveal], [[], false]);
});

test("entries that stand on other pages of a long list are left alone", () => {
  const answers = { kinder: Array.from({ length: 45 }, () => ({ schule: false })), weg: { $choice: "mail" } };
  const rows = { "kinder.$rows": "0-20", ...Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`kinder.${i}.schule`, i === 3 ? "yes" : "no"])), "weg.$choice": "mail", "konto.$present": "no" };
  assert.deepEqual(post("zwei", answers, rows).revealed, ["kinder.3.klasse"]);
});

test("with something else wrong the new questions come along with the errors", () => {
  const both = post("zwei", { kinder: [{}, {}], weg: { $choice: "mail" } }, { "kinder.0.schule": "yes", "weg.$choice": "mail", "weg.mail": "keine" });
  assert.deepEqual([both.errors.map(({ path, code }) => `${path} ${code}`), both.reveal, both.revealed], [["kinder.1.schule missing", "weg.mail wrong-format"], false, ["kinder.0.klasse"]]);
});

test("software that posts without the list is asked for what is required and for nothing else", () => {
  const parsed = post("eins", {}, { hund: "yes" }, []);
  assert.ok(parsed.reveal, "an empty list is a list");
  assert.equal(parseStep(form, "eins", new Map([["hund", ["yes"]]]), {}, today).reveal, false);
});
