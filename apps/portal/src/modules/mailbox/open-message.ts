import type { Level } from "#modules/accounts";
import type { Tx } from "#platform/database";
import { announce } from "#platform/events";
import { newId } from "#platform/ids";
import type { MailboxDeps } from "./deps.ts";
import type { Message, MessageRefusal } from "./message.ts";
import { isDeletable, isEnded, openHead } from "./message-head.ts";
import { attachmentRows, findMessage, markOpened, type MessageRow } from "./message-store.ts";
import { openAttachment, openContent } from "./seal-message.ts";

export interface ReadMessage { readonly account: string; readonly level: Level; readonly message: string }

/** Shows a message and marks it read: once, with time, level and the hash of what was shown. */
export async function openMessage(tx: Tx, deps: Pick<MailboxDeps, "clock" | "accounts">, given: ReadMessage): Promise<{ readonly ok: true; readonly message: Message } | MessageRefusal> {
  const admitted = await admitReader(tx, deps, given);
  if (!admitted.ok) return admitted;
  const { row } = admitted;
  const key = await deps.accounts.accountKey(tx, given.account);
  const files = (await attachmentRows(tx, row.id)).map((one) => openAttachment(key, one).file);
  const { text, html } = openContent(key, row);
  return { ok: true, message: { ...openHead(row, key), unread: false, text, html, files, openedAt: row.opened_at ?? undefined, deletable: isDeletable(row) } };
}

/** The gate of every way to read: own, not ended, level high enough. The first one through it is written down and announced as `message.opened`. */
export async function admitReader(tx: Tx, deps: Pick<MailboxDeps, "clock">, given: ReadMessage): Promise<{ readonly ok: true; readonly row: MessageRow } | MessageRefusal> {
  const row = await findMessage(tx, given.account, given.message, true);
  if (!row) return { ok: false, why: "not-found" };
  if (row.minimum_level > given.level) return { ok: false, why: "level-too-low", needed: row.minimum_level };
  if (isEnded(row)) return { ok: false, why: "ended" };
  if (row.opened_at !== null) return { ok: true, row };
  const at = deps.clock.now();
  await markOpened(tx, row.id, at, given.level);
  await announce(tx, { type: "message.opened", id: newId(at.getTime()), at: at.toISOString(), level: given.level, sha256: row.content_sha256.toString("hex"), ...namesOf(row) });
  return { ok: true, row: { ...row, opened_at: at } };
}

/** Ids that every event of a message carries. */
export function namesOf(row: Pick<MessageRow, "id" | "account_id" | "tenant_id" | "application_id" | "decision_id" | "kind">): { readonly message: string; readonly account: string; readonly tenant: string; readonly kind: string; readonly application?: string; readonly decision?: string } {
  return {
    message: row.id, account: row.account_id, tenant: row.tenant_id, kind: row.kind,
    ...(row.application_id === null ? {} : { application: row.application_id }), ...(row.decision_id === null ? {} : { decision: row.decision_id }),
  };
}
