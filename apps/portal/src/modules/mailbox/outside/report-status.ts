import type { DomainEvent } from "#platform/events";
import { sql, type Tx } from "#platform/database";
import { isId } from "#platform/ids";
import type { MailboxDeps } from "../deps.ts";
import type { OutsideProblem } from "./outside-mailbox.ts";
import { laterBy, nextLook } from "./waits.ts";
import { keepReportParcel, monitoredAccount, type MonitorStatus, reportRow, type ReportRow, saysSoAlready, statusIdOf } from "./status-monitor.ts";

/** What an event of an application means in the status monitor. A change of status is read from where the application stands now. */
const meanings: Readonly<Record<string, MonitorStatus | "as-it-stands">> = {
  "application.monitored": "SUBMITTED", "application.submitted": "SUBMITTED", "application.delivery-accepted": "RECEIVED", "application.case-taken": "RECEIVED", "application.status-changed": "as-it-stands", "application.question": "ACTION_REQUIRED",
  "application.documents-requested": "ACTION_REQUIRED", "application.reply": "PROCESSING", "application.decision": "COMPLETED", "application.closed": "COMPLETED", "application.withdrawn": "COMPLETED",
};
export const reportedEvents = Object.keys(meanings);

/**
 * Tells the status monitor of the federal account what an event means for the person. One report per event, under one parcel over all tries; its time is the event's, so the
 * monitor keeps the order whatever arrives first. Nothing of what an office says is told: the words are in the mailbox.
 */
export async function reportStatus(deps: MailboxDeps, event: DomainEvent): Promise<void | { readonly snoozeUntil: Date }> {
  const { application } = event;
  const report = deps.outside?.mailboxes.zbp?.report;
  if (!report || !isId(application)) return undefined;
  const account = await deps.db.asOperator("whether the status monitor shows an application", (tx) => monitoredAccount(tx, application));
  if (account === undefined) return undefined;
  const due = await deps.db.asAccount(account, (tx) => prepare(tx, deps, { event, application, account }));
  if (!due || due.row.state === "accepted" || due.row.state === "failed") return undefined;
  return due.row.handedOverAt === undefined ? hand(deps, { ...due, id: event.id, account }) : look(deps, { ...due, id: event.id, account });
}

interface Due { readonly row: ReportRow; readonly statusId: string; readonly service: string; readonly sender: string; readonly reference: string | undefined }
interface Named extends Due { readonly id: string; readonly account: string }

async function prepare(tx: Tx, deps: MailboxDeps, { event, application, account }: { readonly event: DomainEvent; readonly application: string; readonly account: string }): Promise<Due | undefined> {
  const [head, statusId] = [await deps.applications.view(tx, application), await statusIdOf(tx, deps, { application, account })];
  const status = head && meaningOf(event.type, head.status);
  if (!head || statusId === undefined || status === undefined) return undefined;
  // A question is a change of status, too: told once.
  if (await saysSoAlready(tx, application, event.id, status)) return undefined;
  const row = await reportRow(tx, { id: event.id, application, account, status, at: instantOf(event.id) ?? deps.clock.now() });
  const service = await deps.forms.service(head.service, head.formVersion);
  return { row, statusId, service: service?.package.service.title.de ?? "Antrag", sender: deps.outside?.senderName(head.tenant) ?? "", reference: head.reference };
}

/** What stands in the status of the application; `undefined`: nothing new for the monitor, such as the handing in itself. */
function meaningOf(type: string, status: string): MonitorStatus | undefined {
  // Not paid yet: nothing has been handed in.
  if (status === "payment") return undefined;
  const meaning = meanings[type];
  if (meaning !== "as-it-stands") return meaning;
  return status === "in-progress" ? "PROCESSING" : status === "waiting" ? "ACTION_REQUIRED" : status === "submitted" ? undefined : "COMPLETED";
}

async function hand(deps: MailboxDeps, due: Named): Promise<void | { readonly snoozeUntil: Date }> {
  const mailbox = deps.outside?.mailboxes.zbp;
  if (!mailbox?.report) return undefined;
  const own = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => deps.db.asAccount(due.account, work);
  const outcome = await mailbox.report(
    { applicationId: due.statusId, status: due.row.status, at: due.row.at, service: due.service, sender: due.sender, reference: due.reference },
    { known: due.row.parcel, keep: (parcel) => own((tx) => keepReportParcel(tx, due.id, parcel)) },
  );
  if (outcome.kind !== "handed-over") return problem(deps, due, outcome);
  const now = deps.clock.now();
  await own((tx) => tx.run(sql`update mailbox.status_report set state = 'handed-over', handed_over_at = ${now}, reason = null where id = ${due.id} and state = 'due'`));
  return { snoozeUntil: new Date(now.getTime() + 5_000) };
}

async function look(deps: MailboxDeps, due: Named): Promise<void | { readonly snoozeUntil: Date }> {
  const { row } = due;
  const word = row.parcel ? await deps.outside?.mailboxes.zbp?.look(row.parcel) : { kind: "refused", reason: "no-parcel" } as const;
  const now = deps.clock.now();
  if (word?.kind === "refused") return end(deps, due, "failed", word.reason);
  if (word?.kind === "accepted") return end(deps, due, "accepted");
  if (word?.kind === "stale") return again(deps, due, word.reason);
  const next = nextLook(row.handedOverAt ?? now, now);
  return next === "no-answer" ? end(deps, due, "failed", next) : { snoozeUntil: next };
}

/** Sealed and told anew, a moment later than last time. */
function again(deps: MailboxDeps, due: Named, reason: string): Promise<void | { readonly snoozeUntil: Date }> {
  const until = laterBy(due.row.attempts, deps.clock.now());
  if (until === undefined) return end(deps, due, "failed", "given-up");
  return deps.db.asAccount(due.account, async (tx) => {
    await tx.run(sql`update mailbox.status_report set state = 'due', handed_over_at = null, parcel = null, memory = '{}', attempts = attempts + 1, reason = ${reason.slice(0, 100)} where id = ${due.id} and state = 'handed-over'`);
    return { snoozeUntil: until };
  });
}

function problem(deps: MailboxDeps, due: Named, { kind, reason }: OutsideProblem): Promise<void | { readonly snoozeUntil: Date }> {
  const until = kind === "refused" ? undefined : laterBy(due.row.attempts, deps.clock.now());
  if (until === undefined) return end(deps, due, "failed", kind === "refused" ? reason : "given-up");
  return deps.db.asAccount(due.account, async (tx) => {
    await tx.run(sql`update mailbox.status_report set attempts = attempts + 1, reason = ${reason.slice(0, 100)} where id = ${due.id}`);
    return { snoozeUntil: until };
  });
}

async function end(deps: MailboxDeps, due: Named, state: "accepted" | "failed", reason?: string): Promise<undefined> {
  const now = deps.clock.now();
  await deps.db.asAccount(due.account, (tx) => tx.run(sql`update mailbox.status_report set state = ${state}, reason = ${reason?.slice(0, 100) ?? null}, ended_at = ${now} where id = ${due.id} and state in ('due', 'handed-over')`));
  // The application itself goes on as ever: the monitor is a courtesy beside it.
  if (state === "failed") deps.log.warn({ report: due.id, reason }, "the status monitor was not told");
  return undefined;
}

/** The instant in a UUID of version 7 (RFC 9562 5.7). */
function instantOf(id: string): Date | undefined {
  const milliseconds = Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
  return id[14] === "7" && Number.isFinite(milliseconds) ? new Date(milliseconds) : undefined;
}
