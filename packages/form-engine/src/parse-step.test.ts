import assert from "node:assert/strict";
import { test } from "node:test";
import { compileForm } from "./compile-form.ts";
import type { Answers, FormDefinition } from "./definition.ts";
import { attachFile } from "./attach-file.ts";
import { parseStep } from "./parse-step.ts";
import { reachableAnswers } from "./reachable-answers.ts";
import { type FieldView, type GroupView, type NodeView, stepView } from "./step-view.ts";

const today = "2026-11-22";
const t = (de: string) => ({ de });
const definition: FormDefinition = {
  id: "probe", version: "1.0.0", title: t("Probe"),
  steps: [{
    id: "eins", title: t("Eins"), nodes: [
      { kind: "field", id: "name", type: "text", label: t("Vorname") },
      { kind: "field", id: "geburt", type: "date", label: t("Geburtsdatum"), max: "today" },
      { kind: "field", id: "hund", type: "yesno", label: t("Haben Sie einen Hund?") },
      { kind: "field", id: "rasse", type: "text", label: t("Rasse"), when: { "==": [{ var: "hund" }, true] } },
      { kind: "field", id: "telefon", type: "phone", label: t("Telefon"), required: false, repeat: { min: 0, max: 3 } },
    ],
  }, {
    id: "zwei", title: t("Zwei"), nodes: [
      { kind: "group", id: "kinder", title: t("Kinder"), repeat: { min: 1, max: 3, addLabel: t("Weiteres Kind"), itemTitle: t("Kind") }, nodes: [
        { kind: "field", id: "name", type: "text", label: t("Name") },
        { kind: "field", id: "schule", type: "yesno", label: t("Schulkind?") },
        { kind: "field", id: "klasse", type: "integer", label: t("Klasse"), min: 1, max: 13, when: { "==": [{ var: "item.schule" }, true] } },
      ] },
      { kind: "group", id: "konto", title: t("Konto"), required: false, nodes: [{ kind: "field", id: "iban", type: "iban", label: t("IBAN") }] },
      { kind: "group", id: "weg", title: t("Wohin?"), oneOf: true, nodes: [
        { kind: "field", id: "mail", type: "email", label: t("E-Mail") },
        { kind: "group", id: "post", title: t("Post"), nodes: [{ kind: "field", id: "ort", type: "text", label: t("Ort") }] },
      ] },
      { kind: "field", id: "bild", type: "upload", label: t("Bild"), required: false, maxFiles: 2 },
    ],
  }],
  rules: [{ id: "keinHeiner", step: "eins", at: "name", holds: { "!=": [{ var: "name" }, "Heiner"] }, message: t("Geben Sie einen anderen »Vornamen« ein.") }],
};
const form = compileForm(definition);

const post = (fields: Readonly<Record<string, string>>) => new Map(Object.entries(fields).map(([name, value]) => [name, [value]]));
const right = { name: "Erika", "geburt.day": "12", "geburt.month": "8", "geburt.year": "1984", hund: "no", "telefon.0": "" };
const faults = (errors: readonly { readonly path: string; readonly code: string }[]) => errors.map(({ path, code }) => `${path} ${code}`);

function nodeAt(nodes: readonly NodeView[], path: string): NodeView {
  const all = (list: readonly NodeView[]): readonly NodeView[] => list.flatMap((node) => [node, ...(node.kind === "group" ? [...all(node.nodes), ...(node.entries ?? []).flatMap((entry) => all(entry.nodes))] : [])]);
  return all(nodes).find((node) => node.path === path) ?? assert.fail(`no node ${path}`);
}
function fieldAt(nodes: readonly NodeView[], path: string): FieldView {
  const node = nodeAt(nodes, path);
  return node.kind === "field" ? node : assert.fail(`${path} is a group`);
}
function groupAt(nodes: readonly NodeView[], path: string): GroupView {
  const node = nodeAt(nodes, path);
  return node.kind === "group" ? node : assert.fail(`${path} is a field`);
}

test("a right page becomes typed answers", () => {
  const parsed = parseStep(form, "eins", post(right), {}, today);
  assert.deepEqual(parsed, { answers: { name: "Erika", geburt: "1984-08-12", hund: false }, errors: [], raw: new Map(), reveal: false, revealed: [] });
});

test("an empty page tells everything that is missing, in the order of the page", () => {
  const parsed = parseStep(form, "eins", post({}), {}, today);
  assert.deepEqual(faults(parsed.errors), ["name missing", "geburt missing", "hund missing"]);
  assert.equal(parsed.errors[0]?.message.de, "Geben Sie »Vorname« ein.");
  assert.equal(parsed.errors[2]?.message.de, "Wählen Sie bei »Haben Sie einen Hund?« Ja oder Nein.");
});

