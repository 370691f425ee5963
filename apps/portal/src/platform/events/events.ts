import { addJob, addJobForEach, type JobHandler } from "#platform/jobs";
import type { Sql, Tx } from "#platform/database";

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
  /** It renders, sends or waits for others: it gets a job of its own from the beginning. */
  readonly takesLong?: true;
  /** Runs in the worker, outside the transaction of the change; may be called again and must then have no second effect. */
  readonly handle: (event: DomainEvent, attempt: { readonly lastAttempt: boolean }) => Promise<void | { readonly snoozeUntil: Date }>;
  /** The same for some that happened together and are told together: all of them, or an error; then each is told alone, by `handle`. */
  readonly handleMany?: (events: readonly DomainEvent[]) => Promise<void>;
}

/** Writes the event's dispatch job in the transaction of the change: told if and only if it happened. */
export async function announce(tx: Tx, event: DomainEvent): Promise<void> {
  await addJob(tx, "event", payloadOf(event));
}

/** Makes a change and tells of it only where there is something to tell: where the statement gives a row back (`returning`). Sent with the commit. */
export function announceChange(tx: Tx, change: Sql, event: DomainEvent): void {
  addJobForEach(tx, change, "event", payloadOf(event));
}

function payloadOf(event: DomainEvent): Readonly<Record<string, string | number | boolean>> {
  const payload: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(event)) if (value !== undefined) payload[key] = value;
  return payload;
}

/** The same for some that happened together, in one job: told one after the other, and after a crash in between all of them again. */
export async function announceAll(tx: Tx, events: readonly DomainEvent[]): Promise<void> {
  const [first, ...others] = events;
  if (first === undefined) return;
  if (others.length === 0) { await announce(tx, first); return; }
  await addJob(tx, "events", { events: JSON.stringify(events) });
}

/**
 * The worker's handlers for all subscriptions. One job tells an event to all who want it, one after the other; who fails, or comes back later,
 * gets a job alone and holds nobody up, and so does from the beginning whoever takes long. After a crash in between all are told again.
 */
export function eventHandlers(
  subscriptions: readonly Subscription[],
  asOperator: <T>(reason: string, work: (tx: Tx) => Promise<T>) => Promise<T>,
): Record<string, JobHandler> {
  const interested = new Map<string, Subscription[]>();
  const handlers: Record<string, JobHandler> = {};
  for (const subscription of subscriptions) {
    const name = `on:${subscription.name}`;
    if (name in handlers) throw new Error(`two subscriptions are called ${subscription.name}`);
    handlers[name] = (payload, job) => subscription.handle(payload as DomainEvent, { lastAttempt: job.lastAttempt });
    interested.set(subscription.to, [...(interested.get(subscription.to) ?? []), subscription]);
  }
  const tell = async (event: DomainEvent, wanting: readonly Subscription[]): Promise<void> => {
    const later = wanting.filter(({ takesLong }) => takesLong === true).map(({ name }): Later => ({ name }));
    // What takes long begins at once, before the others are through.
    if (later.length > 0) await asOperator("dispatch of an event", (tx) => tellLater(tx, event, later));
    const again: Later[] = [];
    for (const { name, takesLong, handle } of wanting) {
      if (takesLong === true) continue;
      try {
        const outcome = await handle(event, { lastAttempt: false });
        if (outcome) again.push({ name, at: outcome.snoozeUntil });
      } catch {
        // Its own job has the attempts, the back-off and the log.
        again.push({ name });
      }
    }
    if (again.length > 0) await asOperator("dispatch of an event", (tx) => tellLater(tx, event, again));
  };
  const tellTogether = async ({ name, to, handleMany }: Subscription, events: readonly DomainEvent[]): Promise<void> => {
    const its = events.filter(({ type }) => type === to);
    if (its.length === 0) return;
    try {
      await handleMany?.(its);
    } catch {
      await asOperator("dispatch of events", async (tx) => { for (const event of its) await tellLater(tx, event, [{ name }]); });
    }
  };
  handlers["event"] = (payload) => { const event = payload as DomainEvent; return tell(event, interested.get(event.type) ?? []); };
  handlers["events"] = async (payload) => {
    const events = JSON.parse(String(payload["events"])) as DomainEvent[];
    for (const event of events) await tell(event, (interested.get(event.type) ?? []).filter(({ handleMany }) => handleMany === undefined));
    for (const subscription of subscriptions) if (subscription.handleMany !== undefined) await tellTogether(subscription, events);
  };
  return handlers;
}

interface Later { readonly name: string; readonly at?: Date }

async function tellLater(tx: Tx, event: DomainEvent, later: readonly Later[]): Promise<void> {
  for (const { name, at } of later) await addJob(tx, `on:${name}`, payloadOf(event), { key: `${name}:${event.id}`, ...(at ? { runAt: at } : {}) });
}
