import { readFileSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";

/** In the order in which they need each other. */
const sources = ["limits", "calendar", "logic/scope", "logic/operators", "logic/compile-logic"];

/**
 * The engine's JSON Logic as one plain script for a page: the very sources the server runs, without types, imports and comments. It
 * defines `kommunalportalLogic.compileLogic`. A test holds the written file to it, and runs the same corpus in a browser.
 */
export function browserLogic(): string {
  const parts = sources.map((name) => plain(readFileSync(new URL(`../src/${name}.ts`, import.meta.url), "utf8")));
  return [
    "// JSON Logic as the server evaluates it. Made from packages/form-engine/src by packages/form-engine/scripts/browser-logic.ts; not to be edited.",
    "globalThis.kommunalportalLogic = (() => {", ...parts, "return { compileLogic, truthy };", "})();", "",
  ].join("\n");
}

function plain(source: string): string {
  return stripTypeScriptTypes(source)
    .replace(/^import .*$/gm, "")
    .replace(/^export /gm, "")
    .replace(/\/\*\*[\s\S]*?\*\//g, "")
    .split("\n").filter((line) => !/^\s*(?:\/\/.*)?$/.test(line)).map((line) => line.replace(/(?<=\S) {2,}/g, " ").trimEnd()).join("\n");
}

const target = process.argv[2];
if (import.meta.main && target !== undefined) writeFileSync(target, browserLogic());
