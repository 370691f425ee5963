import { announce, type DomainEvent } from "#platform/events";
import { sql, type Tx } from "#platform/database";
import { isId, newId } from "#platform/ids";
import type { MailboxDeps } from "../deps.ts";
import { attachmentRows, findMessage, type MessageRow } from "../message-store.ts";
import { namesOf } from "../open-message.ts";
import { contentOf } from "../retrieve-file.ts";
import { openAttachment, openContent, openSubject } from "../seal-message.ts";
import type { OutsideMailbox, OutsideMessage, OutsideProblem } from "./outside-mailbox.ts";
import { chosenFor } from "./answer-choice.ts";
import { beginOutside, endOutside, keepParcel, outsideRow, type OutsideRow } from "./outside-store.ts";
import { statusIdOf } from "./status-monitor.ts";
import { laterBy, nextLook } from "./waits.ts";

const stork = { 0: 1, 1: 1, 3: 3, 4: 4 } as const;

interface Due { readonly row: OutsideRow; readonly message: MessageRow; readonly mailbox: OutsideMailbox }

/**
 * The copy of a message in the mailbox outside that its person chose, after `message.delivered`. Ends with `message.outside-accepted` (`at`: when it lay there) or
 * `message.outside-failed`; in both the source stays in this portal's mailbox, and the mail without content goes its own way. Called again and by several workers
 * it goes on with one parcel.
 */
export async function sendOutside(deps: MailboxDeps, event: DomainEvent): Promise<void | { readonly snoozeUntil: Date }> {
  const { message: id, account } = event;
  if (!deps.outside || !isId(id) || !isId(account)) return undefined;
  const due = await deps.db.asAccount(account, (tx) => prepare(tx, deps, { id, account }));
  if (!due) return undefined;
  return due.row.handedOverAt === undefined ? hand(deps, due) : look(deps, due);
}

async function prepare(tx: Tx, deps: MailboxDeps, { id, account }: { readonly id: string; readonly account: string }): Promise<Due | undefined> {
  const message = await findMessage(tx, account, id, false);
  if (!message || message.direction !== "received" || message.kind === "confirmation") return undefined;
  let row = await outsideRow(tx, id);
  if (!row) {
    const kind = await chosenFor(tx, { account, application: message.application_id });
    // Read here before anything was sent: a copy would tell nothing new.
    if (kind === undefined || !deps.outside?.mailboxes[kind] || message.opened_at !== null || (await deps.accounts.mailboxHandle(tx, account)) === undefined) return undefined;
    await beginOutside(tx, { message: id, account, kind, at: deps.clock.now() });
    row = await outsideRow(tx, id);
  }
  const mailbox = row && deps.outside?.mailboxes[row.kind];
  return row && mailbox && (row.state === "due" || row.state === "handed-over") ? { row, message, mailbox } : undefined;
}

async function hand(deps: MailboxDeps, due: Due): Promise<void | { readonly snoozeUntil: Date }> {
  const { row, message, mailbox } = due;
  const own = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => deps.db.asAccount(message.account_id, work);
  const content = await own((tx) => contentToSend(tx, deps, message));
  if (!content) return fail(deps, due, "no-address");
  const outcome = await mailbox.send(content, { known: row.parcel, keep: (parcel) => own((tx) => keepParcel(tx, message.id, parcel)) });
  if (outcome.kind !== "handed-over") return problem(deps, due, outcome);
  const now = deps.clock.now();
  await own((tx) => tx.run(sql`update mailbox.outside set state = 'handed-over', handed_over_at = ${now}, reason = null where message_id = ${message.id} and state = 'due'`));
  return { snoozeUntil: new Date(now.getTime() + 5_000) };
}

