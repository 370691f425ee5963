import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { longest, longestFirst } from "./longest-first.ts";

test("files that take long begin first, all others stay in their order, and none is lost", () => {
  assert.deepEqual(longestFirst(["a.test.ts", longest[1], "b.test.ts", longest[0]]), [longest[0], longest[1], "a.test.ts", "b.test.ts"]);
});

test("every file that is said to take long is there, once", () => {
  assert.deepEqual(longest.filter((file) => !existsSync(join(import.meta.dirname, "..", "..", file))), []);
  assert.equal(new Set<string>(longest).size, longest.length);
});
