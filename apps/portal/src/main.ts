import cluster from "node:cluster";
import { leaderSettings, leadWebs, settingsOfEach, webProcesses } from "#platform/processes";
import { growSlowly } from "./lean-heap.ts";
import { loadInSteps } from "./load-in-steps.ts";

// The portal's processes begin here. Nothing of the portal is imported statically: what is loaded at once lies in memory at once, and whoever leads others needs none of it.
const compileOnly = process.argv.includes("--compile-only");
const processes = webProcesses(process.env);
if (processes > 1 && cluster.isPrimary && !compileOnly) {
  const { createLog } = await import("#platform/log");
  const { patienceSeconds, logLevel } = leaderSettings(process.env);
  leadWebs({ count: processes, env: settingsOfEach(process.env, processes), patienceSeconds, log: createLog(logLevel, "web") });
} else {
  growSlowly();
  await loadInSteps(process.env["ROLE"]);
  const begin = await import("./start.ts");
  if (compileOnly) await begin.compileOnly();
  else begin.start();
}
