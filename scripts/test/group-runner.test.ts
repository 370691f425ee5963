import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const folder = mkdtempSync(join(tmpdir(), "kommunalportal-group-"));
after(() => { rmSync(folder, { recursive: true, force: true }); });
const tests = `import { after, before, test } from "node:test"; import assert from "node:assert/strict";\n`;

/** What our test command says of files that share a process, or each have one. */
function reportOf(files: Readonly<Record<string, string>>, { alone = false, env: more = {} }: { readonly alone?: boolean; readonly env?: Readonly<Record<string, string>> } = {}): { readonly said: string; readonly passed: boolean } {
  const paths = Object.entries(files).map(([name, source]) => { const path = join(folder, `${name}.test.mjs`); writeFileSync(path, tests + source); return path; });
  const program = join(folder, "run.mjs");
  writeFileSync(program, `import { runGroups } from ${JSON.stringify(import.meta.resolve("./node-tests.ts"))};
const passed = await runGroups(${JSON.stringify(alone ? paths.map((path) => [path]) : [paths])}, { folder: ${JSON.stringify(folder)}, concurrency: ${alone ? paths.length : 1}, patienceMs: 200 });
process.exit(passed ? 0 : 1);`);
  const { NODE_TEST_CONTEXT: _outer, ...env } = process.env;
  const { stdout, status } = spawnSync(process.execPath, [program], { cwd: folder, env: { ...env, ...more }, encoding: "utf8" });
  return { said: stdout, passed: status === 0 };
}

test("files run one after the other: each has its hooks to itself, and all its tests are counted", () => {
  const { said, passed } = reportOf({
    first: `globalThis.open = true; after(() => { globalThis.open = false; }); test("one", () => { assert.equal(globalThis.open, true); }); test("two", () => {}); test("later", { skip: "no network" }, () => {});`,
    second: `assert.equal(globalThis.open, false); test("three", async () => {});`,
  });
  assert.match(said, /\n3 passed, 0 failed, 1 skipped\n/);
  assert.match(said, /ausgelassen: later — no network/);
  assert.equal(passed, true);
});

test("a test that fails, a file that cannot be loaded and a hook that throws are told with their file, and the others run", () => {
  const { said, passed } = reportOf({
    fails: `test("good", () => {}); test("bad", () => { assert.equal(1, 2); });`, broken: `throw new Error("the table of rules is empty");`,
    hook: `after(() => { throw new Error("cannot close"); }); test("before it", () => {});`, last: `test("still runs", () => {});`,
  });
  assert.match(said, /✖ \S*fails\.test\.mjs: bad\nAssertionError/);
  assert.match(said, /broken\.test\.mjs[^]*the table of rules is empty/);
  assert.match(said, /hook\.test\.mjs[^]*cannot close/);
  assert.match(said, /\n3 passed, 3 failed, 0 skipped\n/);
  assert.equal(passed, false);
});

test("a file that leaves something open, or changes what the process shares, is named", () => {
  const { said, passed } = reportOf({
    leaks: `import { createServer } from "node:net"; test("listens", (t, done) => { createServer().listen(0, done); });`,
    changes: `test("sets", () => { process.env.TZ_OF_TEST = "x"; });`,
    innocent: `test("fine", () => {});`,
  });
  assert.match(said, /leaks\.test\.mjs[^]*still open after the last test: TCP/);
  assert.match(said, /changes\.test\.mjs[^]*changed what the whole process shares: TZ_OF_TEST/);
  assert.doesNotMatch(said, /✖[^\n]*innocent/);
  assert.equal(passed, false);
});

test("a process that ends in the midst of its files has failed for each that did not run to its end", () => {
  const { said, passed } = reportOf({ first: `test("one", () => {});`, ends: `test("two", () => { process.exit(0); });`, never: `test("three", () => {});` });
  assert.match(said, /ends\.test\.mjs: the whole file\nError: did not run to its end|ends\.test\.mjs: the whole file[^]*did not run to its end/);
  assert.match(said, /never\.test\.mjs: the whole file[^]*did not run to its end/);
  assert.equal(passed, false);
});

test("a file alone in its process that leaves something open, or does not come to its end, is named and holds up nobody", () => {
  const { said, passed } = reportOf({
    leaks: `import { createServer } from "node:net"; createServer().listen(0); test("one", () => {});`,
    endless: `setInterval(() => {}, 1000); await new Promise(() => {});`,
    innocent: `test("fine", async () => { await new Promise((done) => { setTimeout(done, 1500); }); });`,
  }, { alone: true, env: { TEST_FILE_SECONDS: "8", TEST_CLOSING_SECONDS: "1" } });
  assert.match(said, /✖[^\n]*leaks\.test\.mjs[^]*still open 1 s after the last test: [^\n]*TCPServerWrap/);
  assert.match(said, /✖[^\n]*endless\.test\.mjs[^]*ran for more than 8 s/);
  assert.doesNotMatch(said, /✖[^\n]*innocent/);
  assert.match(said, /\n2 passed, 2 failed, 0 skipped\n/);
  assert.equal(passed, false);
});
