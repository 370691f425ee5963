import { XtaException, type Party, type XtaCall } from "@kommunalportal/xta";
import type { Account, Mailbox } from "./accounts.ts";

/** What TLS says of who is calling: the certificate is of our authority, or there is no connection. */
export interface Caller {
  readonly account: Account | undefined;
  readonly expired: boolean;
}

export interface Admitted {
  readonly account: Account;
  /** The mailbox that the author header names, or all of the account. */
  readonly mailboxes: readonly Mailbox[];
}

/** @throws XtaException 9010, 9011, 9012, or 9014 for an author that is another's */
export function admit({ caller: { account, expired }, author }: Pick<XtaCall<Caller>, "caller" | "author">): Admitted {
  if (expired) throw new XtaException(9010);
  if (!account) throw new XtaException(9012);
  if (account.locked) throw new XtaException(9011);
  return { account, mailboxes: author ? [ownMailbox(account, author)] : account.mailboxes };
}

export function ownMailbox(account: Account, { identifier }: Party): Mailbox {
  const mailbox = account.mailboxes.find(({ type, value }) => type === identifier.type && value === identifier.value);
  if (!mailbox) throw new XtaException(9014);
  return mailbox;
}
