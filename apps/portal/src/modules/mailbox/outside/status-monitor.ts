import { createHash } from "node:crypto";
import { open, seal } from "#platform/crypto";
import { announceChange } from "#platform/events";
import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import type { MailboxDeps } from "../deps.ts";
import type { OutsideParcel } from "./outside-mailbox.ts";

/** Words of the status monitor that this portal uses (delivery.md 5.1); INITIATED would tell of drafts, which are nobody's business but the person's. */
export type MonitorStatus = "SUBMITTED" | "RECEIVED" | "PROCESSING" | "ACTION_REQUIRED" | "COMPLETED";

export interface ReportRow { readonly state: "due" | "handed-over" | "accepted" | "failed"; readonly status: MonitorStatus; readonly at: Date; readonly attempts: number; readonly handedOverAt: Date | undefined; readonly parcel: OutsideParcel | undefined }

const context = (application: string): string => `mailbox.monitored.status_id:${application}`;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * The status monitor shows this application from the commit on; in the person's own scope. An id shows one application: said again, for the same or another one, it changes
 * nothing.
 */
export async function beginMonitoring(tx: Tx, deps: Pick<MailboxDeps, "accounts" | "clock">, given: { readonly application: string; readonly account: string; readonly statusId: string }): Promise<void> {
  const statusId = given.statusId.toLowerCase();
  if (!uuid.test(statusId)) return;
  const sealed = seal(await deps.accounts.ownKeys.accountKey(tx, given.account), statusId, context(given.application));
  const now = deps.clock.now();
  announceChange(tx, sql`insert into mailbox.monitored (application_id, account_id, status_id, status_id_hash, begun_at)
    values (${given.application}, ${given.account}, ${sealed}, ${createHash("sha256").update(statusId).digest()}, ${now}) on conflict do nothing returning application_id`,
  { type: "application.monitored", id: newId(now.getTime()), application: given.application, account: given.account });
}

/** Under which id; undefined: the monitor does not show it. */
export async function statusIdOf(tx: Tx, deps: Pick<MailboxDeps, "accounts">, { application, account }: { readonly application: string | null; readonly account: string }): Promise<string | undefined> {
  if (application === null) return undefined;
  const row = await tx.maybe<{ status_id: Buffer }>(sql`select status_id from mailbox.monitored where application_id = ${application} and account_id = ${account}`);
  return row && open(await deps.accounts.accountKey(tx, account), row.status_id, context(application)).toString("utf8");
}

export async function monitoredAccount(tx: Tx, application: string): Promise<string | undefined> {
  return (await tx.maybe<{ account_id: string }>(sql`select account_id from mailbox.monitored where application_id = ${application}`))?.account_id;
}

/** The row of one event's report, made at the first look; locked. */
export async function reportRow(tx: Tx, given: { readonly id: string; readonly application: string; readonly account: string; readonly status: MonitorStatus; readonly at: Date }): Promise<ReportRow> {
  await tx.run(sql`insert into mailbox.status_report (id, application_id, account_id, status, at, state) values (${given.id}, ${given.application}, ${given.account}, ${given.status}, ${given.at}, 'due') on conflict do nothing`);
  const row = await tx.one<{ state: ReportRow["state"]; status: MonitorStatus; at: Date; attempts: number; handed_over_at: Date | null; parcel: string | null; memory: Readonly<Record<string, unknown>> }>(sql`
    select state, status, at, attempts, handed_over_at, parcel, memory from mailbox.status_report where id = ${given.id} for update`);
  return { state: row.state, status: row.status, at: row.at, attempts: row.attempts, handedOverAt: row.handed_over_at ?? undefined, parcel: row.parcel === null ? undefined : { parcel: row.parcel, memory: row.memory } };
}

/** Whether the newest step that is told of by another event says the same. */
export async function saysSoAlready(tx: Tx, application: string, event: string, status: MonitorStatus): Promise<boolean> {
  await tx.run(sql`select from mailbox.monitored where application_id = ${application} for update`);
  const newest = await tx.maybe<{ id: string; status: MonitorStatus }>(sql`select id, status from mailbox.status_report where application_id = ${application} order by at desc, id desc limit 1`);
  return newest !== undefined && newest.id !== event && newest.status === status && !(await tx.maybe(sql`select from mailbox.status_report where id = ${event}`));
}

export async function keepReportParcel(tx: Tx, id: string, { parcel, memory }: OutsideParcel): Promise<void> {
  await tx.run(sql`update mailbox.status_report set parcel = ${parcel}, memory = ${JSON.stringify(memory)} where id = ${id}`);
}

/** What the person's own case page says: the newest step that lies there, and whether one did not get there. */
export async function monitorState(tx: Tx, application: string): Promise<{ readonly status: MonitorStatus; readonly state: ReportRow["state"] } | undefined> {
  return tx.maybe<{ status: MonitorStatus; state: ReportRow["state"] }>(sql`select status, state from mailbox.status_report where application_id = ${application} order by at desc, id desc limit 1`);
}
