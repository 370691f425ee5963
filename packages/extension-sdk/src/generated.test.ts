import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { generatedSource } from "../scripts/generated-source.ts";

const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");

test("the types are those of the published document (write them anew with scripts/generate.ts)", () => {
  assert.equal(read("generated/operations.ts"), generatedSource(JSON.parse(read("../../../docs/extension-api/openapi.json"))));
});
