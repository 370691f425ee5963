import { EventEmitter } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import type { Task, TaskList, WorkerEvents } from "graphile-worker";
import { announceLife, freeOrphans } from "./life.ts";
import { plannedOnce } from "./planned-once.ts";
import type { Log } from "#platform/log";

/** How a job ends: done, or again not before an instant (without counting as a failure). A thrown error is retried with back-off. */
export type JobOutcome = void | { readonly snoozeUntil: Date };
export interface RunningJob {
  readonly attempt: number;
  readonly lastAttempt: boolean;
  /** The worker process that runs it: what a handler holds in its name is free as soon as that one has ended (`jobs.living_processes()`). */
  readonly process?: number;
}
export type JobHandler = (payload: Record<string, unknown>, job: RunningJob) => Promise<JobOutcome>;

export interface Worker {
  /** Waits for running jobs, then stops. */
  stop(): Promise<void>;
}

export interface WorkerOptions {
  readonly url: string;
  readonly concurrency: number;
  readonly log: Log;
  readonly handlers: Readonly<Record<string, JobHandler>>;
  /** crontab lines of graphile-worker: `* * * * * name`. */
  readonly crontab?: string;
  /** Milliseconds between looks at jobs whose time has come; new ones are told at once. Default 2,000. */
  readonly pollMs?: number;
  /** Called once when the worker can no longer work and nobody asked it to stop: the process has to end and be started again. */
  readonly onStopped?: (error: Error) => void;
  /** How long the jobs that run have to end when the queue has failed, in milliseconds. Default 5,000. */
  readonly patienceMs?: number;
}

export async function startWorker(options: WorkerOptions): Promise<Worker> {
  // Only where jobs are run: a web process does without its 11 MB.
  const { Logger, run } = await import("graphile-worker");
  const pool = new pg.Pool({
    connectionString: options.url, max: options.concurrency + 2, application_name: "kommunalportal worker",
    // The queue's few statements, each prepared: as in `jobs.add`, what is planned once holds.
    verify: (client, done) => { client.query(plannedOnce.join("; "), (error) => { done(error ?? undefined); }); },
  });
  pool.on("error", (error) => options.log.warn({ err: error.message }, "idle connection of the worker lost"));
  pool.on("connect", (client) => { client.on("error", (error) => { options.log.warn({ err: error.message }, "connection of the worker lost"); }); });
  const life = await announceLife(options.url, options.log);
  await freeOrphans(pool);
  const logger = new Logger(() => (level, message) => {
    if (level === "error") options.log.error({ message }, "job queue");
    else if (level === "warning") options.log.warn({ message }, "job queue");
  });
  const events = new EventEmitter() as WorkerEvents;
  // Jobs are locked in the name of the pool, or of one worker where the queue takes them singly.
  events.on("pool:create", ({ workerPool }) => { life.register(workerPool.id); });
  events.on("worker:create", ({ worker }) => { life.register(worker.workerId); });
  // A worker whose pool died with the database, or that could not write down once that a job is done, must not live on as a portal without
  // hands: the process ends and is started again. The queue ends by itself then; it is not waited for long, since its count of what is
  // still to be written goes wrong with an error (graphile-worker 0.18, `batch` in main.js) and it may wait for ever.
  const patience = options.patienceMs ?? 5_000;
  let over = false;
  const stopped = (error: Error): void => {
    if (over) return;
    over = true;
    options.log.error({ err: error.message }, "the worker stopped");
    options.onStopped?.(error);
  };
  events.on("pool:gracefulShutdown", ({ message }) => {
    if (!over) setTimeout(() => { stopped(new Error(message)); }, patience).unref();
  });
  const runner = await run({
    pgPool: pool,
    concurrency: options.concurrency,
    noHandleSignals: true,
    pollInterval: options.pollMs ?? 2_000,
    // Fetched and finished some at a time: a job costs a fraction of the exchanges. What a killed worker had fetched is freed like what it ran.
    preset: { worker: { localQueue: { size: options.concurrency * 2 }, completeJobBatchDelay: 20, failJobBatchDelay: 20 } },
    logger,
    events,
    crontab: (options.crontab ?? "").replaceAll(".", ":"),
    taskList: taskListOf(options.handlers, life.process),
  });
  // The runner keeps a pool's error to itself and just ends.
  runner.promise.then(() => { stopped(new Error("it ended unasked")); }, stopped);
  const sweep = setInterval(() => {
    freeOrphans(pool).catch((error: Error) => { options.log.warn({ err: error.message }, "orphaned jobs not freed"); });
  }, 5_000);
  return {
    async stop() {
      const failed = over;
      over = true;
      clearInterval(sweep);
      const ended = (async () => { await runner.stop().catch(() => {}); await life.end(); await pool.end(); })();
      // After a failure the queue may never say that it is done; the process must end nevertheless.
      await (failed ? Promise.race([ended, delay(patience)]) : ended);
    },
  };
}

/** Every handler under its own name and, since a crontab knows no dots, under the one with colons. */
function taskListOf(handlers: Readonly<Record<string, JobHandler>>, process: number): TaskList {
  const tasks: TaskList = {};
  for (const [name, handler] of Object.entries(handlers)) {
    const task: Task = async (payload, helpers) => {
      const { attempts, max_attempts } = helpers.job;
      const outcome = await handler((payload ?? {}) as Record<string, unknown>, { attempt: attempts, lastAttempt: attempts >= max_attempts, process });
      if (outcome) await helpers.addJob(name, payload, { runAt: outcome.snoozeUntil });
    };
    tasks[name] = task;
    tasks[name.replaceAll(".", ":")] = task;
  }
  return tasks;
}
