import { announce, type DomainEvent } from "#platform/events";
import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import type { MailboxDeps } from "./deps.ts";
import type { MessageKind } from "./message.ts";
import { newsText } from "./notice-text.ts";
import { namesOf } from "./open-message.ts";

interface NoticeRow { readonly id: string; readonly account_id: string; readonly tenant_id: string; readonly application_id: string | null; readonly decision_id: string | null; readonly kind: MessageKind; readonly delivered_at: Date; readonly opened_at: Date | null; readonly notice_attempts: number; readonly last_notice_at: Date | null }

/** Minutes between the attempts while the mail server is away: together a little over two days. */
const waits = [1, 5, 15, 60, 180, 360, 720, 720, 1_440] as const;

/**
 * The mail after `message.delivered`. One that was sent since covers all messages delivered before, so a burst makes one mail. Ends with
 * `message.noticed` (its `at` is when the mail was handed over) or `message.not-noticed` with the reason: then the office has to take another way.
 */
export async function sendNotice(deps: MailboxDeps, event: DomainEvent): Promise<void | { readonly snoozeUntil: Date }> {
  const message = String(event["message"]);
  const begun = deps.clock.now();
  const due = await deps.db.asOperator("notice of a message", (tx) => prepare(tx, deps, message));
  if (!due) return undefined;
  const outcome = await deps.mailer.send({ to: due.address, ...newsText(`${deps.publicOrigin}/vorgaenge`), messageId: mailId(deps, message) });
  return deps.db.asOperator("notice of a message: how it went", async (tx) => {
    const row = await dueRow(tx, message);
    if (!row) return undefined;
    switch (outcome.kind) {
      case "accepted":
        await tx.run(sql`insert into mailbox.box (account_id, last_notice_at) values (${row.account_id}, ${begun})
          on conflict (account_id) do update set last_notice_at = greatest(mailbox.box.last_notice_at, excluded.last_notice_at), address_refused_at = null`);
        return noticed(tx, row, deps.clock.now());
      case "rejected":
        await tx.run(sql`insert into mailbox.box (account_id, address_refused_at) values (${row.account_id}, ${begun}) on conflict (account_id) do update set address_refused_at = excluded.address_refused_at`);
        return notNoticed(tx, deps, row, "rejected");
      case "unavailable": {
        const wait = waits[row.notice_attempts];
        if (wait === undefined) return notNoticed(tx, deps, row, "given-up");
        await tx.run(sql`update mailbox.message set notice_attempts = notice_attempts + 1 where id = ${row.id}`);
        return { snoozeUntil: new Date(deps.clock.now().getTime() + wait * 60_000) };
      }
    }
  });
}

async function prepare(tx: Tx, deps: MailboxDeps, message: string): Promise<{ readonly address: string } | undefined> {
  const row = await dueRow(tx, message);
  if (!row) return undefined;
  if (row.opened_at !== null) {
    // Read before the mail went out: nothing to tell any more.
    await tx.run(sql`update mailbox.message set notice = 'none' where id = ${row.id}`);
    return undefined;
  }
  if (row.last_notice_at !== null && row.last_notice_at >= row.delivered_at) {
    await noticed(tx, row, row.last_notice_at);
    return undefined;
  }
  const address = await deps.accounts.noticeMail(tx, row.account_id);
  if (address !== undefined) return { address };
  await notNoticed(tx, deps, row, "not-wanted");
  return undefined;
}

/** Undefined when it was settled before, or went with its account. */
function dueRow(tx: Tx, message: string): Promise<NoticeRow | undefined> {
  return tx.maybe<NoticeRow>(sql`select m.id, m.account_id, m.tenant_id, m.application_id, m.decision_id, m.kind, m.delivered_at, m.opened_at, m.notice_attempts, b.last_notice_at
    from mailbox.message m left join mailbox.box b on b.account_id = m.account_id where m.id = ${message} and m.notice = 'due' for update of m`);
}

async function noticed(tx: Tx, row: NoticeRow, at: Date): Promise<undefined> {
  await tx.run(sql`update mailbox.message set notice = 'sent', notice_at = ${at} where id = ${row.id}`);
  await announce(tx, { type: "message.noticed", id: newId(at.getTime()), at: at.toISOString(), ...namesOf(row) });
  return undefined;
}

async function notNoticed(tx: Tx, deps: MailboxDeps, row: NoticeRow, why: "not-wanted" | "rejected" | "given-up"): Promise<undefined> {
  const at = deps.clock.now();
  await tx.run(sql`update mailbox.message set notice = ${why}, notice_at = ${at} where id = ${row.id}`);
  await announce(tx, { type: "message.not-noticed", id: newId(at.getTime()), at: at.toISOString(), why, ...namesOf(row) });
  return undefined;
}

/** The same for every try, so that a receiver can drop a second copy. */
export function mailId(deps: Pick<MailboxDeps, "publicOrigin">, id: string): string {
  return `<${id}@${new URL(deps.publicOrigin).hostname}>`;
}
