import { globSync, statSync } from "node:fs";
import { join } from "node:path";

/** The test files that somebody names: a folder means all in it, a file itself, and anything else all whose path begins like that. `unknown`: names that mean none. */
export function chosenFiles(names: readonly string[], root: string): { readonly files: readonly string[]; readonly unknown: readonly string[] } {
  const meant = names.map((name) => ({ name, files: globSync(patternOf(name, root), { cwd: root, exclude: (path) => path.includes("node_modules") }) }));
  return { files: [...new Set(meant.flatMap(({ files }) => files))], unknown: meant.filter(({ files }) => files.length === 0).map(({ name }) => name) };
}

function patternOf(name: string, root: string): string {
  if (name.endsWith(".ts")) return name;
  const isFolder = statSync(join(root, name), { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? `${name.replace(/\/$/, "")}/**/*.test.ts` : `${name}*.test.ts`;
}
