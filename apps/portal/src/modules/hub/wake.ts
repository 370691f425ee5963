import { addJob } from "#platform/jobs";
import type { Tx } from "#platform/database";

/** A job only wakes; what may be sent when is decided by rows. */
export const deliverJob = "hub.deliver";

/**
 * While it waits, one per destination for now and one for later: a wake-up for later never takes the place of one for now that somebody
 * else has just ordered.
 */
export function wake(tx: Tx, given: { readonly tenant: string; readonly destination: string }, at?: Date): Promise<void> {
  const key = `${deliverJob}:${at ? "later" : "now"}:${given.destination}`;
  return addJob(tx, deliverJob, { tenant: given.tenant, destination: given.destination }, { key, ...(at ? { runAt: at, orEarlier: true } : {}) });
}

export const lookJob = "hub.look";

/** Looks what became of what intermediaries took, and whether replies wait. As above: rows decide when. */
export function wakeToLook(tx: Tx, given: { readonly tenant: string; readonly destination: string }, at?: Date): Promise<void> {
  return addJob(tx, lookJob, { tenant: given.tenant, destination: given.destination }, { key: `${lookJob}:${at ? "later" : "now"}:${given.destination}`, ...(at ? { runAt: at, orEarlier: true } : {}) });
}
