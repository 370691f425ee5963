import assert from "node:assert/strict";
import { test } from "node:test";
import { checkAll } from "../../check-all.ts";
import { compileForm } from "../../compile-form.ts";
import type { Answers, ApplicantRole } from "../../definition.ts";
import { documentRows } from "../../document-rows.ts";
import { exportAnswers } from "../../export-answers.ts";
import { parseDefinition } from "../../parse-definition.ts";
import { reachableAnswers } from "../../reachable-answers.ts";
import { summary } from "../../summary.ts";

const today = "2026-11-22";
const formFor = (roles?: readonly ApplicantRole[]) => compileForm(parseDefinition({ id: "antrag", version: "1.0.0", title: { de: "Antrag" }, steps: [{ id: "wer", title: { de: "Wer" }, nodes: [
  { kind: "compound", id: "fuer", type: "applicant", label: { de: "Antragsteller" }, ...(roles ? { roles } : {}) },
] }] }));
const form = formFor();
const check = (fuer: Answers, of = form) => checkAll(of, { fuer }, today).map(({ path, code }) => `${path.replace("fuer.", "")} ${code}`);
const lines = (fuer: Answers, lang: "de" | "en" = "de") => summary(form, { fuer }, lang, today)[0]?.rows.map((row) => (row.kind === "row" ? row.value : row.title));
const firm = { role: "organisation", organisationName: "Fahrrad GmbH", legalForm: "GmbH", position: "Geschäftsführerin", entitled: true };

test("for oneself nothing more is asked; a child, a represented person and an organisation are named", () => {
  assert.deepEqual(check({ role: "self" }), []);
  assert.deepEqual(check({ role: "child" }), ["childGivenName missing", "childSurname missing", "childBirthdate missing"]);
  assert.deepEqual(check({ role: "representative" }), ["personGivenName missing", "personSurname missing", "basis missing", "entitled missing"]);
  assert.deepEqual(check({ role: "organisation" }), ["organisationName missing", "legalForm missing", "position missing", "entitled missing"]);
  assert.deepEqual(check(firm), []);
});

test("whoever is not allowed to apply by the form is refused, whatever is posted", () => {
  const own = formFor(["self", "child"]);
  assert.deepEqual(check(firm, own), ["role unknown-option"]);
  assert.ok(!own.nodes.has("fuer.organisationName") && !own.nodes.has("fuer.entitled"));
  assert.throws(() => formFor(["self"]), /roles/);
});

test("what was said for another role is not sent", () => {
  assert.deepEqual(reachableAnswers(form, { fuer: { ...firm, role: "self" } }, today), { fuer: { role: "self" } });
  assert.deepEqual(exportAnswers(form, { fuer: firm }, today), { fuer: firm });
});

test("an office reads for whom it is, and that an organisation or a power of attorney is that person's own word", () => {
  assert.deepEqual(lines({ role: "self" }), ["Für mich selbst"]);
  assert.deepEqual(lines({ role: "child", childGivenName: "Mia", childSurname: "Beispiel", childBirthdate: "2019-05-04" }), ["Für mein Kind\nMia Beispiel, geboren 04.05.2019"]);
  assert.deepEqual(lines({ role: "representative", personGivenName: "Max", personSurname: "Muster", basis: "vollmacht", entitled: true }), ["Für eine andere Person, die ich vertrete\nMax Muster (Vollmacht)\nNach eigener Angabe, nicht geprüft"]);
  assert.match(lines(firm)?.[0] ?? "", /Fahrrad GmbH, GmbH\nGeschäftsführerin\nNach eigener Angabe, nicht geprüft$/);
  assert.match(lines(firm, "en")?.[0] ?? "", /not verified$/);
  // The PDF shows each fact; there, too, it is said.
  assert.match(JSON.stringify(documentRows(summary(form, { fuer: firm }, "de", today)[0]?.rows ?? [])), /Berechtigt zu handeln \(eigene Angabe, nicht geprüft\)/);
});
