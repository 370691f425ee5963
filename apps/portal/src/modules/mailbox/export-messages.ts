import type { Level } from "#modules/accounts";
import { sql } from "#platform/database";
import type { MailboxDeps } from "./deps.ts";
import type { Message, MessageHead } from "./message.ts";
import { headOf, isDeletable, isEnded, openHead } from "./message-head.ts";
import { attachmentRows, findMessage } from "./message-store.ts";
import { openAttachment, openContent } from "./seal-message.ts";

export type ExportedMessage = Message | MessageHead;

/**
 * An account's messages one after the other (Art. 15 and 20 DSGVO). What has not been read comes without its words, or an export would be a
 * way around reading; so does what needs a higher level. Files are fetched with `retrieve`.
 */
export async function* exportMessages(deps: Pick<MailboxDeps, "db" | "accounts">, given: { readonly account: string; readonly level: Level }): AsyncGenerator<ExportedMessage> {
  const { account, level } = given;
  const ids = await deps.db.asAccount(account, (tx) => tx.rows<{ id: string }>(sql`select id from mailbox.message where account_id = ${account} order by delivered_at, id`));
  for (const { id } of ids) {
    const exported = await deps.db.asAccount(account, async (tx): Promise<ExportedMessage | undefined> => {
      const row = await findMessage(tx, account, id, false);
      if (!row) return undefined;
      const key = await deps.accounts.accountKey(tx, account);
      if (row.minimum_level > level || row.opened_at === null || isEnded(row)) return headOf(row, level, key);
      const { text, html } = openContent(key, row);
      const files = (await attachmentRows(tx, row.id)).map((one) => openAttachment(key, one).file);
      return { ...openHead(row, key), text, html, files, openedAt: row.opened_at, deletable: isDeletable(row) };
    });
    if (exported) yield exported;
  }
}
