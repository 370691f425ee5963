import type { DomainEvent } from "#platform/events";
import { isId } from "#platform/ids";
import type { MailboxDeps } from "./deps.ts";
import { insertMessage } from "./message-store.ts";
import { sealMessage } from "./seal-message.ts";

/** What the citizen wrote to an office stays in the mailbox as sent. Its id is that of the event, so a second telling makes no second copy. */
export async function keepSent(deps: MailboxDeps, event: DomainEvent): Promise<void> {
  const application = String(event["application"]);
  if (!isId(event.id)) throw new Error("the event has no id");
  await deps.db.asOperator("copy of a reply for its account", async (tx) => {
    const head = await deps.applications.view(tx, application);
    if (head?.account === undefined) return;
    const said = (await deps.applications.timeline(tx, application, { kind: "tenant" }, "citizen")).find(({ id }) => id === event.id);
    if (said?.text === undefined) return;
    const key = await deps.accounts.accountKey(tx, head.account);
    const subject = head.language === "en" ? `Your message${head.reference === undefined ? "" : ` (${head.reference})`}` : `Ihre Nachricht${head.reference === undefined ? "" : ` (${head.reference})`}`;
    await insertMessage(tx, {
      id: event.id, account: head.account, tenant: head.tenant, direction: "sent", kind: "reply", application, decision: undefined, minimumLevel: head.trustLevel, at: said.at,
      sealed: sealMessage(key, event.id, { subject, text: said.text, files: [] }), attachments: [], notice: "none",
      // The subject is ours, the words are the person's.
      language: undefined,
    });
  });
}
