import { join } from "node:path";
import { migrate } from "#platform/database";
import { prepareJobs } from "#platform/jobs";

// `npm run production -- migrate`: brings the tables and the job queue to this version.
const owner = process.env["OWNER_DATABASE_URL"];
const worker = process.env["WORKER_DATABASE_URL"];
if (!owner || !worker) {
  console.error("Nötig sind OWNER_DATABASE_URL (Rolle kp_owner) und WORKER_DATABASE_URL (Rolle kp_worker); siehe docs/operations/database.md.");
  process.exit(1);
}
const applied = await migrate(owner, join(import.meta.dirname, "..", "migrations"));
await prepareJobs(worker);
console.log(applied.length === 0 ? "Die Datenbank ist schon auf diesem Stand." : `Angewendet: ${applied.join(", ")}`);
