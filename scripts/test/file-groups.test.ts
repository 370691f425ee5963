import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileGroups, mostTogether } from "./file-groups.ts";
import { longest } from "./running-order.ts";

const folder = mkdtempSync(join(tmpdir(), "kommunalportal-files-"));
const [takesLong = ""] = Object.keys(longest);
after(() => { rmSync(folder, { recursive: true, force: true }); });

function groupsOf(files: Readonly<Record<string, string>>): string[][] {
  for (const [name, source] of Object.entries(files)) { mkdirSync(dirname(join(folder, name)), { recursive: true }); writeFileSync(join(folder, name), source); }
  return fileGroups(Object.keys(files), folder);
}

test("neighbours share a process; journeys, files that take long and files that say why do not", () => {
  const alone = "// own process: it changes the time zone\n";
  const groups = groupsOf({
    "packages/xta/src/a.test.ts": "", "apps/portal/src/modules/hub/b.test.ts": "", "packages/xta/src/deeper/c.test.ts": "", "packages/xta/src/d.test.ts": alone,
    "e2e/journey.test.ts": "", [takesLong]: "", "apps/portal/src/modules/forms/e.test.ts": "", "packages/html/src/f.test.ts": "",
  });
  assert.deepEqual(groups.map((group) => group.join(" ")).toSorted(), [
    "apps/portal/src/modules/forms/e.test.ts apps/portal/src/modules/hub/b.test.ts", "e2e/journey.test.ts", "packages/html/src/f.test.ts", "packages/xta/src/a.test.ts packages/xta/src/deeper/c.test.ts",
    "packages/xta/src/d.test.ts", takesLong,
  ].toSorted());
});

test("many neighbours are shared out evenly, and none is lost", () => {
  const files = Array.from({ length: 2 * mostTogether + 3 }, (_, at) => `packages/many/src/${String(at).padStart(3, "0")}.test.ts`);
  const groups = groupsOf(Object.fromEntries(files.map((file) => [file, ""])));
  assert.deepEqual(groups.flat(), files);
  assert.ok(groups.every(({ length }) => length <= mostTogether && length >= mostTogether - 3), groups.map(({ length }) => length).join(" "));
});
