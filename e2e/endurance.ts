import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openInstallation } from "./installation.ts";
import { killRun } from "./kill-run.ts";
import { isRight, killTable } from "./kill-table.ts";

// `npm run endurance [-- --submissions 500 --people 8 --seed 1]`: the long run of what `npm test` does in small.
const { values } = parseArgs({ options: { submissions: { type: "string", default: "500" }, people: { type: "string", default: "8" }, seed: { type: "string", default: "1" } } });
const folder = mkdtempSync(join(tmpdir(), "kommunalportal-endurance-"));
const installation = await openInstallation(folder);
const began = Date.now();
try {
  const run = await killRun(installation, { submissions: Number(values.submissions), people: Number(values.people), seed: Number(values.seed), killEveryMs: [1_000, 4_000], log: (line) => { console.log(line); } });
  console.log(`\n${killTable(run, Math.round((Date.now() - began) / 1000))}\n`);
  const right = isRight(run);
  console.log(right ? "Alles Angenommene ist da, mit genau einer Wirkung." : `FEHLER: etwas fehlt oder wirkt mehrfach. ${JSON.stringify({ lost: run.lost, missing: run.effects.missing })}`);
  process.exitCode = right ? 0 : 1;
} finally {
  await installation.stop();
  rmSync(folder, { recursive: true, force: true });
}
