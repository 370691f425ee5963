import { spawn } from "node:child_process";
import { existsSync, globSync, mkdtempSync, rmSync } from "node:fs";
import { setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres, type PostgresServer } from "../demo/postgres-server.ts";
import { oldestSupportedBinaries } from "./oldest-postgres.ts";

const root = join(import.meta.dirname, "..", "..");
const only = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const bin = (name: string): string => join(root, "node_modules", ".bin", name);
const unitTests = ["apps/**/*.test.ts", "packages/**/*.test.ts", "services/**/*.test.ts", "scripts/**/*.test.ts"];
const databaseTests = ["apps/portal/src/platform/database/**/*.test.ts", "apps/portal/src/platform/jobs/**/*.test.ts", "apps/portal/src/modules/**/*.test.ts"];
const journeys = ["e2e/**/*.test.ts"];

/** `behind`: with what the other runs leave of the machine; what it says is shown when it has ended. */
function run(title: string, command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}, behind = false): Promise<boolean> {
  const began = Date.now();
  if (!behind) process.stdout.write(`\n── ${title}\n`);
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: behind ? ["ignore", "pipe", "inherit"] : "inherit", env: { ...process.env, ...env } });
    if (behind && child.pid !== undefined) setPriority(child.pid, 15);
    const said: Buffer[] = [];
    child.stdout?.on("data", (chunk: Buffer) => { said.push(chunk); });
    child.on("error", (error) => { console.error(error.message); resolve(false); });
    child.on("close", (code) => {
      if (behind) process.stdout.write(`\n── ${title}\n${Buffer.concat(said).toString("utf8")}`);
      console.log(`── ${title}: ${code === 0 ? "in Ordnung" : "GESCHEITERT"} (${Math.round((Date.now() - began) / 1000)} s)`);
      resolve(code === 0);
    });
  });
}

/** node:test over the files of some patterns; no file at all is a failure, not a success. */
function nodeTests(title: string, patterns: readonly string[], env: Readonly<Record<string, string>>, concurrency: number, behind = false): Promise<boolean> {
  const files = patterns.flatMap((pattern) => globSync(pattern, { cwd: root, exclude: (path) => path.includes("node_modules") })).sort();
  if (files.length === 0) { console.error(`${title}: keine Testdatei gefunden (${patterns.join(", ")})`); return Promise.resolve(false); }
  return run(`${title} (${files.length} Dateien)`, process.execPath,
    ["--conditions=kommunalportal-source", "--disable-warning=ExperimentalWarning", "--test", `--test-concurrency=${concurrency}`, "--test-timeout=420000", "--test-reporter=dot", "--test-reporter-destination=stdout",
      "--test-reporter=./scripts/test/failures-reporter.ts", "--test-reporter-destination=stdout", ...files], env, behind);
}

async function withServer<T>(binaries: string | undefined, work: (server: PostgresServer) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "kommunalportal-test-"));
  const server = await startPostgres({ folder, durable: false, ...(binaries ? { binaries } : {}) });
  try { return await work(server); } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function everything(): Promise<boolean[]> {
  const results = [
    await run("Typen", bin("tsc"), ["-p", "tsconfig.json"]),
    await run("Lint", bin("oxlint"), ["--type-aware", "--deny-warnings"]),
  ];
  const oldest = oldestSupportedBinaries();
  const onOldest = (): Promise<boolean> => withServer(oldest, ({ adminUrl }) => nodeTests("Datenbank auf PostgreSQL 15", databaseTests, { TEST_DATABASE_ADMIN_URL: adminUrl }, 1, true));
  results.push(...await withServer(undefined, async ({ adminUrl }) => [
    await nodeTests("Bausteine, Datenbank und HTTP", unitTests, { TEST_DATABASE_ADMIN_URL: adminUrl }, 3),
    // The journeys, one after the other, leave a part of the machine idle; the older database takes it.
    ...await Promise.all([nodeTests("Wege im Browser", journeys, { TEST_DATABASE_ADMIN_URL: adminUrl }, 1), ...(oldest ? [onOldest()] : [])]),
  ]));
  if (!oldest) console.log("\n── Datenbank auf PostgreSQL 15: nicht auf dieser Maschine, entfällt");
  return results;
}

const results = only.length > 0
  ? await withServer(undefined, async ({ adminUrl }) => [await nodeTests("Ausgewählte Tests", only.map((path) => (existsSync(join(root, path)) && !path.endsWith(".ts") ? `${path}/**/*.test.ts` : path)), { TEST_DATABASE_ADMIN_URL: adminUrl }, 2)])
  : await everything();
console.log(`\n${results.filter(Boolean).length} passed, ${results.filter((ok) => !ok).length} failed`);
process.exit(results.every(Boolean) ? 0 : 1);
