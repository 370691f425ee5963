import assert from "node:assert/strict";
import { test } from "node:test";
import { checkAll } from "./check-all.ts";
import { compileForm } from "./compile-form.ts";
import { parseStep } from "./parse-step.ts";
import { stepView } from "./step-view.ts";
import { windowOf, windowsFor } from "./row-window.ts";
import { singleLists } from "./single-lists.ts";

const today = "2026-11-22";
const label = (de: string) => ({ de, en: de });
const form = compileForm({
  id: "f", version: "1.0.0", title: label("F"), steps: [{ id: "s", title: label("S"), nodes: [{
    kind: "group", id: "zeilen", title: label("Zeilen"), repeat: { min: 0, max: 1000, addLabel: label("mehr"), itemTitle: label("Zeile") },
    nodes: [{ kind: "field", id: "name", type: "text", label: label("Name") }, { kind: "field", id: "neu", type: "yesno", label: label("Neu?"), required: false }],
  }] }],
});
const thousand = { zeilen: Array.from({ length: 1000 }, (_, i) => ({ name: `N${i}`, neu: true })) };
const group = (entry?: string, answers: object = thousand) => {
  const [node] = stepView(form, "s", { ...answers }, today, undefined, windowsFor(entry === undefined ? [] : [entry])).nodes;
  return node?.kind === "group" ? node : assert.fail("is no group");
};

test("of a thousand entries one page holds twenty, with their own numbers", () => {
  const first = group();
  assert.deepEqual(first.window, { from: 0, to: 20, total: 1000, name: "zeilen.$rows", value: "0-20" });
  assert.equal(first.entries?.length, 20);
  const later = group("zeilen.537.name");
  assert.deepEqual([later.entries?.[0]?.path, later.window?.value], ["zeilen.520", "520-540"]);
  assert.equal(group("zeilen.5000").window?.value, "980-1000");
  assert.equal(group(undefined, { zeilen: thousand.zeilen.slice(0, 20) }).window, undefined);
  assert.equal(windowOf(21, 0)?.to, 20);
});

test("sending one page leaves the entries of the others as they are", () => {
  const fields = new Map<string, readonly string[]>([["zeilen.$rows", ["20-40"]], ...Array.from({ length: 20 }, (_, i) => [`zeilen.${20 + i}.name`, [`M${i}`]] as const)]);
  const { answers, errors } = parseStep(form, "s", fields, thousand, today);
  assert.deepEqual(errors, []);
  const rows = Array.isArray(answers["zeilen"]) ? answers["zeilen"] : [];
  assert.equal(rows.length, 1000);
  assert.deepEqual([rows[19], rows[20], rows[39], rows[40]], [{ name: "N19", neu: true }, { name: "M0" }, { name: "M19" }, { name: "N40", neu: true }]);
});

test("turning the page stores what was entered, and what is wrong is shown where it stands", () => {
  const turned = parseStep(form, "s", new Map([["zeilen.$rows", ["0-20"]], ["zeilen.0.name", ["Erika"]], ["rows:zeilen.20", ["1"]]]), thousand, today);
  assert.deepEqual(turned.action, { kind: "rows", path: "zeilen.20" });
  assert.deepEqual(Array.isArray(turned.answers["zeilen"]) ? turned.answers["zeilen"][0] : undefined, { name: "Erika" });
  const lost = parseStep(form, "s", new Map([["zeilen.$rows", ["0-20"]], ["zeilen.0.name", ["Ж"]], ["rows:zeilen.20", ["1"]]]), thousand, today);
  assert.deepEqual(lost.errors.map(({ path }) => path), ["zeilen.0.name"]);
  const wrong = { zeilen: thousand.zeilen.map((row, i) => (i === 777 ? {} : row)) };
  const [error] = checkAll(form, wrong, today);
  assert.equal(error?.path, "zeilen.777.name");
  assert.equal(group(error?.path, wrong).window?.value, "760-780");
});

test("a window that was made up harms nothing", () => {
  for (const rows of ["0-99999", "x", "20-10", "-1-5"]) {
    const { answers } = parseStep(form, "s", new Map([["zeilen.$rows", [rows]]]), { zeilen: [{ name: "A" }] }, today);
    assert.ok(Array.isArray(answers["zeilen"]), rows);
  }
});

test("a thousand entries are read, checked and shown within a second", () => {
  const fields = new Map<string, readonly string[]>([["zeilen.$rows", ["980-1000"]], ...Array.from({ length: 20 }, (_, i) => [`zeilen.${980 + i}.name`, ["X"]] as const)]);
  const before = process.cpuUsage();
  parseStep(form, "s", fields, thousand, today);
  group();
  assert.ok(process.cpuUsage(before).user < 1_000_000);
});

test("somebody who wants one entry a page gets one, keeps that while turning and adding, and can go back", () => {
  const shown = (fields: ReadonlyMap<string, readonly string[]>, entry: string) => {
    const [node] = stepView(form, "s", thousand, today, undefined, windowsFor([entry], singleLists(fields))).nodes;
    return node?.kind === "group" ? node : assert.fail("is no group");
  };
  const one = shown(new Map([["zeilen.$rows", ["0-20"]], ["rows:zeilen.7", ["single"]]]), "zeilen.7");
  assert.deepEqual(one.window, { from: 7, to: 8, total: 1000, name: "zeilen.$rows", value: "7-8", singleName: "zeilen.$single" });
  assert.deepEqual(one.entries?.map(({ index }) => index), [7]);
  const posted = new Map([["zeilen.$rows", ["7-8"]], ["zeilen.$single", ["1"]], ["zeilen.7.name", ["Neu"]], ["rows:zeilen.8", ["1"]]]);
  const { answers, action } = parseStep(form, "s", posted, thousand, today);
  assert.deepEqual([action?.path, Array.isArray(answers["zeilen"]) ? [answers["zeilen"].length, answers["zeilen"][6], answers["zeilen"][7]] : undefined], ["zeilen.8", [1000, { name: "N6", neu: true }, { name: "Neu" }]]);
  assert.equal(shown(posted, "zeilen.8").window?.value, "8-9");
  const many = shown(new Map([...posted, ["rows:zeilen.8", ["many"]]]), "zeilen.8");
  assert.deepEqual([many.window?.value, many.window?.singleName], ["0-20", undefined]);
  assert.equal(shown(posted, "zeilen.5000").window?.value, "999-1000");
  assert.equal(windowOf(20, 3, true), undefined, "a short list stands on one page");
});
