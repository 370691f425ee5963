import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { askPerson } from "./ask-person.ts";
import { NotTried, portalChecks, reachedLevel, reportHtml, runChecks, type Check } from "./index.ts";
import { examine } from "./portal/subject.ts";
import { reportOf } from "./report.ts";
import { misfits, operations } from "./specification.ts";

const check = (id: string, level: 1 | 2 | 3, run: () => Promise<readonly string[]>): Check<undefined> => ({ id, level, title: id, rule: "test", run });

test("the kit's specification is the published one", () => {
  const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
  // Half a megabyte each: their difference helps nobody.
  for (const name of ["openapi.json", "manifest.schema.json"]) assert.ok(read(`../spec/${name}`) === read(`../../../docs/extension-api/${name}`), `${name}: run scripts/take-specification.ts`);
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

test("a portal that slows the run down is waited for, as long as it says, and not for ever", async () => {
  let asked = 0;
  const answering = (limited: number) => examine({
    portal: "https://portal.example", program: { tenant: "a", clientId: "b", clientSecret: "c" }, submission: { service: "a", answers: {} },
    fetch: () => { asked += 1; return Promise.resolve(asked <= limited ? new Response("{}", { status: 429, headers: { "retry-after": "0.01" } }) : new Response("{\"ok\":true}", { status: 200, headers: { "content-type": "application/json" } })); },
  });
  const ask = async (limited: number) => { asked = 0; return (await answering(limited).askToken({})).status; };
  assert.deepEqual([await ask(2), asked, await ask(100), asked], [200, 3, 429, 6]);
});

test("what only a person can do is asked for and waited for; where nobody is there, the check is not made and the run goes on", async () => {
  const ask = () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const written: Buffer[] = [];
    output.on("data", (piece: Buffer) => written.push(piece));
    return { input, said: () => Buffer.concat(written).toString("utf8"), asked: askPerson("End the release", { input, output, interrupted: () => assert.fail("nobody pressed Ctrl-C") }) };
  };
  const answered = ask();
  for (const began = performance.now(); answered.said() === "" && performance.now() - began < 60_000;) await new Promise((done) => { setTimeout(done, 5); });
  assert.match(answered.said(), /End the release, then press Enter: $/);
  answered.input.write("\n");
  await answered.asked;
  const alone = ask();
  alone.input.end();
  await assert.rejects(alone.asked, NotTried);
});
