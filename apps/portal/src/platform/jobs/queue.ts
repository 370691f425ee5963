import { sql, type Sql, type Tx } from "#platform/database";

export interface AddJob {
  /** Not before this instant (the queue's own clock is the database's). */
  readonly runAt?: Date;
  /** Jobs of one key replace each other while they wait. */
  readonly key?: string;
  /** One of this key that waits for the same (task and payload) and is due earlier is enough, and stays as it is: for a job that only looks what is due. Without `runAt` it is always so. */
  readonly orEarlier?: true;
  /** Jobs of one queue run one after the other. */
  readonly queue?: string;
  readonly maxAttempts?: number;
  /** Before all that wait without it, also in its queue: for the few that somebody waits for, beside many that take long. */
  readonly first?: true;
}

/**
 * Adds a job in the caller's transaction: it exists if and only if the change does. The payload holds ids, never content. One with a key may wait for another transaction that adds
 * the same, so it is added last and in the order of the keys.
 */
export async function addJob(tx: Tx, identifier: string, payload: Readonly<Record<string, string | number | boolean>>, options: AddJob = {}): Promise<void> {
  const adding = sql`select jobs.add(${identifier}, ${JSON.stringify(payload)}, ${options.runAt ?? null}, ${options.key ?? null}, ${options.queue ?? null}, ${options.maxAttempts ?? null}, ${options.orEarlier ?? false}, ${options.first ? -1 : null})`;
  if (options.key === undefined) tx.later(adding);
  else tx.atEnd(options.key, adding);
}

/** Makes a change and adds a job for each row that it gives back (`returning`), as one statement that is sent with the commit. */
export function addJobForEach(tx: Tx, change: Sql, identifier: string, payload: Readonly<Record<string, string | number | boolean>>): void {
  tx.later(sql`with changed as (${change}) select jobs.add(${identifier}, ${JSON.stringify(payload)}, null, null, null, null) from changed`);
}
