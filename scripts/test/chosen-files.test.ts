import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { chosenFiles } from "./chosen-files.ts";

const root = mkdtempSync(join(tmpdir(), "chosen-"));
after(() => { rmSync(root, { recursive: true, force: true }); });
for (const file of ["e2e/hund.test.ts", "e2e/hund-anmelden.test.ts", "e2e/hund.ts", "apps/a/deep/one.test.ts", "apps/a/two.test.ts"]) {
  mkdirSync(join(root, file, ".."), { recursive: true });
  writeFileSync(join(root, file), "");
}

test("a folder means all test files in it, a file itself, a beginning all that begin like that", () => {
  const files = (...names: string[]) => [...chosenFiles(names, root).files].sort((a, b) => a.localeCompare(b));
  assert.deepEqual(files("apps/a"), ["apps/a/deep/one.test.ts", "apps/a/two.test.ts"]);
  assert.deepEqual(files("apps/"), files("apps/a"));
  assert.deepEqual(files("e2e/hund.test.ts"), ["e2e/hund.test.ts"]);
  assert.deepEqual(files("e2e/hund"), ["e2e/hund-anmelden.test.ts", "e2e/hund.test.ts"]);
  assert.deepEqual(files("e2e/hund-a", "e2e/hund"), ["e2e/hund-anmelden.test.ts", "e2e/hund.test.ts"], "each once");
});

test("a name that means no test file is told, also beside others that do", () => {
  assert.deepEqual(chosenFiles(["e2e/hund.test.ts", "e2e/katze", "apps/b", "e2e/none.test.ts"], root).unknown, ["e2e/katze", "apps/b", "e2e/none.test.ts"]);
});
