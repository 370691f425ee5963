import { availableParallelism, totalmem } from "node:os";

const gigabyte = 1024 ** 3;

/** What one test process holds at most with what it starts: browser, portal, database. */
const perWorker = 1.25 * gigabyte;

/** For the database of the run, the checks of types and lint, and the system. */
const reserved = 2.5 * gigabyte;

/**
 * So many test processes at once: two for each core, since they wait for the database, the browser and each other; with more a journey's 15 seconds for one step become few, and more than six
 * would want more connections than the database has.
 */
export function workers({ cores, memory }: { readonly cores: number; readonly memory: number } = { cores: availableParallelism(), memory: totalmem() }): number {
  return Math.max(2, Math.min(6, 2 * cores, Math.floor((memory - reserved) / perWorker)));
}
