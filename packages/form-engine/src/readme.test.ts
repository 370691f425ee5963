import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

test("the example of the README runs and prints what the README says", () => {
  const folder = new URL("../", import.meta.url);
  const readme = readFileSync(new URL("README.md", folder), "utf8");
  const [, code = "", printed = ""] = /```ts\n([\s\S]*?)```[\s\S]*?```\n([\s\S]*?)```/.exec(readme) ?? [];
  assert.ok(code !== "" && printed !== "");
  const output = execFileSync(process.execPath, ["--conditions=kommunalportal-source", "--input-type=module-typescript", "--eval", code], { cwd: fileURLToPath(folder), encoding: "utf8" });
  assert.equal(output, printed);
});
