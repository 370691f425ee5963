import { sql, type Tx } from "#platform/database";
import { type EventType, isEventType } from "./event-catalogue.ts";
import type { DeliveryState, Webhook, WebhookAttempt, WebhookDelivery } from "./webhook.ts";

interface WebhookRow { readonly id: string; readonly tenant_id: string; readonly client_id: string; readonly url: string; readonly types: string[] | null; readonly created_at: Date; readonly failures: number; readonly held_until: Date | null }

function webhookOf(row: WebhookRow): Webhook {
  return {
    id: row.id, tenant: row.tenant_id, client: row.client_id, url: row.url, types: row.types?.filter(isEventType), createdAt: row.created_at, failures: row.failures, heldUntil: row.held_until ?? undefined,
  };
}

interface Owner { readonly tenant: string; readonly client: string }

export async function webhooksOf(tx: Tx, { tenant, client }: Owner): Promise<Webhook[]> {
  return (await tx.rows<WebhookRow>(sql`select id, tenant_id, client_id, url, types, created_at, failures, held_until from extensions.webhook
    where tenant_id = ${tenant} and client_id = ${client} and removed_at is null order by created_at, id`)).map(webhookOf);
}

export async function insertWebhook(tx: Tx, webhook: Webhook, sealedSecret: Buffer): Promise<void> {
  await tx.run(sql`insert into extensions.webhook (id, tenant_id, client_id, url, types, secret, created_at)
    values (${webhook.id}, ${webhook.tenant}, ${webhook.client}, ${webhook.url}, ${webhook.types ?? null}, ${sealedSecret}, ${webhook.createdAt})`);
}

/** The new secret signs at once; the one before goes on signing beside it until then. */
export async function replaceSecret(tx: Tx, given: { readonly webhook: string; readonly secret: Buffer; readonly earlierUntil: Date }): Promise<void> {
  await tx.run(sql`update extensions.webhook set earlier_secret = secret, earlier_until = ${given.earlierUntil}, secret = ${given.secret} where id = ${given.webhook}`);
}

/** Nothing more is sent to it, also not what waits. False: there is none, or it is somebody else's. */
export async function removeWebhook(tx: Tx, given: Owner & { readonly webhook: string; readonly at: Date }): Promise<boolean> {
  const own = await tx.maybe(sql`select from extensions.webhook where id = ${given.webhook} and tenant_id = ${given.tenant} and client_id = ${given.client} and removed_at is null`);
  return own !== undefined && removeAddress(tx, given.webhook, given.at);
}

/**
 * The messages first, then the address, as whoever writes down an attempt does it: the other way round the two could wait for each other. What was queued
 * meanwhile is cancelled by {@link cancelRemoved}.
 */
export async function removeAddress(tx: Tx, webhook: string, at: Date): Promise<boolean> {
  await tx.run(sql`update extensions.delivery set state = 'cancelled', finished_at = ${at}
    where id in (select id from extensions.delivery where webhook_id = ${webhook} and state = 'queued' order by position for update)`);
  return (await tx.run(sql`update extensions.webhook set removed_at = ${at} where id = ${webhook} and removed_at is null`)) === 1;
}

export async function removeWebhooksOf(tx: Tx, given: Owner & { readonly at: Date }): Promise<void> {
  for (const { id } of await webhooksOf(tx, given)) await removeWebhook(tx, { ...given, webhook: id });
}

/** What an event queued for an address in the moment in which it was removed: nobody sends it any more. */
export async function cancelRemoved(tx: Tx, at: Date): Promise<void> {
  await tx.run(sql`update extensions.delivery d set state = 'cancelled', finished_at = ${at} from extensions.webhook w where w.id = d.webhook_id and w.removed_at is not null and d.state = 'queued'`);
}

/** What waits but no longer lies within the permission is not sent. */
export async function cancelBeyond(tx: Tx, given: Owner & { readonly services: readonly string[] | undefined; readonly offices: readonly string[] | undefined; readonly at: Date }): Promise<void> {
  await tx.run(sql`update extensions.delivery d set state = 'cancelled', finished_at = ${given.at} from extensions.event e, extensions.webhook w
    where e.tenant_id = d.tenant_id and e.position = d.position and w.id = d.webhook_id and w.tenant_id = ${given.tenant} and w.client_id = ${given.client} and d.state = 'queued'
      and ((${given.services ?? null}::text[] is not null and not e.service = any(${given.services ?? null}::text[])) or (${given.offices ?? null}::text[] is not null and not e.offices && ${given.offices ?? null}::text[]))`);
}

interface DeliveryRow {
  readonly id: string; readonly event_id: string; readonly type: string; readonly application_id: string; readonly state: DeliveryState; readonly attempts: number; readonly next_at: Date;
  readonly finished_at: Date | null; readonly last_at: Date | null; readonly status: number | null; readonly fault: string | null;
}

/** Messages to an address, newest first, with what came of the last attempt. */
export async function deliveriesOf(tx: Tx, webhook: string, limit: number): Promise<WebhookDelivery[]> {
  const rows = await tx.rows<DeliveryRow>(sql`select d.id, e.id as event_id, e.type, d.application_id, d.state, d.attempts, d.next_at, d.finished_at, a.at as last_at, a.status, a.fault
    from extensions.delivery d join extensions.event e on e.tenant_id = d.tenant_id and e.position = d.position
    left join extensions.attempt a on a.delivery_id = d.id and a.number = d.attempts
    where d.webhook_id = ${webhook} order by d.position desc limit ${limit}`);
  return rows.map((row) => ({
    id: row.id, event: row.event_id, type: knownType(row.type), application: row.application_id, state: row.state, attempts: row.attempts, nextAt: row.next_at, finishedAt: row.finished_at ?? undefined,
    last: row.last_at ? { at: row.last_at, status: row.status ?? undefined, fault: row.fault ?? undefined } : undefined,
  }));
}

interface AttemptRow { readonly number: number; readonly at: Date; readonly status: number | null; readonly fault: string | null; readonly milliseconds: number | null }

/** Undefined where the address has no such message. */
export async function attemptsOf(tx: Tx, { webhook, delivery }: { readonly webhook: string; readonly delivery: string }): Promise<WebhookAttempt[] | undefined> {
  if (!(await tx.maybe(sql`select from extensions.delivery where id = ${delivery} and webhook_id = ${webhook}`))) return undefined;
  const rows = await tx.rows<AttemptRow>(sql`select number, at, status, fault, milliseconds from extensions.attempt where delivery_id = ${delivery} order by number`);
  return rows.map((row) => ({ number: row.number, at: row.at, status: row.status ?? undefined, fault: row.fault ?? undefined, milliseconds: row.milliseconds ?? undefined }));
}

export function knownType(type: string): EventType {
  if (!isEventType(type)) throw new Error(`the event type ${type} is not in the catalogue`);
  return type;
}