test("what was typed wrongly is shown again, and the answers hold right values only", () => {
  const before = { geburt: "1984-08-12" };
  const parsed = parseStep(form, "eins", post({ ...right, name: "Иван", "geburt.day": "31", "geburt.month": "Feb" }), before, today);
  assert.deepEqual(faults(parsed.errors), ["name characters", "geburt impossible"]);
  assert.deepEqual(parsed.answers, { hund: false });
  const { nodes } = stepView(form, "eins", parsed.answers, today, parsed.raw);
  assert.deepEqual(fieldAt(nodes, "name").values[0]?.inputs, [{ name: "name", suffix: "", values: ["Иван"] }]);
  assert.deepEqual(fieldAt(nodes, "geburt").values[0]?.inputs.map(({ values }) => values[0]), ["31", "Feb", "1984"]);
});

test("a question that becomes visible is asked without an error, and is missing the second time", () => {
  const first = parseStep(form, "eins", post({ ...right, hund: "yes", rasse: "" }), {}, today);
  assert.deepEqual([first.errors, first.reveal, first.revealed], [[], true, ["rasse"]]);
  assert.ok(fieldAt(stepView(form, "eins", first.answers, today).nodes, "rasse").visible);
  const second = parseStep(form, "eins", post({ ...right, hund: "yes", rasse: "" }), first.answers, today);
  assert.deepEqual([faults(second.errors), second.reveal], [["rasse missing"], false]);
  const third = parseStep(form, "eins", post({ ...right, hund: "yes", rasse: "Dackel" }), second.answers, today);
  assert.deepEqual([third.errors, third.reveal, third.answers["rasse"]], [[], false, "Dackel"]);
});

test("a question that a script revealed and the person answered needs no second round", () => {
  const parsed = parseStep(form, "eins", post({ ...right, hund: "yes", rasse: "Dackel" }), {}, today);
  assert.deepEqual([parsed.errors, parsed.reveal, parsed.answers["rasse"]], [[], false, "Dackel"]);
});

test("values of hidden fields are not taken over, what the draft held stays and is not submitted", () => {
  const draft = { hund: true, rasse: "Dackel" };
  const parsed = parseStep(form, "eins", post({ ...right, hund: "no", rasse: "heimlich" }), draft, today);
  assert.equal(parsed.answers["rasse"], "Dackel");
  assert.equal(reachableAnswers(form, parsed.answers, today)["rasse"], undefined);
  assert.ok(!fieldAt(stepView(form, "eins", parsed.answers, today).nodes, "rasse").visible);
});

test("a rule over the page stands at its field, after the field's own faults", () => {
  assert.deepEqual(faults(parseStep(form, "eins", post({ ...right, name: "Heiner" }), {}, today).errors), ["name rule"]);
  const wrong = parseStep(form, "eins", post({ ...right, name: "" }), {}, today);
  assert.deepEqual(faults(wrong.errors), ["name missing"]);
});

test("entries are added and removed by buttons, without complaints and without losing what was typed", () => {
  const typed = post({ "kinder.0.name": "Ada", "kinder.0.schule": "yes", "kinder.0.klasse": "vier", "add:kinder": "" });
  const added = parseStep(form, "zwei", typed, {}, today);
  assert.deepEqual([added.action, added.errors], [{ kind: "add", path: "kinder" }, []]);
  assert.deepEqual(added.answers, { kinder: [{ name: "Ada", schule: true }, {}] });
  assert.deepEqual([...added.raw], [["kinder.0.klasse", ["vier"]]]);
  const view = groupAt(stepView(form, "zwei", added.answers, today, added.raw).nodes, "kinder");
  assert.deepEqual(view.entries?.map(({ removeName }) => removeName), ["remove:kinder.0", "remove:kinder.1"]);

  const more = post({ "kinder.0.name": "Ada", "kinder.0.schule": "no", "kinder.1.name": "Bo", "kinder.1.schule": "yes", "kinder.1.klasse": "vier", "remove:kinder.0": "" });
  const removed = parseStep(form, "zwei", more, added.answers, today);
  assert.deepEqual(removed.answers, { kinder: [{ name: "Bo", schule: true }] });
  assert.deepEqual([...removed.raw], [["kinder.0.klasse", ["vier"]]]);
});

test("no more entries than allowed, whatever is posted", () => {
  const four = Object.fromEntries([0, 1, 2, 3].map((i) => [`kinder.${i}.name`, `Kind ${i}`]));
  const parsed = parseStep(form, "zwei", post({ ...four, "add:kinder": "" }), {}, today);
  assert.equal(Array.isArray(parsed.answers["kinder"]) ? parsed.answers["kinder"].length : 0, 3);
  assert.equal(groupAt(stepView(form, "zwei", parsed.answers, today).nodes, "kinder").addName, undefined);
});

