import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "../demo/postgres-server.ts";
import { chosenFiles } from "./chosen-files.ts";
import { nodeTests } from "./node-tests.ts";
import { oldestSupportedBinaries } from "./oldest-postgres.ts";

const root = join(import.meta.dirname, "..", "..");
const only = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
/** The database tests a second time, on the oldest supported PostgreSQL where the machine has it: `.ci/run` asks for it. */
const alsoOldest = process.argv.includes("--also-oldest-postgres");
const bin = (name: string): string => join(root, "node_modules", ".bin", name);
const unitTests = ["apps/**/*.test.ts", "packages/**/*.test.ts", "services/**/*.test.ts", "scripts/**/*.test.ts"];
const databaseTests = ["apps/portal/src/platform/database/**/*.test.ts", "apps/portal/src/platform/jobs/**/*.test.ts", "apps/portal/src/modules/**/*.test.ts"];
const journeys = ["e2e/**/*.test.ts"];

/** Whoever ends the run ends its processes too, and the server goes as it does after a whole run. */
const interrupted = new AbortController();
const { signal } = interrupted;
for (const name of ["SIGINT", "SIGTERM"]) process.on(name, () => { interrupted.abort(); });

/** Says what it has to say at its end, in one piece: it may run beside others. */
function run(title: string, command: string, args: readonly string[]): Promise<boolean> {
  const began = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], signal });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (part: string) => { said += part; });
    child.on("error", (error) => { console.error(error.message); resolve(false); });
    child.on("close", (code) => {
      console.log(`\n── ${title}\n${said}── ${title}: ${code === 0 ? "in Ordnung" : "GESCHEITERT"} (${Math.round((Date.now() - began) / 1000)} s)`);
      resolve(code === 0);
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

async function everything(): Promise<boolean[]> {
  // Beside each other, so that one checker of types is enough: each more checks in part what the others have checked.
  const results = await Promise.all([
    run("Typen", bin("tsc"), ["-p", "tsconfig.json", "--checkers", "1"]),
    run("Lint", bin("oxlint"), ["--type-aware", "--deny-warnings"]),
  ]);
  results.push(...await withServer(undefined, async () => [
    await nodeTests("Bausteine, Datenbank und HTTP", unitTests, { concurrency: 4, signal }),
    await nodeTests("Wege im Browser", journeys, { concurrency: 3, signal }),
  ]));
  if (!alsoOldest) return results;
  const oldest = oldestSupportedBinaries();
  if (oldest) {
    results.push(await withServer(oldest, () => nodeTests("Datenbank auf PostgreSQL 15", databaseTests, { concurrency: 2, signal })));
  } else {
    console.log("\n── Datenbank auf PostgreSQL 15: nicht auf dieser Maschine, entfällt");
  }
  return results;
}

/** Whoever names something that is no test would else take it for tested. */
async function chosen(): Promise<boolean[]> {
  const { files, unknown } = chosenFiles(only, root);
  for (const name of unknown) console.error(`Keine Testdatei: ${name}`);
  return unknown.length > 0 ? [false] : withServer(undefined, async () => [await nodeTests("Ausgewählte Tests", files, { concurrency: 2, signal })]);
}

folderForKeys();
const results = await (only.length > 0 ? chosen() : everything());
console.log(`\n${results.filter(Boolean).length} passed, ${results.filter((ok) => !ok).length} failed`);
process.exit(results.every(Boolean) ? 0 : 1);
