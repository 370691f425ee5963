import type { Level } from "#modules/accounts";
import type { Tx } from "#platform/database";
import type { MailboxDeps } from "./deps.ts";
import type { MessageHead } from "./message.ts";
import { headOf } from "./message-head.ts";
import { type HeadRow, messagePage, messagesOfApplication, type Shown, unreadDecisionRows } from "./message-store.ts";

export interface MessagePage { readonly items: readonly MessageHead[]; readonly total: number; readonly page: number; readonly pages: number }
export const pageSize = 20;

/** One page of an account's mailbox, unread ones first. A page that is not there is the first one. */
export async function listMessages(tx: Tx, deps: Pick<MailboxDeps, "accounts">, given: { readonly account: string; readonly level: Level; readonly show: Shown; readonly page: number }): Promise<MessagePage> {
  const wanted = Math.min(Math.max(1, Math.trunc(given.page)), 10_000);
  const found = await messagePage(tx, given.account, given.show, { limit: pageSize, offset: (wanted - 1) * pageSize });
  if (found.rows.length === 0 && wanted > 1) return listMessages(tx, deps, { ...given, page: 1 });
  return { items: await headsOf(tx, deps, given, found.rows), total: found.total, page: wanted, pages: Math.max(1, Math.ceil(found.total / pageSize)) };
}

/** What was written about one application, newest first, both ways. */
export async function ofApplication(tx: Tx, deps: Pick<MailboxDeps, "accounts">, given: { readonly account: string; readonly level: Level; readonly application: string }): Promise<readonly MessageHead[]> {
  return headsOf(tx, deps, given, await messagesOfApplication(tx, given.account, given.application));
}

/** Named before an account is deleted. */
export async function unreadDecisions(tx: Tx, deps: Pick<MailboxDeps, "accounts">, given: { readonly account: string; readonly level: Level }): Promise<readonly MessageHead[]> {
  return headsOf(tx, deps, given, await unreadDecisionRows(tx, given.account));
}

async function headsOf(tx: Tx, deps: Pick<MailboxDeps, "accounts">, given: { readonly account: string; readonly level: Level }, rows: readonly HeadRow[]): Promise<readonly MessageHead[]> {
  if (rows.length === 0) return [];
  const key = await deps.accounts.accountKey(tx, given.account);
  return rows.map((row) => headOf(row, given.level, key));
}
