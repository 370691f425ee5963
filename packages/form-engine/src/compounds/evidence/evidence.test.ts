import assert from "node:assert/strict";
import { test } from "node:test";
import { attachFile } from "../../attach-file.ts";
import { checkAll } from "../../check-all.ts";
import { compileForm } from "../../compile-form.ts";
import type { Answers, EvidenceCompound } from "../../definition.ts";
import { fetchedKinds, onlyOfferedEvidence } from "../../evidence-offer.ts";
import { exportAnswers } from "../../export-answers.ts";
import { parseDefinition } from "../../parse-definition.ts";
import { parseStep } from "../../parse-step.ts";
import { reachableAnswers } from "../../reachable-answers.ts";
import { stepView, type NodeView } from "../../step-view.ts";
import { summary } from "../../summary.ts";

const today = "2026-11-22";
const formFor = (more: Partial<EvidenceCompound>) => compileForm(parseDefinition({ id: "antrag", version: "1.0.0", title: { de: "Antrag" }, steps: [{ id: "s", title: { de: "Nachweise" }, nodes: [
  { kind: "compound", id: "bezug", type: "evidence", label: { de: "Leistungsbezug" }, ...more },
] }] }));
const form = formFor({ register: "leistungsbezug", declare: { de: "Ich bekomme die Leistung." } });
const check = (bezug: Answers, of = form) => checkAll(of, { bezug }, today).map(({ path, code }) => `${path} ${code}`);
const file = { id: "1", name: "Bescheid.pdf", size: 900, type: "application/pdf", sha256: "a".repeat(64) };
const waysOf = (nodes: readonly NodeView[]): readonly string[] => nodes.flatMap((node) => node.kind === "group" ? waysOf(node.nodes) : node.definition.type === "choice" ? node.definition.options.map(({ value }) => value) : []);

test("each way asks for its own proof and for nothing else", () => {
  assert.deepEqual(check({}), ["bezug.way missing"]);
  assert.deepEqual(check({ way: "upload" }), ["bezug.files missing"]);
  assert.deepEqual(check({ way: "register" }), ["bezug.fetched missing"]);
  assert.deepEqual(check({ way: "declare" }), ["bezug.declared missing"]);
  assert.deepEqual(check({ way: "declare", declared: true }), []);
  assert.deepEqual(check({ way: "register", fetched: [file] }), []);
});

test("with one way only nothing has to be chosen", () => {
  const plain = formFor({});
  assert.deepEqual([...plain.nodes.keys()].toSorted(), ["bezug", "bezug.files"]);
  assert.deepEqual(check({ files: [file] }, plain), []);
});

test("what belongs to another way is not sent", () => {
  const both = { bezug: { way: "register", files: [file], fetched: [{ ...file, id: "2" }], declared: true } };
  assert.deepEqual(reachableAnswers(form, both, today), { bezug: { way: "register", fetched: [{ ...file, id: "2" }] } });
  assert.deepEqual(exportAnswers(form, { bezug: { way: "declare", declared: true } }, today), { bezug: { way: "declare", declared: true } });
});

test("an upload cannot pass for something fetched, nor the other way round", () => {
  assert.throws(() => attachFile(form, "bezug.fetched", {}, file, today), /takes no file from a person/);
  assert.throws(() => attachFile(form, "bezug.files", {}, file, today, "register"), /takes no file from a register/);
  const { answers, error } = attachFile(form, "bezug.fetched", { bezug: { way: "register" } }, file, today, "register");
  assert.equal(error, undefined);
  assert.deepEqual(answers, { bezug: { way: "register", fetched: [file] } });
  // Nothing about a file is read from a post, whatever a person writes into the field.
  assert.deepEqual(parseStep(form, "s", new Map([["bezug.way", ["register"]], ["bezug.fetched", [JSON.stringify(file)]]]), {}, today).answers, { bezug: { way: "register" } });
});

test("the check page and the office read how it was proved, and reach the file", () => {
  const [row] = summary(form, { bezug: { way: "register", fetched: [file] } }, "de", today)[0]?.rows ?? [];
  assert.ok(row?.kind === "row");
  assert.equal(row.value, "Bei der zuständigen Stelle abrufen lassen\nBescheid.pdf");
  assert.deepEqual(row.files, [file]);
  assert.deepEqual(row.document, [{ label: "Nachweis durch", value: "Bei der zuständigen Stelle abrufen lassen" }, { label: "Aus dem Register abgerufen, mit Einwilligung", value: "Bescheid.pdf" }]);
});

test("where no register gives the evidence, the way is not offered; whoever chose it before still sees it", () => {
  assert.deepEqual(fetchedKinds(form), ["leistungsbezug"]);
  const nodes = stepView(form, "s", {}, today).nodes;
  assert.deepEqual(waysOf(onlyOfferedEvidence(nodes, (kind) => kind === "leistungsbezug")), ["upload", "register", "declare"]);
  assert.deepEqual(waysOf(onlyOfferedEvidence(nodes, () => false)), ["upload", "declare"]);
  assert.deepEqual(waysOf(onlyOfferedEvidence(stepView(form, "s", { bezug: { way: "register" } }, today).nodes, () => false)), ["upload", "register", "declare"]);
});

test("the button that fetches stores the page and changes no answer", () => {
  const pressed = parseStep(form, "s", new Map([["bezug.way", ["register"]], ["fetch:bezug.fetched", ["1"]]]), {}, today);
  assert.deepEqual([pressed.action, pressed.answers, pressed.errors], [{ kind: "fetch", path: "bezug.fetched" }, { bezug: { way: "register" } }, []]);
  // Not for a field that takes uploads.
  assert.equal(parseStep(form, "s", new Map([["fetch:bezug.files", ["1"]]]), {}, today).action, undefined);
});