test("a button that is none of this page is ignored, and the page is checked as usual", () => {
  for (const name of ["add:name", "add:nirgends", "remove:kinder", "add:kinder.0", "remove:__proto__.0", "add:telefon"]) {
    const parsed = parseStep(form, "zwei", post({ [name]: "" }), {}, today);
    assert.equal(parsed.action, undefined, name);
    assert.ok(parsed.errors.length > 0);
  }
});

test("a condition inside an entry looks at its own entry", () => {
  const parsed = parseStep(form, "zwei", post({ "kinder.0.name": "Ada", "kinder.0.schule": "no", "kinder.1.name": "Bo", "kinder.1.schule": "yes", "kinder.1.klasse": "14", "weg.$choice": "mail", "weg.mail": "a@post.example" }), { kinder: [{}, {}] }, today);
  assert.deepEqual(faults(parsed.errors), ["kinder.1.klasse too-large"]);
});

test("an optional group is asked for first; a no leaves nothing behind", () => {
  const rest = { "kinder.0.name": "Ada", "kinder.0.schule": "no", "weg.$choice": "mail", "weg.mail": "a@post.example" };
  const none = parseStep(form, "zwei", post({ ...rest, "konto.$present": "no" }), {}, today);
  assert.deepEqual(none.errors, []);
  assert.equal(reachableAnswers(form, none.answers, today)["konto"], undefined);
  const yes = parseStep(form, "zwei", post({ ...rest, "konto.$present": "yes" }), {}, today);
  assert.deepEqual([yes.errors, yes.reveal, yes.revealed], [[], true, ["konto.iban"]]);
  const empty = parseStep(form, "zwei", post({ ...rest, "konto.$present": "yes", "konto.iban": "" }), yes.answers, today);
  assert.deepEqual(faults(empty.errors), ["konto.iban missing"]);
  const regretted = parseStep(form, "zwei", post({ ...rest, "konto.$present": "no", "konto.iban": "" }), { ...empty.answers, konto: { $present: true, iban: "DE02120300000000202051" } }, today);
  assert.equal(reachableAnswers(form, regretted.answers, today)["konto"], undefined);
});

test("of a oneOf group exactly the chosen child counts", () => {
  const kind = { "kinder.0.name": "Ada", "kinder.0.schule": "no" };
  assert.deepEqual(parseStep(form, "zwei", post(kind), {}, today).errors.map(({ path, input }) => [path, input]), [["weg", "$choice"]]);
  const chosen = parseStep(form, "zwei", post({ ...kind, "weg.$choice": "post", "weg.post.ort": "Musterstadt", "weg.mail": "a@post.example" }), {}, today);
  assert.deepEqual(chosen.errors, []);
  assert.deepEqual(reachableAnswers(form, chosen.answers, today)["weg"], { post: { ort: "Musterstadt" } });
  const changed = parseStep(form, "zwei", post({ ...kind, "weg.$choice": "mail", "weg.mail": "a@post.example" }), chosen.answers, today);
  assert.deepEqual(reachableAnswers(form, changed.answers, today)["weg"], { mail: "a@post.example" });
});

test("a repeated value keeps its place when another one is wrong", () => {
  const parsed = parseStep(form, "eins", post({ ...right, "telefon.0": "anrufen", "telefon.1": "01234 555-678" }), {}, today);
  assert.deepEqual(faults(parsed.errors), ["telefon.0 wrong-format"]);
  const view = fieldAt(stepView(form, "eins", parsed.answers, today, parsed.raw).nodes, "telefon");
  assert.deepEqual(view.values.map(({ inputs }) => inputs[0]?.values[0]), ["anrufen", "01234 555-678"]);
  const mended = parseStep(form, "eins", post({ ...right, "telefon.0": "", "telefon.1": "01234 555-678" }), parsed.answers, today);
  assert.deepEqual(mended.errors, []);
  assert.deepEqual(reachableAnswers(form, mended.answers, today)["telefon"], ["01234 555-678"]);
});

test("files survive the post of their page and are taken out by their button", () => {
  const file = (id: string) => ({ id, name: `${id}.png`, size: 10, type: "image/png", sha256: "0".repeat(64) });
  let answers: Answers = {};
  for (const id of ["a", "b"]) answers = attachFile(form, "bild", answers, file(id), today).answers;
  assert.equal(attachFile(form, "bild", answers, file("c"), today).error?.code, "too-many");
  const kept = parseStep(form, "zwei", post({ bild: "x" }), answers, today).answers;
  assert.deepEqual(kept["bild"], [file("a"), file("b")]);
  const removed = parseStep(form, "zwei", post({ "remove:bild.0": "" }), kept, today);
  assert.deepEqual(removed.answers["bild"], [file("b")]);
  assert.throws(() => attachFile(form, "name", {}, file("a"), today), /not an upload field/);
});
