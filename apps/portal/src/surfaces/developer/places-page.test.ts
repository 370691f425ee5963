import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { placeCodes } from "./places-page.ts";

const root = fileURLToPath(new URL("../../../../../", import.meta.url));
const folders = ["examples/aktenabgleich-extension", "examples/terminwahl-extension", "examples/wertstoffhof-extension", "packages/extension-cli/templates/case-tab", "packages/extension-cli/templates/form-step", "packages/extension-cli/templates/widget"];
/** Sources without the pause at the beginning of lines, and JSON as it would stand in one line. */
const flat = (text: string): string => text.replace(/\s+/g, " ").trim();
const sources = folders.flatMap((folder) => readdirSync(root + folder, { recursive: true, encoding: "utf8" }).filter((name) => /\.(ts|json)$/.test(name)).map((name) => flat(readFileSync(`${root}${folder}/${name}`, "utf8").replace(/",\n\s+"sends/g, '", "sends').replace(/\{\n\s+"client/g, '{ "client').replace(/\]\n\s+\}/g, "] }"))));

test("what the guide on pages shows stands in examples and templates, which the conformance suite runs", () => {
  const document = readFileSync(`${root}docs/extension-api/places.md`, "utf8");
  const shown = [...placeCodes, ...[...document.matchAll(/```\w+\n([\s\S]*?)```/g)].map(([, code = ""]) => code)];
  assert.ok(shown.length >= 8);
  for (const code of shown) for (const line of code.trim().split("\n")) assert.ok(sources.some((source) => source.includes(flat(line))), line);
});
