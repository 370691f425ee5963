import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

export interface SourceFile {
  /** From the project's root, with `/`. */
  readonly path: string;
  readonly lines: number;
  /** What it imports: project files by path, packages by name. */
  readonly imports: readonly string[];
}

const statement = /(?:^|\n)\s*(?:import|export)\s(?:[^"'`;]*?\sfrom\s)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;

/** All TypeScript files below some folders with their imports, `#` aliases resolved as apps/portal/package.json maps them. */
export function sourceFiles(root: string, patterns: readonly string[]): SourceFile[] {
  const files = patterns.flatMap((pattern) => globSync(pattern, { cwd: root, exclude: (path) => /node_modules|\/dist\b/.test(path) })).map((path) => path.replaceAll("\\", "/")).sort();
  return files.map((path) => {
    const text = readFileSync(join(root, path), "utf8");
    const imports = [...text.matchAll(statement)].map((match) => resolve(path, match[1] ?? match[2]!));
    return { path, lines: text.split("\n").length - 1, imports };
  });
}

function resolve(from: string, specifier: string): string {
  if (specifier.startsWith(".")) return normalize(join(dirname(from), specifier)).replaceAll("\\", "/");
  const alias = /^#(platform|modules|surfaces)\/(.+)$/.exec(specifier);
  if (alias) return `apps/portal/src/${alias[1]}/${alias[2]}/index.ts`;
  if (specifier.startsWith("#ui/")) return `apps/portal/src/ui/${specifier.slice(4)}.ts`;
  if (specifier === "#config") return "apps/portal/src/config.ts";
  const ours = /^@kommunalportal\/([a-z-]+)$/.exec(specifier);
  return ours ? `packages/${ours[1]}/src/index.ts` : specifier;
}
