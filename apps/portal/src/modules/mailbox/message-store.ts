import type { Level } from "#modules/accounts";
import type { Language } from "#modules/applications";
import { sql, type Sql, type Tx } from "#platform/database";
import type { MessageKind } from "./message.ts";
import type { SealedMessage } from "./seal-message.ts";

export interface HeadRow {
  readonly id: string; readonly account_id: string; readonly tenant_id: string; readonly direction: "received" | "sent"; readonly kind: MessageKind; readonly application_id: string | null;
  readonly decision_id: string | null; readonly minimum_level: Level; readonly delivered_at: Date; readonly subject: Buffer; readonly attachments: number;
  readonly opened_at: Date | null; readonly ended_at: Date | null; readonly language: Language | null;
}
export interface MessageRow extends HeadRow { readonly content: Buffer; readonly content_sha256: Buffer; readonly retrieved_at: Date | null }
export interface AttachmentRow { readonly id: string; readonly message_id: string; readonly about: Buffer; readonly retrieved_at: Date | null }

const headColumns: Sql = sql`m.id, m.account_id, m.tenant_id, m.direction, m.kind, m.application_id, m.decision_id, m.minimum_level, m.delivered_at, m.subject, m.attachments, m.opened_at, m.language, e.at as ended_at`;
const joined: Sql = sql`mailbox.message m left join mailbox.ending e on e.message_id = m.id and e.tenant_id = m.tenant_id`;

export interface NewMessage {
  readonly id: string; readonly account: string; readonly tenant: string; readonly direction: "received" | "sent"; readonly kind: MessageKind; readonly application: string | undefined;
  readonly decision: string | undefined; readonly minimumLevel: Level; readonly at: Date; readonly sealed: SealedMessage; readonly attachments: readonly { readonly id: string; readonly about: Buffer }[];
  readonly notice: "none" | "due"; readonly language: Language | undefined;
}

/** Puts a message in; false where it is already there. A town's transaction may do this and cannot see it afterwards. */
export async function insertMessage(tx: Tx, message: NewMessage): Promise<boolean> {
  const { sealed, attachments } = message;
  // Sent copies are read by whoever wrote them.
  const opened = message.direction === "sent";
  const inserted = await tx.run(sql`insert into mailbox.message (id, account_id, tenant_id, direction, kind, application_id, decision_id, minimum_level, delivered_at, subject, content, content_sha256, attachments, notice, opened_at, opened_level, language)
    values (${message.id}, ${message.account}, ${message.tenant}, ${message.direction}, ${message.kind}, ${message.application ?? null}, ${message.decision ?? null}, ${message.minimumLevel}, ${message.at},
      ${sealed.subject}, ${sealed.content}, ${sealed.sha256}, ${attachments.length}, ${message.notice}, ${opened ? message.at : null}, ${opened ? message.minimumLevel : null}, ${message.language ?? null}) on conflict do nothing`);
  if (inserted === 0) return false;
  if (attachments.length > 0) {
    await tx.run(sql`insert into mailbox.attachment (id, message_id, account_id, tenant_id, position, about)
      select id, ${message.id}::uuid, ${message.account}::uuid, ${message.tenant}::uuid, position, about
      from unnest(${attachments.map(({ id }) => id)}::uuid[], ${attachments.map(({ about }) => about)}::bytea[]) with ordinality as given (id, about, position)`);
  }
  return true;
}

export type Shown = "received" | "unread" | "sent";

/** One page, unread ones first, and how many there are in all. */
export async function messagePage(tx: Tx, account: string, show: Shown, page: { readonly limit: number; readonly offset: number }): Promise<{ readonly rows: HeadRow[]; readonly total: number }> {
  const direction = show === "sent" ? "sent" : "received";
  const only = show === "unread" ? sql` and m.opened_at is null` : sql``;
  const rows = await tx.rows<HeadRow & { readonly total: number }>(sql`select ${headColumns}, count(*) over () as total from ${joined}
    where m.account_id = ${account} and m.direction = ${direction}${only} order by (m.opened_at is null) desc, m.delivered_at desc, m.id desc limit ${page.limit} offset ${page.offset}`);
  return { rows, total: rows[0]?.total ?? 0 };
}

export function messagesOfApplication(tx: Tx, account: string, application: string): Promise<HeadRow[]> {
  return tx.rows<HeadRow>(sql`select ${headColumns} from ${joined} where m.account_id = ${account} and m.application_id = ${application} order by m.delivered_at desc, m.id desc limit 200`);
}

/** Decisions that nobody has read yet, oldest first; what ended is no longer one of them. */
export function unreadDecisionRows(tx: Tx, account: string): Promise<HeadRow[]> {
  return tx.rows<HeadRow>(sql`select ${headColumns} from ${joined} where m.account_id = ${account} and m.kind = 'decision' and m.opened_at is null and e.at is null order by m.delivered_at, m.id limit 500`);
}

export async function countUnread(tx: Tx, account: string): Promise<number> {
  return (await tx.one<{ count: number }>(sql`select count(*) from mailbox.message where account_id = ${account} and direction = 'received' and opened_at is null`)).count;
}

export function findMessage(tx: Tx, account: string, id: string, lock: boolean): Promise<MessageRow | undefined> {
  return tx.maybe<MessageRow>(sql`select ${headColumns}, m.content, m.content_sha256, m.retrieved_at from ${joined} where m.id = ${id} and m.account_id = ${account}${lock ? sql` for update of m` : sql``}`);
}

export function attachmentRows(tx: Tx, message: string): Promise<AttachmentRow[]> {
  return tx.rows<AttachmentRow>(sql`select id, message_id, about, retrieved_at from mailbox.attachment where message_id = ${message} order by position`);
}

export async function markOpened(tx: Tx, id: string, at: Date, level: Level): Promise<void> {
  await tx.run(sql`update mailbox.message set opened_at = ${at}, opened_level = ${level} where id = ${id} and opened_at is null`);
}

export async function markRetrieved(tx: Tx, message: string, attachment: string, at: Date): Promise<void> {
  await tx.run(sql`update mailbox.attachment set retrieved_at = coalesce(retrieved_at, ${at}) where id = ${attachment}`);
  await tx.run(sql`update mailbox.message set retrieved_at = coalesce(retrieved_at, ${at}) where id = ${message}`);
}

export async function removeMessage(tx: Tx, id: string): Promise<void> {
  await tx.run(sql`delete from mailbox.message where id = ${id}`);
}
