import { join } from "node:path";
import { migrate } from "#platform/database";
import { prepareJobs } from "#platform/jobs";
import { CommandProblem } from "./commands/command-problem.ts";
import { migrationProblem } from "./commands/migration-problem.ts";

/** `npm run production -- migrate`: brings the tables and the job queue to this version. Needs the addresses of two roles and no other setting. */
async function main(owner: string | undefined, worker: string | undefined): Promise<void> {
  if (!owner || !worker) throw new CommandProblem("Nötig sind OWNER_DATABASE_URL (Rolle kp_owner) und WORKER_DATABASE_URL (Rolle kp_worker); siehe docs/operations/database.md.");
  const applied = await migrate(owner, join(import.meta.dirname, "..", "migrations"));
  await prepareJobs(worker);
  console.log(applied.length === 0 ? "Die Datenbank ist schon auf diesem Stand." : `Angewendet: ${applied.join(", ")}`);
}

try {
  await main(process.env["OWNER_DATABASE_URL"], process.env["WORKER_DATABASE_URL"]);
} catch (error) {
  console.error(migrationProblem(error) ?? error);
  process.exitCode = 1;
}
