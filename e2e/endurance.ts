import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openInstallation } from "./installation.ts";
import { killRun } from "./kill-run.ts";

// `npm run endurance [-- --submissions 500 --people 8 --seed 1]`: the long run of what `npm test` does in small.
const { values } = parseArgs({ options: { submissions: { type: "string", default: "500" }, people: { type: "string", default: "8" }, seed: { type: "string", default: "1" } } });
const folder = mkdtempSync(join(tmpdir(), "kommunalportal-endurance-"));
const installation = await openInstallation(folder);
const began = Date.now();
try {
  const run = await killRun(installation, { submissions: Number(values.submissions), people: Number(values.people), seed: Number(values.seed), killEveryMs: [1_000, 4_000], log: (line) => { console.log(line); } });
  console.log(JSON.stringify({ seconds: Math.round((Date.now() - began) / 1000), ...run, lost: run.lost.length, effects: { ...run.effects, missing: run.effects.missing.length } }, null, 2));
  const right = run.lost.length === 0 && run.doubled === 0 && run.effects.missing.length === 0 && run.effects.duplicates === 0;
  console.log(right ? "Alles Angenommene ist da, mit genau einer Wirkung." : "FEHLER: etwas fehlt oder wirkt mehrfach.");
  process.exitCode = right ? 0 : 1;
} finally {
  await installation.stop();
  rmSync(folder, { recursive: true, force: true });
}
