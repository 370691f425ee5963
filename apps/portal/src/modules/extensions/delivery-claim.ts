import { sql, type Tx } from "#platform/database";
import type { CallResult } from "./deliver-webhooks.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { eventColumns, eventOf, type EventRow, type TownEvent } from "./event-store.ts";
import { wake } from "./queue-deliveries.ts";
import { longestHoldMs, nextAttemptIn } from "./retry-times.ts";
import { removeAddress } from "./webhook-store.ts";
import { openWebhookSecret } from "./webhook-secrets.ts";

export interface ClaimedDelivery {
  readonly id: string;
  readonly tenant: string;
  readonly webhook: string;
  readonly url: string;
  readonly secrets: readonly string[];
  readonly event: TownEvent;
  /** Number of this attempt: a worker that was too slow cannot overwrite the next one. */
  readonly attempt: number;
  /** Attempts since somebody last asked for it. */
  readonly tries: number;
}

interface ClaimRow extends EventRow {
  readonly delivery_id: string; readonly attempts: number; readonly attempts_before: number; readonly url: string; readonly secret: Buffer; readonly earlier_secret: Buffer | null; readonly earlier_until: Date | null;
}

const leaseMs = 60_000;

/** The next message that may go to an address: permitted still, due, and nothing earlier of the same application waits. Marked with a lease before anything is sent. */
export async function claimDelivery(deps: ExtensionsDeps, given: { readonly tenant: string; readonly webhook: string }): Promise<ClaimedDelivery | undefined> {
  const key = await deps.tenants.tenantKey(given.tenant);
  return deps.db.inTenant(given.tenant, async (tx) => {
    const now = deps.clock.now();
    const row = await tx.maybe<ClaimRow>(sql`select d.id as delivery_id, d.attempts, d.attempts_before, w.url, w.secret, w.earlier_secret, w.earlier_until, ${eventColumns}
      from extensions.delivery d
      join extensions.webhook w on w.id = d.webhook_id and w.removed_at is null and (w.held_until is null or w.held_until <= ${now})
      join extensions.permission p on p.tenant_id = w.tenant_id and p.client_id = w.client_id and p.revoked_at is null and 'ereignisse.empfangen' = any(p.scopes)
      join extensions.client c on c.id = w.client_id and c.disabled_at is null
      join extensions.event e on e.tenant_id = d.tenant_id and e.position = d.position
      where d.webhook_id = ${given.webhook} and d.state = 'queued' and d.next_at <= ${now} and (p.services is null or e.service = any(p.services)) and (p.offices is null or e.offices && p.offices)
        and not exists (select from extensions.delivery b where b.webhook_id = d.webhook_id and b.application_id = d.application_id and b.position < d.position and b.state = 'queued')
      order by d.position limit 1 for update of d skip locked`);
    if (!row) return undefined;
    await tx.run(sql`update extensions.delivery set attempts = attempts + 1, next_at = ${new Date(now.getTime() + leaseMs)} where id = ${row.delivery_id}`);
    await tx.run(sql`insert into extensions.attempt (delivery_id, tenant_id, number, at) values (${row.delivery_id}, ${given.tenant}, ${row.attempts + 1}, ${now})`);
    const earlier = row.earlier_secret && row.earlier_until && row.earlier_until > now ? [row.earlier_secret] : [];
    return {
      id: row.delivery_id, tenant: given.tenant, webhook: given.webhook, url: row.url, attempt: row.attempts + 1, tries: row.attempts + 1 - row.attempts_before, event: eventOf(row),
      secrets: [row.secret, ...earlier].map((sealed) => openWebhookSecret(key, given.webhook, sealed)),
    };
  });
}

/** What came of an attempt. A 2xx ends it; 410 removes the address (Standard Webhooks 1.0); everything else is tried again. */
export async function recordAttempt(deps: ExtensionsDeps, claimed: ClaimedDelivery, result: CallResult, milliseconds: number): Promise<void> {
  await deps.db.inTenant(claimed.tenant, async (tx) => {
    const now = deps.clock.now();
    const status = "status" in result ? result.status : null;
    await tx.run(sql`update extensions.attempt set status = ${status}, fault = ${"fault" in result ? result.fault : null}, milliseconds = ${milliseconds} where delivery_id = ${claimed.id} and number = ${claimed.attempt}`);
    if (status !== null && status >= 200 && status < 300) {
      await tx.run(sql`update extensions.delivery set state = 'delivered', finished_at = ${now} where id = ${claimed.id} and state = 'queued'`);
      await tx.run(sql`update extensions.webhook set failures = 0, held_until = null where id = ${claimed.webhook} and (failures > 0 or held_until is not null)`);
      return;
    }
    if (status === 410) {
      await removeAddress(tx, claimed.webhook, now);
      return;
    }
    const wait = nextAttemptIn(deps.settings.retrySeconds, claimed.tries, Math.random(), "status" in result ? result.retryAfterSeconds : 0);
    await tx.run(wait === undefined
      ? sql`update extensions.delivery set state = 'dead', finished_at = ${now} where id = ${claimed.id} and state = 'queued' and attempts = ${claimed.attempt}`
      : sql`update extensions.delivery set next_at = ${new Date(now.getTime() + wait)} where id = ${claimed.id} and state = 'queued' and attempts = ${claimed.attempt}`);
    // A receiver that answers 4xx works and dislikes this message; one that is away or overloaded gets a rest.
    const away = status === null || status >= 500 || status === 429 || status === 408;
    const hold = away ? new Date(now.getTime() + Math.min(wait ?? longestHoldMs, longestHoldMs)) : null;
    await tx.run(sql`update extensions.webhook set failures = failures + 1, held_until = ${hold} where id = ${claimed.webhook}`);
  });
}

const soonestMs = 250;

/**
 * Wakes the job again when the next message of an address becomes due. Only the first that waits of each application counts; one that is due
 * and yet was not taken (another worker has it, the program is disabled) is looked at after a while, not at once.
 */
export async function wakeLater(tx: Tx, deps: Pick<ExtensionsDeps, "clock">, given: { readonly tenant: string; readonly webhook: string }): Promise<void> {
  const now = deps.clock.now();
  const { at } = await tx.one<{ at: Date | null }>(sql`select greatest(min(first.next_at), max(w.held_until)) as at from extensions.webhook w
    join (select distinct on (application_id) webhook_id, next_at from extensions.delivery where webhook_id = ${given.webhook} and state = 'queued' order by application_id, position) first on first.webhook_id = w.id
    where w.id = ${given.webhook} and w.removed_at is null`);
  if (at) await wake(tx, given, at.getTime() > now.getTime() + soonestMs ? at : new Date(now.getTime() + leaseMs));
}
