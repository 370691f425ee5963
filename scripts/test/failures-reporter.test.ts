import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const folder = mkdtempSync(join(tmpdir(), "kommunalportal-reporter-"));
after(() => { rmSync(folder, { recursive: true, force: true }); });

/** What the reporter says of one test file, named as our test command names it: relative to the folder it runs in. */
function reportOf(source: string): string {
  writeFileSync(join(folder, "one.test.mjs"), source);
  const { NODE_TEST_CONTEXT: _outer, ...env } = process.env;
  return spawnSync(process.execPath, ["--test", `--test-reporter=${join(import.meta.dirname, "failures-reporter.ts")}`, "one.test.mjs"], { cwd: folder, env, encoding: "utf8" }).stdout;
}

test("a test file that throws while it is loaded says what it threw and how it ended", () => {
  const said = reportOf(`throw new Error("the table of rules is empty");`);
  assert.match(said, /Error: the table of rules is empty/);
  assert.match(said, /exit code 1/);
  assert.match(said, /0 passed, 1 failed, 0 skipped/);
});

test("a test file that was killed says by what", () => {
  const said = reportOf(`process.stderr.write("about to end"); await new Promise((done) => setTimeout(done, 50)); process.kill(process.pid, "SIGKILL");`);
  assert.match(said, /ended by SIGKILL/);
  assert.match(said, /about to end/);
});

test("a test that fails is shown whole and once; what passed and was left out is counted", () => {
  const said = reportOf(`import { test } from "node:test"; import assert from "node:assert";
process.stderr.write("noise");
test("good", () => {}); test("later", { skip: "no network" }, () => {}); test("bad", () => { assert.equal(1, 2); });`);
  assert.match(said, /one\.test\.mjs: bad\nAssertionError/);
  assert.match(said, /ausgelassen: later — no network/);
  assert.match(said, /1 passed, 1 failed, 1 skipped/);
  assert.doesNotMatch(said, /noise/);
});
