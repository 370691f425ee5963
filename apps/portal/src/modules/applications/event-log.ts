import type { Actor } from "#modules/audit";
import { open, seal } from "#platform/crypto";
import { announce } from "#platform/events";
import { sql, type Reading, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import { applicationKey } from "./application-key.ts";
import type { ApplicationEvent, KeySource, PaymentWay } from "./application.ts";
import { keyRows, sealedRow } from "./application-store.ts";
import { storedActor } from "./actor-of.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { contexts } from "./keys.ts";
import type { Status } from "./status.ts";

export interface NewEvent {
  /** Words with hyphens: `message`, `documents-requested`. It is announced as `application.<type>`. */
  readonly type: string;
  readonly actor: Actor;
  /** Codes and ids, never content. */
  readonly data?: Readonly<Record<string, string | number | boolean>>;
  /** Words for people; sealed. */
  readonly text?: string;
  /** Stands in the citizen's timeline. Default true; false for what happens inside the office. */
  readonly forCitizen?: boolean;
  /** Only written, told to nobody: whoever records it announces more about it under a name of its own. */
  readonly unannounced?: true;
}

export interface RecordedEvent { readonly id: string; readonly position: number; readonly at: Date }

/** What an event changes on the application, in the same statement. */
export interface HeadChange { readonly status?: Status; readonly closedAt?: Date; readonly keepUntil?: string; readonly paidAt?: Date; readonly feeWay?: PaymentWay; readonly submitted?: { readonly reference: string } }

export const longestText = 20_000;

/**
 * Appends to the one log of an application and announces it. The row is locked while its counter grows, so positions have no
 * gaps and no doubles. Throws when the transaction does not see the application.
 */
export async function record(tx: Tx, deps: ApplicationsDeps, application: string, event: NewEvent, key: Buffer | KeySource = { kind: "tenant" }): Promise<RecordedEvent> {
  const recorded = await append(tx, deps, application, event, {}, event.text === undefined ? undefined : Buffer.isBuffer(key) ? key : await keyFor(tx, deps, application, key));
  if (event.unannounced !== true) await announce(tx, { type: `application.${event.type}`, id: recorded.id, application, tenant: recorded.tenant, service: recorded.service });
  return { id: recorded.id, position: recorded.position, at: recorded.at };
}

async function keyFor(tx: Tx, deps: ApplicationsDeps, application: string, source: KeySource): Promise<Buffer> {
  const [row] = await keyRows(tx, [application]);
  if (!row) throw new Error("the transaction does not see this application");
  return applicationKey(tx, deps, row, source);
}

/** The event and what it changes, in one statement; not announced. */
export async function append(
  tx: Tx, deps: Pick<ApplicationsDeps, "clock">, application: string, event: NewEvent, change: HeadChange, key: Buffer | undefined,
): Promise<RecordedEvent & { readonly tenant: string; readonly service: string }> {
  if ((event.text?.length ?? 0) > longestText) throw new Error(`a text has at most ${longestText} characters`);
  const at = deps.clock.now();
  const id = newId(at.getTime());
  const text = event.text === undefined || key === undefined ? null : seal(key, event.text, contexts.eventText(id));
  if (event.text !== undefined && text === null) throw new Error("a text needs the application's key");
  const row = await tx.maybe<{ position: number; tenant_id: string; service: string }>(sql`
    with head as (
      update applications.application set events = events + 1,
        status = coalesce(${change.status ?? null}, status), status_since = case when ${change.status ?? null}::text is null then status_since else ${at}::timestamptz end,
        closed_at = coalesce(${change.closedAt ?? null}, closed_at), keep_until = coalesce(${change.keepUntil ?? null}::date, keep_until), paid_at = coalesce(paid_at, ${change.paidAt ?? null}), fee_way = coalesce(${change.feeWay ?? null}, fee_way),
        reference = coalesce(reference, ${change.submitted?.reference ?? null}), submitted_at = coalesce(submitted_at, case when ${change.submitted?.reference ?? null}::text is null then null else ${at}::timestamptz end)
      where id = ${application} returning id, tenant_id, account_id, service, events
    ), event as (
      insert into applications.event (id, application_id, tenant_id, account_id, position, type, at, actor_kind, actor, for_citizen, data, text)
      select ${id}::uuid, head.id, head.tenant_id, head.account_id, head.events, ${event.type}::text, ${at}::timestamptz, ${event.actor.kind}::text, ${storedActor(event.actor)}::text,
        ${event.forCitizen ?? true}::boolean, ${JSON.stringify(event.data ?? {})}::jsonb, ${text}::bytea from head returning position
    )
    select event.position, head.tenant_id, head.service from head, event`);
  if (!row) throw new Error("the transaction does not see this application");
  return { id, position: row.position, at, tenant: row.tenant_id, service: row.service };
}

export interface EventRow { readonly id: string; readonly position: number; readonly type: string; readonly at: Date; readonly actor_kind: Actor["kind"]; readonly actor: string | null; readonly for_citizen: boolean; readonly data: Readonly<Record<string, string | number | boolean>>; readonly text: Buffer | null }

/** The events in order, texts opened. For a citizen only those meant for them, whatever the transaction sees. */
export async function timeline(tx: Tx, deps: ApplicationsDeps, application: string, source: KeySource, reader: "office" | "citizen"): Promise<ApplicationEvent[]> {
  const row = await sealedRow(tx, application);
  return row ? openTimeline(await eventRows(tx, application, reader), () => applicationKey(tx, deps, row, source), reader) : [];
}

/** One event of an application without its words, so that nothing is opened for it; undefined where it is none of this application's. */
export async function eventFacts(tx: Tx, application: string, event: string): Promise<Pick<ApplicationEvent, "type" | "data" | "actor"> | undefined> {
  const row = await tx.maybe<Pick<EventRow, "type" | "data" | "actor_kind" | "actor">>(sql`select type, data, actor_kind, actor from applications.event where id = ${event} and application_id = ${application}`);
  return row && { type: row.type, data: row.data, actor: { kind: row.actor_kind, id: row.actor ?? undefined } };
}

export function eventRows(tx: Reading, application: string, reader: "office" | "citizen"): Promise<EventRow[]> {
  return tx.rows<EventRow>(sql`select id, position, type, at, actor_kind, actor, for_citizen, data, text from applications.event
    where application_id = ${application} and (for_citizen or ${reader === "office"}) order by position`);
}

export async function openTimeline(rows: readonly EventRow[], keyOf: () => Buffer | Promise<Buffer>, reader: "office" | "citizen"): Promise<ApplicationEvent[]> {
  const key = rows.some(({ text }) => text !== null) ? await keyOf() : undefined;
  return rows.map((event) => ({
    id: event.id, position: event.position, type: event.type, at: event.at, forCitizen: event.for_citizen, data: event.data,
    // Which person of the office it was is the office's own business.
    actor: { kind: event.actor_kind, id: reader === "office" ? event.actor ?? undefined : undefined },
    text: event.text && key ? open(key, event.text, contexts.eventText(event.id)).toString("utf8") : undefined,
  }));
}
