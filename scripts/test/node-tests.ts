import { globSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { run } from "node:test";
import { dot, type TestEvent } from "node:test/reporters";
import failures from "./failures-reporter.ts";
import { fileGroups } from "./file-groups.ts";
import { runningOrder } from "./running-order.ts";
import { ungrouped } from "./ungrouped.ts";

const root = join(import.meta.dirname, "..", "..");
const timeoutMs = 420_000;

/**
 * node:test over the files of some patterns, neighbours together in one process (file-groups.ts), so many processes at once; no file at all is a failure, not a
 * success. Called from here and not by `node --test`, which runs each in its own, in the order of their names.
 */
export async function nodeTests(title: string, patterns: readonly string[], { concurrency, signal }: { readonly concurrency: number; readonly signal?: AbortSignal }): Promise<boolean> {
  const found = new Set(patterns.flatMap((pattern) => globSync(pattern, { cwd: root, exclude: (path) => path.includes("node_modules") })));
  if (found.size === 0) { console.error(`${title}: keine Testdatei gefunden (${patterns.join(", ")})`); return false; }
  const named = `${title} (${found.size} Dateien)`;
  const began = Date.now();
  console.log(`\n── ${named}`);
  const folder = mkdtempSync(join(tmpdir(), "kommunalportal-groups-"));
  try {
    const passed = await runGroups(runningOrder(fileGroups([...found].sort(), root)).map((files) => files.map((file) => join(root, file))), { folder, concurrency, ...(signal ? { signal } : {}) });
    console.log(`── ${named}: ${passed ? "in Ordnung" : signal?.aborted ? "ABGEBROCHEN" : "GESCHEITERT"} (${Math.round((Date.now() - began) / 1000)} s)`);
    return passed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs test files, those of a group one after the other in one process; says on stdout what came of them, and gives back whether all passed.
 * @param groups absolute paths
 * @param folder where the programs that run several files are written
 * @param patienceMs how long what a file of a group used may take to close
 */
export async function runGroups(groups: readonly (readonly string[])[], { folder, concurrency, patienceMs, signal }: { readonly folder: string; readonly concurrency: number; readonly patienceMs?: number; readonly signal?: AbortSignal }): Promise<boolean> {
  const programs = new Map(groups.filter((files) => files.length > 1).map((files, at) => [join(folder, `group-${at}.mjs`), files] as const));
  for (const [program, files] of programs) writeFileSync(program, `import { runFiles } from ${JSON.stringify(import.meta.resolve("./group-runner.ts"))};\nrunFiles(${JSON.stringify(files)}${patienceMs === undefined ? "" : `, ${patienceMs}`});\n`);
  const programOf = new Map([...programs].map(([program, files]) => [files, program]));
  const stream = run({
    files: groups.flatMap((files) => programOf.get(files) ?? files), cwd: root, concurrency, ...(signal ? { signal } : {}),
    execArgv: ["--disable-warning=ExperimentalWarning", ...["./lend-run-keys.ts", "./name-what-hangs.ts"].map((file) => `--import=${import.meta.resolve(file)}`), `--test-timeout=${timeoutMs}`],
  });
  let passed = false;
  let failed = 0;
  const events = Readable.from(watched(ungrouped(stream, programs)));
  async function* watched(source: AsyncIterable<TestEvent>): AsyncGenerator<TestEvent> {
    for await (const event of source) {
      // Of all that did not run any more each would be told as a failure.
      if (signal?.aborted) { failed += 1; continue; }
      // Of the whole; those of single files name them.
      if (event.type === "test:summary" && event.data.file === undefined) passed = event.data.success;
      if (event.type === "test:fail") failed += 1;
      yield event;
    }
  }
  await Promise.all([print(events.compose(dot)), print(events.compose(failures))]);
  return passed && failed === 0;
}

async function print(report: AsyncIterable<string | Buffer>): Promise<void> {
  for await (const part of report) process.stdout.write(part);
}
