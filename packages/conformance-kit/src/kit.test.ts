import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { NotTried, portalChecks, reachedLevel, reportHtml, runChecks, type Check } from "./index.ts";
import { reportOf } from "./report.ts";
import { misfits, operations } from "./specification.ts";

const check = (id: string, level: 1 | 2 | 3, run: () => Promise<readonly string[]>): Check<undefined> => ({ id, level, title: id, rule: "test", run });

test("the kit's specification is the published one", () => {
  for (const name of ["openapi.json", "manifest.schema.json"]) assert.equal(readFileSync(new URL(`../spec/${name}`, import.meta.url), "utf8"), readFileSync(new URL(`../../../docs/extension-api/${name}`, import.meta.url), "utf8"), `${name}: run scripts/take-specification.ts`);
  assert.ok(operations.length > 25);
});

test("a level is reached when nothing of it and below has failed or was left out", async () => {
  const passed = () => Promise.resolve([]);
  const results = await runChecks([check("a", 1, passed), check("b", 2, () => Promise.reject(new NotTried("nothing given"))), check("c", 3, passed), check("d", 1, () => Promise.reject(new Error("broken")))], undefined);
  assert.deepEqual(results.map(({ outcome, findings }) => [outcome, ...findings]), [["passed"], ["not-tried", "nothing given"], ["passed"], ["failed", "broken"]]);
  assert.deepEqual([reachedLevel(results), reachedLevel(results.slice(0, 3)), reachedLevel(results.slice(0, 1)), reachedLevel([])], [0, 1, 3, 3]);
});

test("ids are never used twice, and each check says where its rule is written", () => {
  assert.equal(new Set(portalChecks.map(({ id }) => id)).size, portalChecks.length);
  for (const { rule, title } of portalChecks) assert.ok(rule.length > 5 && title.length > 10);
});

test("a schema sees what is missing and wrong, and lets further fields through", () => {
  const good = { type: "https://portal.example/x", title: "x", status: 404, code: "not-found" };
  assert.deepEqual([misfits("Problem", { ...good, more: 1 }).length, misfits("Problem", { ...good, code: "strange" }).length > 0, misfits("Problem", {}).length > 0], [0, true, true]);
  assert.throws(() => misfits("Nothing", {}), /no schema/);
});

test("the page of a report shows what was found as text, whatever it holds", () => {
  const page = reportHtml(reportOf({ suite: "portal", subject: "https://portal.example/\"><script>", at: new Date("2026-03-02T09:00:00Z"), results: [{ id: "a", level: 1, title: "<b>", rule: "&", outcome: "failed", findings: ["<img src=x>"], milliseconds: 1 }] }));
  assert.ok(!/<script|<img|<b>/.test(page));
  assert.match(page, /Erreichte Stufe<\/dt><dd>0/);
});
