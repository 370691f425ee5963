import type { Actor } from "#modules/audit";
import { addDays, legalDate } from "#platform/clock";
import { announce } from "#platform/events";
import type { Tx } from "#platform/database";
import { applicationKey } from "./application-key.ts";
import type { KeySource } from "./application.ts";
import { lockedRow, type SealedRow } from "./application-store.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { addMonths } from "./draft-term.ts";
import { append, type RecordedEvent } from "./event-log.ts";
import { mayMove, type Status } from "./status.ts";

export interface StatusChange {
  readonly status: Exclude<Status, "payment" | "submitted">;
  readonly actor: Actor;
  /** For the citizen; sealed. */
  readonly text?: string;
  readonly data?: Readonly<Record<string, string | number | boolean>>;
}

export type StatusOutcome =
  | { readonly ok: true; readonly event: RecordedEvent }
  | { readonly ok: false; readonly why: "not-found" }
  /** The rules admit no such step; `from` is where it stands. */
  | { readonly ok: false; readonly why: "not-allowed"; readonly from: Status };

/** One step of the status, its event and everything that hangs on it. What may follow what stands in status.ts. */
export async function setStatus(tx: Tx, deps: ApplicationsDeps, application: string, change: StatusChange, source: KeySource = { kind: "tenant" }): Promise<StatusOutcome> {
  const row = await lockedRow(tx, application);
  if (!row) return { ok: false, why: "not-found" };
  if (!mayMove(row.status, change.status, change.actor.kind)) return { ok: false, why: "not-allowed", from: row.status };
  const now = deps.clock.now();
  const key = change.text === undefined ? undefined : await applicationKey(tx, deps, row, source);
  const closing = change.status === "closed" ? { closedAt: now, keepUntil: keepUntil(deps, row, now) } : {};
  const type = change.status === "withdrawn" ? "withdrawn" : change.status === "closed" ? "closed" : "status-changed";
  const event = await append(tx, deps, application, {
    type, actor: change.actor, data: { ...change.data, status: change.status, from: row.status }, ...(change.text === undefined ? {} : { text: change.text }),
  }, { status: change.status, ...closing }, key);
  if (row.fee_cents !== null && (change.status === "withdrawn" || change.status === "refused")) await deps.claims?.ended(tx, application, change.status);
  // `status-changed` is told of every step; the two that end it also under their own name.
  if (type !== "status-changed") await announce(tx, { type: `application.${type}`, id: event.id, application, tenant: event.tenant, service: event.service });
  await announce(tx, { type: "application.status-changed", id: event.id, application, tenant: event.tenant, service: event.service, status: change.status });
  return { ok: true, event: { id: event.id, position: event.position, at: event.at } };
}

/** The day after the retention term that the town has set for the service; the service's own where the town has none. */
function keepUntil(deps: ApplicationsDeps, row: SealedRow, closed: Date): string {
  const months = deps.towns.switches(row.tenant_id).get(row.service)?.retentionMonths;
  if (months === undefined) throw new Error(`the town has no settings for ${row.service}`);
  return addDays(addMonths(legalDate(closed), months), 1);
}
