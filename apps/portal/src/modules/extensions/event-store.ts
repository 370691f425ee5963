import { join, sql, type Sql, type Tx } from "#platform/database";
import { isEventType, type EventType } from "./event-catalogue.ts";

/** What happened, as programs are told. Positions are given after the commit of what happened, without gaps, per town. */
export interface TownEvent {
  readonly id: string;
  readonly tenant: string;
  readonly position: number;
  readonly type: EventType;
  readonly application: string;
  readonly service: string;
  readonly offices: readonly string[];
  readonly reference: string | undefined;
  readonly at: Date;
  readonly data: Readonly<Record<string, string | number | boolean>>;
}

export interface EventRow {
  readonly tenant_id: string; readonly position: number; readonly id: string; readonly application_id: string; readonly type: string; readonly service: string; readonly offices: string[];
  readonly reference: string | null; readonly at: Date; readonly data: Readonly<Record<string, string | number | boolean>>;
}

export const eventColumns = sql`e.tenant_id, e.position, e.id, e.application_id, e.type, e.service, e.offices, e.reference, e.at, e.data`;

export function eventOf(row: EventRow): TownEvent {
  if (!isEventType(row.type)) throw new Error(`the event type ${row.type} is not in the catalogue`);
  return {
    id: row.id, tenant: row.tenant_id, position: row.position, type: row.type, application: row.application_id, service: row.service, offices: row.offices,
    reference: row.reference ?? undefined, at: row.at, data: row.data,
  };
}

/**
 * Locks the town's counter until the end of the transaction and says where it stands: whoever comes next waits, so positions are committed in their order. Everybody of the town waits here,
 * so what the caller reads next is best asked together with it (the statements leave in one exchange and run in their order, those behind it with the lock held).
 */
export async function lockFeed(tx: Tx, tenant: string): Promise<number> {
  const [, { position }] = await Promise.all([
    tx.run(sql`insert into extensions.feed_head (tenant_id, position) values (${tenant}, 0) on conflict do nothing`),
    tx.one<{ position: number }>(sql`select position from extensions.feed_head where tenant_id = ${tenant} for update`),
  ]);
  return position;
}

export async function advanceFeed(tx: Tx, tenant: string, position: number): Promise<void> {
  await tx.run(sql`update extensions.feed_head set position = ${position} where tenant_id = ${tenant}`);
}

/** How far an application's own log has been told. */
export async function toldUntil(tx: Tx, application: string): Promise<number> {
  return (await tx.one<{ last: number }>(sql`select coalesce(max(application_position), 0) as last from extensions.event where application_id = ${application}`)).last;
}

export async function wasTold(tx: Tx, given: { readonly tenant: string; readonly id: string; readonly type: EventType }): Promise<boolean> {
  return (await tx.maybe(sql`select from extensions.event where tenant_id = ${given.tenant} and id = ${given.id} and type = ${given.type}`)) !== undefined;
}

/** What programs of a town were told last of an application; undefined where they were told nothing. */
export async function lastTold(tx: Tx, given: { readonly tenant: string; readonly application: string }): Promise<TownEvent | undefined> {
  const row = await tx.maybe<EventRow>(sql`select ${eventColumns} from extensions.event e where e.tenant_id = ${given.tenant} and e.application_id = ${given.application} order by e.position desc limit 1`);
  return row && eventOf(row);
}

export async function insertEvent(tx: Tx, event: TownEvent, applicationPosition: number | undefined): Promise<void> {
  await tx.run(sql`insert into extensions.event (tenant_id, position, id, application_id, application_position, type, service, offices, reference, at, data)
    values (${event.tenant}, ${event.position}, ${event.id}, ${event.application}, ${applicationPosition ?? null}, ${event.type}, ${event.service}, ${event.offices}, ${event.reference ?? null}, ${event.at}, ${JSON.stringify(event.data)})`);
}

export interface EventFilter {
  readonly tenant: string;
  readonly after: number;
  readonly limit: number;
  readonly services?: readonly string[] | undefined;
  readonly offices?: readonly string[] | undefined;
  readonly types?: readonly EventType[] | undefined;
  readonly application?: string | undefined;
  readonly since?: Date | undefined;
  /** Only applications that this program has, or has not, acknowledged. */
  readonly acknowledged?: { readonly client: string; readonly is: boolean } | undefined;
}

/** In order of position. */
export async function eventsAfter(tx: Tx, filter: EventFilter): Promise<TownEvent[]> {
  const conditions: Sql[] = [sql`e.tenant_id = ${filter.tenant}`, sql`e.position > ${filter.after}`];
  if (filter.services) conditions.push(sql`e.service = any(${filter.services}::text[])`);
  if (filter.offices) conditions.push(sql`e.offices && ${filter.offices}::text[]`);
  if (filter.types) conditions.push(sql`e.type = any(${filter.types}::text[])`);
  if (filter.application !== undefined) conditions.push(sql`e.application_id = ${filter.application}`);
  if (filter.since) conditions.push(sql`e.at >= ${filter.since}`);
  if (filter.acknowledged) {
    const known = sql`exists (select from extensions.acknowledgement a where a.tenant_id = e.tenant_id and a.client_id = ${filter.acknowledged.client} and a.application_id = e.application_id)`;
    conditions.push(filter.acknowledged.is ? known : sql`not ${known}`);
  }
  return (await tx.rows<EventRow>(sql`select ${eventColumns} from extensions.event e where ${join(conditions, sql` and `)} order by e.position limit ${filter.limit}`)).map(eventOf);
}
