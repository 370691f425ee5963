import { sql, type Tx } from "#platform/database";
import type { OpenedDestination } from "./channel.ts";
import type { ChannelKind } from "./destination.ts";
import type { DeliveryMessage } from "./delivery.ts";
import type { HubParts } from "./deps.ts";
import { lockDestination, sealedSecrets } from "./destination-store.ts";
import { openSecrets } from "./destination-secrets.ts";
import { giveUp } from "./end-delivery.ts";
import { anotherFirst } from "./retry-plan.ts";
import { wake } from "./wake.ts";

export interface ClaimedDelivery {
  readonly id: string; readonly tenant: string; readonly destination: string; readonly destinationName: string; readonly application: string; readonly message: DeliveryMessage;
  readonly part: string; readonly office: string; readonly service: string; readonly reference: string; readonly submittedAt: Date; readonly about: string;
  /** Number of this try: whoever writes down the outcome names it, so a worker that was too slow cannot overwrite the next. */
  readonly attempt: number;
  readonly startedAt: Date;
  readonly channel: ChannelKind;
  readonly to: OpenedDestination;
}

interface Row {
  id: string; application_id: string; message: DeliveryMessage; part: string; office: string; service: string; reference: string; submitted_at: Date; about: string; attempts: number; attempts_before: number; state: "queued" | "sent";
}

/**
 * Takes the next deliveries of a destination, in order, for one worker alone: marked as sent with a lease before anything is sent, so a worker
 * that dies leaves a trace and somebody else takes over when the lease has ended. At most so many, and never more than the destination takes at
 * once. None: nothing may be sent now, and a wake-up is set.
 */
export async function claimDeliveries(parts: HubParts, given: { readonly tenant: string; readonly destination: string; readonly process?: number | undefined }, most: number): Promise<ClaimedDelivery[]> {
  const key = await parts.tenants.tenantKey(given.tenant);
  return parts.db.inTenant(given.tenant, async (tx) => {
    const now = parts.clock.now();
    const to = await lockDestination(tx, given.destination);
    if (!to || to.pausedAt || to.retiredAt) return [];
    if (to.heldUntil && to.heldUntil > now) { await wake(tx, given, to.heldUntil); return []; }
    // A destination that did not answer is tried with one delivery; the rest follows when it answers.
    const slots = to.failures > 0 ? 1 : to.maxInFlight;
    const { flying } = await tx.one<{ flying: number }>(sql`select count(*)::int as flying from hub.delivery where destination_id = ${to.id} and state = 'sent' and lease_until > ${now}`);
    const takeable: Row[] = [];
    while (flying + takeable.length < slots && takeable.length < most) {
      const rows = await nextDue(tx, to.id, { now, leastTriedFirst: anotherFirst(to.failures), most: Math.min(slots - flying, most) - takeable.length, besides: takeable.map(({ id }) => id) });
      if (rows.length === 0) break;
      for (const row of rows) {
        if (row.state === "sent") await markLost(tx, row, now);
        if (row.attempts - row.attempts_before < parts.settings.retry.mostAttempts) takeable.push(row);
        else await giveUp(parts, tx, { ...row, tenant: given.tenant, destination: to.id, name: to.name }, { reason: "gave-up" });
      }
    }
    if (takeable.length === 0) { await wakeLater(tx, given, now); return []; }
    const ids = takeable.map(({ id }) => id);
    await tx.run(sql`with taken as (
        update hub.delivery set state = 'sent', attempts = attempts + 1, lease_holder = ${given.process ?? null}, lease_until = ${new Date(now.getTime() + parts.settings.leaseSeconds * 1000)}
          where id = any(${ids}::uuid[]) returning id, attempts, tenant_id)
      insert into hub.attempt (delivery_id, number, tenant_id, started_at) select id, attempts, tenant_id, ${now} from taken`);
    const sealed = await sealedSecrets(tx, to.id);
    const secrets = sealed ? openSecrets(key, to.id, sealed) : [];
    return takeable.map((row) => ({
      id: row.id, tenant: given.tenant, destination: to.id, destinationName: to.name, application: row.application_id, message: row.message, part: row.part, office: row.office, service: row.service,
      reference: row.reference, submittedAt: row.submitted_at, about: row.about, attempt: row.attempts + 1, startedAt: now, channel: to.channel,
      to: { id: to.id, tenant: given.tenant, name: to.name, address: to.address, settings: to.settings, secrets },
    }));
  });
}

interface Due { readonly now: Date; readonly leastTriedFirst: boolean; readonly most: number; readonly besides: readonly string[] }

/** In the order of arrival; what concerns the same application and part waits for what came before it. */
function nextDue(tx: Tx, destination: string, { now, leastTriedFirst, most, besides }: Due): Promise<Row[]> {
  // Without an expression the index of what is due gives the order; with it the whole queue would be sorted for each claim.
  const order = leastTriedFirst ? sql`d.attempts - d.attempts_before, d.sequence` : sql`d.sequence`;
  return tx.rows<Row>(sql`select d.id, d.application_id, d.message, d.part, d.office, d.service, d.reference, d.submitted_at, d.about, d.attempts, d.attempts_before, d.state from hub.delivery d
    where d.destination_id = ${destination} and ((d.state = 'queued' and d.next_attempt_at <= ${now}) or (d.state = 'sent' and d.lease_until <= ${now})) and d.id <> all(${besides}::uuid[])
      and not exists (select from hub.delivery e where e.application_id = d.application_id and e.destination_id = d.destination_id and e.part = d.part
        and e.sequence < d.sequence and e.state in ('queued', 'paused', 'sent'))
    order by ${order} limit ${most} for update skip locked`);
}

/** The worker that had it wrote nothing down in time: it may have arrived, so the same id goes again. */
async function markLost(tx: Tx, row: Row, now: Date): Promise<void> {
  await tx.run(sql`update hub.attempt set ended_at = ${now}, result = 'lost' where delivery_id = ${row.id} and number = ${row.attempts} and result is null`);
  await tx.run(sql`update hub.delivery set may_have_arrived = true where id = ${row.id}`);
}

async function wakeLater(tx: Tx, given: { readonly tenant: string; readonly destination: string }, now: Date): Promise<void> {
  const { at } = await tx.one<{ at: Date | null }>(sql`select min(case state when 'sent' then lease_until else next_attempt_at end) as at from hub.delivery
    where destination_id = ${given.destination} and state in ('queued', 'sent') and case state when 'sent' then lease_until else next_attempt_at end > ${now}`);
  if (at) await wake(tx, given, at);
}
