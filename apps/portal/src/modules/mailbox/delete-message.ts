import type { Tx } from "#platform/database";
import { isDeletable } from "./message-head.ts";
import { findMessage, removeMessage } from "./message-store.ts";

export type DeleteOutcome = { readonly ok: true } | { readonly ok: false; readonly why: "not-found" | "unread" | "evidence" };

/** A person clears the mailbox: what is unread stays, and so does a decision, because its day of notification hangs on it. */
export async function deleteMessage(tx: Tx, given: { readonly account: string; readonly message: string }): Promise<DeleteOutcome> {
  const row = await findMessage(tx, given.account, given.message, true);
  if (!row) return { ok: false, why: "not-found" };
  if (row.opened_at === null) return { ok: false, why: "unread" };
  if (!isDeletable(row)) return { ok: false, why: "evidence" };
  await removeMessage(tx, row.id);
  return { ok: true };
}
