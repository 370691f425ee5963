import { globSync } from "node:fs";
import { join } from "node:path";
import { run } from "node:test";
import { dot } from "node:test/reporters";
import failures from "./failures-reporter.ts";
import { longestFirst } from "./longest-first.ts";

const root = join(import.meta.dirname, "..", "..");
const timeoutMs = 420_000;

/**
 * node:test over the files of some patterns, each in a process of its own, so many at once; no file at all is a failure, not a success. Called from here and
 * not by `node --test`, which runs them in the order of their names.
 */
export async function nodeTests(title: string, patterns: readonly string[], concurrency: number): Promise<boolean> {
  const found = new Set(patterns.flatMap((pattern) => globSync(pattern, { cwd: root, exclude: (path) => path.includes("node_modules") })));
  if (found.size === 0) { console.error(`${title}: keine Testdatei gefunden (${patterns.join(", ")})`); return false; }
  const named = `${title} (${found.size} Dateien)`;
  const began = Date.now();
  console.log(`\n── ${named}`);
  const stream = run({ files: longestFirst([...found].sort()).map((file) => join(root, file)), cwd: root, concurrency, timeout: timeoutMs, execArgv: ["--disable-warning=ExperimentalWarning", `--import=${import.meta.resolve("./lend-run-keys.ts")}`, `--test-timeout=${timeoutMs}`] });
  let passed = false;
  // Of the whole; those of single files name them.
  stream.on("test:summary", ({ file, success }) => { if (file === undefined) passed = success; });
  await Promise.all([print(stream.compose(dot)), print(stream.compose(failures))]);
  console.log(`── ${named}: ${passed ? "in Ordnung" : "GESCHEITERT"} (${Math.round((Date.now() - began) / 1000)} s)`);
  return passed;
}

async function print(report: AsyncIterable<string | Buffer>): Promise<void> {
  for await (const part of report) process.stdout.write(part);
}
