import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "../demo/postgres-server.ts";
import { chosenFiles } from "./chosen-files.ts";
import { descendantsOf, endAll } from "./descendants.ts";
import { nodeTests } from "./node-tests.ts";
import { oldestSupportedBinaries } from "./oldest-postgres.ts";
import { workers } from "./workers.ts";

const root = join(import.meta.dirname, "..", "..");
const only = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
/** The database tests a second time, on the oldest supported PostgreSQL where the machine has it: `.ci/run` asks for it. */
const alsoOldest = process.argv.includes("--also-oldest-postgres");
const bin = (name: string): string => join(root, "node_modules", ".bin", name);
const allTests = ["apps/**/*.test.ts", "packages/**/*.test.ts", "services/**/*.test.ts", "scripts/**/*.test.ts", "e2e/**/*.test.ts"];
const databaseTests = ["apps/portal/src/platform/database/**/*.test.ts", "apps/portal/src/platform/jobs/**/*.test.ts", "apps/portal/src/modules/**/*.test.ts"];

/** One of the parts of the run, which may run beside others. */
interface Result { readonly title: string; readonly passed: boolean }

/** Whoever ends the run ends its processes too, and the server goes as it does after a whole run; so it is when what began us is gone without a word. */
const interrupted = new AbortController();
const { signal } = interrupted;
/** What lives when the run is interrupted: a test that is ended cannot end its programs any more. */
let left: readonly number[] = [];
for (const name of ["SIGINT", "SIGTERM", "disconnect"]) process.on(name, () => {
  if (signal.aborted) return;
  left = descendantsOf(process.pid);
  interrupted.abort();
});

/**
 * Says what it has to say at its end, in one piece. It gives way to the tests: a person in a journey waits for an answer, and without it the machine is never idle for
 * long at the run's beginning.
 */
function check(title: string, command: string, args: readonly string[]): Promise<Result> {
  const began = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], signal });
    if (child.pid !== undefined) setPriority(child.pid, 5);
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (part: string) => { said += part; });
    child.on("error", (error) => { console.error(error.message); resolve({ title, passed: false }); });
    child.on("close", (code) => {
      console.log(`\n── ${title}\n${said}── ${title}: ${code === 0 ? "in Ordnung" : "GESCHEITERT"} (${Math.round((Date.now() - began) / 1000)} s)`);
      resolve({ title, passed: code === 0 });
    });
  });
}

/** A throw-away server, which test files find under TEST_DATABASE_ADMIN_URL. */
async function withServer<T>(binaries: string | undefined, work: () => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "kommunalportal-test-"));
  const server = await startPostgres({ folder, durable: false, ...(binaries ? { binaries } : {}) });
  process.env["TEST_DATABASE_ADMIN_URL"] = server.adminUrl;
  try { return await work(); } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whoever first starts the simulated outside world makes its keys here, all others copy them; and other RSA keys are made once a run (run-keys.ts). */
function folderForKeys(): void {
  const folder = mkdtempSync(join(tmpdir(), "kommunalportal-keys-"));
  process.env["TEST_KEYS_FOLDER"] = folder;
  process.once("exit", () => { rmSync(folder, { recursive: true, force: true }); });
}

async function tests(title: string, patterns: readonly string[], binaries?: string): Promise<Result> {
  return { title, passed: await withServer(binaries, () => nodeTests(title, patterns, { concurrency: workers(), signal })) };
}

/** One after the other: each holds more than a gigabyte. */
async function checks(): Promise<Result[]> {
  return [
    // One checker of types is enough: each more checks in part what the others have checked.
    await check("Typen", bin("tsc"), ["-p", "tsconfig.json", "--checkers", "1"]),
    await check("Lint", bin("oxlint"), ["--type-aware", "--deny-warnings"]),
  ];
}

async function everything(): Promise<Result[]> {
  const results = (await Promise.all([checks(), tests("Bausteine, Datenbank, HTTP und Wege im Browser", allTests).then((result) => [result])])).flat();
  if (!alsoOldest) return results;
  const oldest = oldestSupportedBinaries();
  if (oldest) {
    results.push(await tests("Datenbank auf PostgreSQL 15", databaseTests, oldest));
  } else {
    console.log("\n── Datenbank auf PostgreSQL 15: nicht auf dieser Maschine, entfällt");
  }
  return results;
}

/** Whoever names something that is no test would else take it for tested. */
async function chosen(): Promise<Result[]> {
  const { files, unknown } = chosenFiles(only, root);
  for (const name of unknown) console.error(`Keine Testdatei: ${name}`);
  const title = "Ausgewählte Tests";
  return [unknown.length > 0 ? { title, passed: false } : await tests(title, files)];
}

folderForKeys();
const results = await (only.length > 0 ? chosen() : everything());
endAll(left);
const failed = results.filter(({ passed }) => !passed);
console.log(`\n${results.length - failed.length} passed, ${failed.length} failed${failed.length === 0 ? "" : `: ${failed.map(({ title }) => title).join(", ")}`}`);
process.exit(failed.length === 0 ? 0 : 1);