async function look(deps: MailboxDeps, due: Due): Promise<void | { readonly snoozeUntil: Date }> {
  const { row, message, mailbox } = due;
  const word = row.parcel ? await mailbox.look(row.parcel) : { kind: "refused", reason: "no-parcel" } as const;
  const now = deps.clock.now();
  if (word.kind === "refused") return fail(deps, due, word.reason);
  if (word.kind === "stale") return again(deps, due, word.reason);
  if (word.kind !== "accepted") {
    const next = nextLook(row.handedOverAt ?? now, now);
    return next === "no-answer" ? fail(deps, due, next) : { snoozeUntil: next };
  }
  await deps.db.asOperator("a message lies in the mailbox outside", async (tx) => {
    if (await endOutside(tx, message.id, { state: "accepted", at: now })) await announce(tx, { type: "message.outside-accepted", id: newId(now.getTime()), at: word.at.toISOString(), outside: row.kind, ...namesOf(message) });
  });
  return undefined;
}

/** Sealed and sent anew, a moment later than last time. */
function again(deps: MailboxDeps, due: Due, reason: string): Promise<void | { readonly snoozeUntil: Date }> {
  const until = laterBy(due.row.attempts, deps.clock.now());
  if (until === undefined) return fail(deps, due, "given-up");
  return deps.db.asAccount(due.message.account_id, async (tx) => {
    await tx.run(sql`update mailbox.outside set state = 'due', handed_over_at = null, parcel = null, memory = '{}', attempts = attempts + 1, reason = ${reason.slice(0, 100)} where message_id = ${due.message.id} and state = 'handed-over'`);
    return { snoozeUntil: until };
  });
}

function problem(deps: MailboxDeps, due: Due, { kind, reason }: OutsideProblem): Promise<void | { readonly snoozeUntil: Date }> {
  const until = laterBy(due.row.attempts, deps.clock.now());
  if (kind === "refused" || until === undefined) return fail(deps, due, kind === "refused" ? reason : "given-up");
  return deps.db.asAccount(due.message.account_id, async (tx) => {
    await tx.run(sql`update mailbox.outside set attempts = attempts + 1, reason = ${reason.slice(0, 100)} where message_id = ${due.message.id}`);
    return { snoozeUntil: until };
  });
}

async function fail(deps: MailboxDeps, { message, row }: Due, reason: string): Promise<undefined> {
  const at = deps.clock.now();
  await deps.db.asOperator("a message does not reach the mailbox outside", async (tx) => {
    if (await endOutside(tx, message.id, { state: "failed", reason: reason.slice(0, 100), at })) await announce(tx, { type: "message.outside-failed", id: newId(at.getTime()), at: at.toISOString(), outside: row.kind, ...namesOf(message) });
  });
  deps.log.warn({ message: message.id, outside: row.kind }, "a message does not reach the mailbox outside; it stays in the portal's own");
  return undefined;
}

/** Everything opened only now, in the person's own scope; undefined: BundID never gave an address. */
async function contentToSend(tx: Tx, deps: MailboxDeps, message: MessageRow): Promise<OutsideMessage | undefined> {
  const address = await deps.accounts.mailboxHandle(tx, message.account_id);
  if (address === undefined) return undefined;
  const key = await deps.accounts.accountKey(tx, message.account_id);
  const head = message.application_id === null ? undefined : await deps.applications.view(tx, message.application_id);
  const title = head && (await deps.forms.service(head.service, head.formVersion))?.package.service.title;
  const statusId = await statusIdOf(tx, deps, { application: message.application_id, account: message.account_id });
  const files = (await attachmentRows(tx, message.id)).map((one) => openAttachment(key, one));
  return {
    id: message.id, address, level: stork[message.minimum_level], sender: deps.outside?.senderName(message.tenant_id) ?? "", subject: openSubject(key, message), text: openContent(key, message).text,
    service: (head?.language === "en" ? title?.en : undefined) ?? title?.de ?? "Kommunalportal", reference: head?.reference, ...(statusId === undefined ? {} : { statusId }), link: `${deps.publicOrigin}/vorgaenge`,
    files: files.map(({ file, place }) => ({
      name: file.name, type: file.type, size: file.size,
      open: async () => {
        const content = await deps.db.asAccount(message.account_id, (again) => contentOf(again, deps, place));
        if (!content) throw new Error("a file of a message is gone");
        return content;
      },
    })),
  };
}
