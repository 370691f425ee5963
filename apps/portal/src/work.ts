import { eventHandlers, type Subscription } from "#platform/events";
import { startWorker, type JobHandler, type Worker } from "#platform/jobs";
import type { House } from "./compose.ts";
import { createHousekeeping } from "./housekeeping.ts";
import { refresh } from "./refresh.ts";
import { watchChanges } from "./watch-changes.ts";

interface Working { readonly jobs?: Readonly<Record<string, JobHandler>>; readonly subscriptions?: readonly Subscription[]; readonly crontab?: readonly string[] }

/** Every room's jobs and subscriptions by the name of their task, and the times of those that come by themselves. */
export function tasksOf(house: House): { readonly handlers: Readonly<Record<string, JobHandler>>; readonly crontab: readonly string[] } {
  const { db, audit, accounts, catalogue, payments, applications, mailbox, safe, evidence, answers, appointments, hub, casework, gateway, handover, extensions, insight, probes } = house;
  const housekeeping = createHousekeeping({ files: house.files, clock: house.clock });
  const rooms: readonly Working[] = [housekeeping, audit, accounts, catalogue, payments, applications, mailbox, safe, evidence, answers, appointments, hub, casework, gateway, handover, extensions, insight, probes];
  const handlers: Record<string, JobHandler> = { ...eventHandlers(rooms.flatMap(({ subscriptions }) => subscriptions ?? []), db.asOperator) };
  for (const { jobs } of rooms) {
    for (const [name, handler] of Object.entries(jobs ?? {})) {
      if (name in handlers) throw new Error(`two rooms have a job called ${name}`);
      handlers[name] = handler;
    }
  }
  return { handlers, crontab: rooms.flatMap(({ crontab }) => crontab ?? []) };
}

/** The worker: all of them. */
export async function createWork(house: House): Promise<Worker> {
  const { config, log, db } = house;
  const { handlers, crontab } = tasksOf(house);
  const changes = await watchChanges({ db, log }, (what) => refresh(house, what));
  const worker = await startWorker({
    url: config.WORKER_DATABASE_URL, concurrency: 8, log, handlers, crontab: crontab.join("\n"),
    onStopped: () => { process.exitCode = 1; process.kill(process.pid, "SIGTERM"); },
  });
  return { stop: async () => { await changes.stop(); await worker.stop(); } };
}
