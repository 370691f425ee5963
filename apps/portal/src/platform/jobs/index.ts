export { addJob, addJobForEach } from "./queue.ts";
export { announceLife } from "./life.ts";
export type { Life } from "./life.ts";
export { prepareJobs } from "./prepare.ts";
export type { AddJob } from "./queue.ts";
export { startWorker } from "./worker.ts";
export type { JobHandler, JobOutcome, Worker, WorkerOptions } from "./worker.ts";
