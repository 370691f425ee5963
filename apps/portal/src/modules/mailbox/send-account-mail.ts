import type { DomainEvent } from "#platform/events";
import { sql } from "#platform/database";
import type { MailboxDeps } from "./deps.ts";
import type { MailText } from "./notice-text.ts";
import { mailId } from "./send-notice.ts";

/** A mail about the account itself. While the mail server is away the job fails and is tried again with growing pauses. */
export async function sendAccountMail(deps: MailboxDeps, event: DomainEvent, text: MailText): Promise<void> {
  const account = String(event["account"]);
  const address = await deps.db.asOperator("mail about an account", (tx) => deps.accounts.noticeMail(tx, account));
  if (address === undefined) return;
  const outcome = await deps.mailer.send({ to: address, ...text, messageId: mailId(deps, event.id) });
  if (outcome.kind === "unavailable") throw new Error(`the mail could not be sent: ${outcome.reason}`);
  if (outcome.kind === "rejected") {
    await deps.db.asOperator("an address was refused", (tx) => tx.run(sql`insert into mailbox.box (account_id, address_refused_at) values (${account}, ${deps.clock.now()})
      on conflict (account_id) do update set address_refused_at = excluded.address_refused_at`));
  }
}
