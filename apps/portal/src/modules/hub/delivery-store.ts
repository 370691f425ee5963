import { join, sql, type Sql, type Tx } from "#platform/database";
import type { Attempt, Delivery, DeliveryMessage, DeliveryState } from "./delivery.ts";

export interface DeliveryRow {
  id: string; tenant_id: string; destination_id: string; destination_name: string; application_id: string; message: DeliveryMessage; part: string; office: string; service: string; reference: string;
  submitted_at: Date; about: string; state: DeliveryState; attempts: number; next_attempt_at: Date; may_have_arrived: boolean; reason: string | null; reasons: Buffer | null; receipt: string | null; queued_at: Date;
  finished_at: Date | null; corrects: string | null; route_id: string | null; round: number; settled_at: Date | null;
}

const selected: Sql = sql`select d.id, d.tenant_id, d.destination_id, t.name as destination_name, d.application_id, d.message, d.part, d.office, d.service, d.reference, d.submitted_at, d.about, d.state, d.attempts,
  d.next_attempt_at, d.may_have_arrived, d.reason, d.reasons, d.receipt, d.queued_at, d.finished_at, d.corrects, d.route_id, d.round, d.settled_at from hub.delivery d join hub.destination t on t.id = d.destination_id`;

export function deliveryOf(row: DeliveryRow): Delivery {
  return {
    id: row.id, tenant: row.tenant_id, destination: row.destination_id, destinationName: row.destination_name, application: row.application_id, message: row.message, part: row.part, office: row.office,
    service: row.service, reference: row.reference, submittedAt: row.submitted_at, state: row.state, attempts: row.attempts, nextAttemptAt: row.next_attempt_at, mayHaveArrived: row.may_have_arrived,
    reason: row.reason ?? undefined, receipt: row.receipt ?? undefined, queuedAt: row.queued_at, finishedAt: row.finished_at ?? undefined, corrects: row.corrects ?? undefined, route: row.route_id ?? undefined, settledAt: row.settled_at ?? undefined,
  };
}

export function deliveryRow(tx: Tx, id: string): Promise<DeliveryRow | undefined> {
  return tx.maybe<DeliveryRow>(sql`${selected} where d.id = ${id}`);
}

export function lockedDelivery(tx: Tx, id: string): Promise<DeliveryRow | undefined> {
  return tx.maybe<DeliveryRow>(sql`${selected} where d.id = ${id} for update of d`);
}

/** Of one application, in order: for the office's and the citizen's page, under the transaction's scope. */
export async function ofApplication(tx: Tx, application: string): Promise<Delivery[]> {
  return (await tx.rows<DeliveryRow>(sql`${selected} where d.application_id = ${application} order by d.sequence`)).map(deliveryOf);
}

export async function attemptsOf(tx: Tx, delivery: string): Promise<Attempt[]> {
  const rows = await tx.rows<{ number: number; started_at: Date; ended_at: Date | null; result: NonNullable<Attempt["result"]> | null; reason: string | null; status: number | null }>(sql`
    select number, started_at, ended_at, result, reason, status from hub.attempt where delivery_id = ${delivery} order by number desc limit 200`);
  return rows.map((row) => ({ number: row.number, startedAt: row.started_at, endedAt: row.ended_at ?? undefined, result: row.result ?? undefined, reason: row.reason ?? undefined, status: row.status ?? undefined }));
}

export interface ListDeliveries {
  readonly states?: readonly DeliveryState[];
  /** Without dead letters of which somebody has noted that they are dealt with. */
  readonly unsettled?: true;
  readonly tenant?: string;
  readonly destination?: string;
  /** Vorgangsnummer in its one spelling. */
  readonly reference?: string;
  readonly limit: number;
  readonly offset: number;
}

/** Newest first, with how many there are; counted only as far as a person would turn pages. */
export async function listDeliveries(tx: Tx, wanted: ListDeliveries): Promise<{ readonly deliveries: readonly Delivery[]; readonly found: number; readonly more: boolean }> {
  const conditions = [
    ...(wanted.states ? [sql`d.state = any(${wanted.states}::text[])`] : []),
    ...(wanted.unsettled ? [sql`d.settled_at is null`] : []),
    ...(wanted.tenant === undefined ? [] : [sql`d.tenant_id = ${wanted.tenant}`]),
    ...(wanted.destination === undefined ? [] : [sql`d.destination_id = ${wanted.destination}`]),
    ...(wanted.reference === undefined ? [] : [sql`d.reference = ${wanted.reference}`]),
  ];
  const where = conditions.length === 0 ? sql`` : sql` where ${join(conditions, sql` and `)}`;
  const { found } = await tx.one<{ found: number }>(sql`select count(*)::int as found from (select from hub.delivery d${where} limit ${mostCounted + 1}) counted`);
  const rows = await tx.rows<DeliveryRow>(sql`${selected}${where} order by d.queued_at desc, d.id desc limit ${wanted.limit} offset ${Math.min(wanted.offset, mostCounted)}`);
  return { deliveries: rows.map(deliveryOf), found: Math.min(found, mostCounted), more: found > mostCounted };
}

const mostCounted = 10_000;
