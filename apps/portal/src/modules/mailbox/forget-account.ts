import { sql } from "#platform/database";
import type { MailboxDeps } from "./deps.ts";

/** Everything of a deleted account. What proves a notification stays with the office (answers), without the words. Repeated it has no further effect. */
export async function forgetAccount(deps: Pick<MailboxDeps, "db">, account: string): Promise<void> {
  await deps.db.asOperator("an account was deleted", async (tx) => {
    await tx.run(sql`delete from mailbox.ending e using mailbox.message m where m.id = e.message_id and m.account_id = ${account}`);
    await tx.run(sql`delete from mailbox.message where account_id = ${account}`);
    await tx.run(sql`delete from mailbox.outside_choice where account_id = ${account}`);
    await tx.run(sql`delete from mailbox.answer_choice where account_id = ${account}`);
    await tx.run(sql`delete from mailbox.monitored where account_id = ${account}`);
    await tx.run(sql`delete from mailbox.box where account_id = ${account}`);
  });
}
