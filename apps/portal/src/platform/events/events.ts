import { addJob, type JobHandler } from "#platform/jobs";
import type { Tx } from "#platform/database";
import { sql } from "#platform/database";

/** What happened, as ids and codes; never content. `id` makes it recognisable when it is told twice. */
export interface DomainEvent {
  /** `noun.happened`, for example `application.submitted`. */
  readonly type: string;
  readonly id: string;
  readonly tenant?: string;
  readonly [key: string]: string | number | boolean | undefined;
}

export interface Subscription {
  /** Stable name: it is part of the job's key, so an event reaches a subscriber once while it waits. */
  readonly name: string;
  readonly to: string;
  /** Runs in the worker, outside the transaction of the change; may be called again and must then have no second effect. */
  readonly handle: (event: DomainEvent, attempt: { readonly lastAttempt: boolean }) => Promise<void | { readonly snoozeUntil: Date }>;
}

/** Writes the event's dispatch job in the transaction of the change: told if and only if it happened. */
export async function announce(tx: Tx, event: DomainEvent): Promise<void> {
  const payload: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(event)) if (value !== undefined) payload[key] = value;
  await addJob(tx, "event", payload);
}

/**
 * The worker's handlers for all subscriptions: `event` fans out to one job per subscriber, so one that fails is tried
 * again alone and holds nobody up.
 */
export function eventHandlers(
  subscriptions: readonly Subscription[],
  asOperator: <T>(reason: string, work: (tx: Tx) => Promise<T>) => Promise<T>,
): Record<string, JobHandler> {
  const names = new Set<string>();
  for (const { name } of subscriptions) {
    if (names.has(name)) throw new Error(`two subscriptions are called ${name}`);
    names.add(name);
  }
  const handlers: Record<string, JobHandler> = {
    async event(payload) {
      const event = payload as DomainEvent;
      const interested = subscriptions.filter(({ to }) => to === event.type);
      if (interested.length === 0) return;
      await asOperator("dispatch of an event", async (tx) => {
        for (const { name } of interested) {
          await tx.run(sql`select jobs.add(${`on:${name}`}, ${JSON.stringify(event)}, null, ${`${name}:${event.id}`}, null, null)`);
        }
      });
    },
  };
  for (const subscription of subscriptions) {
    handlers[`on:${subscription.name}`] = (payload, job) => subscription.handle(payload as DomainEvent, { lastAttempt: job.lastAttempt });
  }
  return handlers;
}
