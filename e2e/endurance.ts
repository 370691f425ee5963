import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { xfallEndurance } from "../packages/xdatenfelder/src/testing/xfall-endurance.ts";
import { hubRun, hubTable, isHubRunRight } from "./hub-run.ts";
import { openInstallation } from "./installation.ts";
import { killRun } from "./kill-run.ts";
import { isRight, killTable } from "./kill-table.ts";

// `npm run endurance [-- kill hub xfall fuzz --seed 1 --submissions 500 --people 8 --deliveries 2000 --answers 40 --requests 200000]`: the long runs of what
// `npm test` does in small. Without names all of them, one after another; each says on its own whether it held.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: "1" }, submissions: { type: "string", default: "500" }, people: { type: "string", default: "8" }, deliveries: { type: "string", default: "2000" },
    answers: { type: "string", default: "40" }, requests: { type: "string", default: "200000" },
  },
});
const size = { seed: whole("seed"), submissions: whole("submissions"), people: whole("people"), deliveries: whole("deliveries"), answers: whole("answers"), requests: whole("requests") };
const root = join(import.meta.dirname, "..");

const parts: Readonly<Record<string, () => boolean | Promise<boolean>>> = { kill, hub, xfall, fuzz };
const unknown = positionals.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(`Diesen Dauerlauf gibt es nicht: ${unknown.join(", ")}. Es gibt: ${Object.keys(parts).join(", ")}.`);
  process.exit(2);
}
const failed: string[] = [];
for (const [name, part] of Object.entries(parts)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const began = Date.now();
  console.log(`\n── ${name}, Saat ${size.seed}`);
  const held = await part();
  if (!held) failed.push(name);
  console.log(`── ${name}: ${held ? "hält" : "FEHLER"} (${Math.round((Date.now() - began) / 1000)} s)`);
}
process.exitCode = failed.length === 0 ? 0 : 1;

/** Web and worker die while applications come in: nothing acknowledged is lost, nothing works twice. */
async function kill(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "kommunalportal-endurance-"));
  const installation = await openInstallation(folder, { env: { WEB_PROCESSES: "2" } });
  const began = Date.now();
  try {
    const run = await killRun(installation, { submissions: size.submissions, people: size.people, seed: size.seed, killEveryMs: [1_000, 4_000], log: (line) => { console.log(line); } });
    console.log(`\n${killTable(run, Math.round((Date.now() - began) / 1000))}\n`);
    const right = isRight(run);
    console.log(right ? "Alles Angenommene ist da, mit genau einer Wirkung." : `FEHLER: etwas fehlt oder wirkt mehrfach. ${JSON.stringify({ lost: run.lost, missing: run.effects.missing })}`);
    return right;
  } finally {
    await installation.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The hub's worker and the Fachverfahren die while deliveries are on the way: each ends accepted with one effect, or visibly rejected with none. */
async function hub(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "kommunalportal-endurance-"));
  const installation = await openInstallation(folder);
  try {
    const run = await hubRun(installation, { folder, deliveries: size.deliveries, seed: size.seed, killEveryMs: [2_000, 8_000], patienceSeconds: 900, log: (line) => { console.log(line); } });
    console.log(`\n${hubTable(run)}\n`);
    for (const line of run.details) console.log(line);
    return isHubRunRight(run);
  } finally {
    await installation.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Answers drawn for the real schemas: right ones are valid as JSON and XML, wrong ones are refused at the right field. */
function xfall(): boolean {
  try {
    xfallEndurance({ seed: size.seed, right: size.answers, wrong: size.answers }, (line) => { console.log(line); });
    return true;
  } catch (error) {
    console.error(error);
    return false;
  }
}

/** Requests made of the Extension-API's own document: none is a fault, undocumented or tells what is inside. */
function fuzz(): Promise<boolean> {
  return new Promise((resolve) => {
    const test = spawn(process.execPath, [join(root, "scripts", "test.mjs"), "apps/portal/src/surfaces/extension-api/fuzz.test.ts"], {
      cwd: root, stdio: "inherit", env: { ...process.env, FUZZ_REQUESTS: String(size.requests), FUZZ_SEED: String(size.seed) },
    });
    test.on("error", (error) => { console.error(error.message); resolve(false); });
    test.on("exit", (code) => { resolve(code === 0); });
  });
}

function whole(name: keyof typeof values): number {
  const value = Number(values[name]);
  if (Number.isSafeInteger(value) && value > 0) return value;
  console.error(`--${name} braucht eine ganze Zahl ab 1.`);
  process.exit(2);
}
