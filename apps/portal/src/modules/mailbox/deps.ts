import type { Accounts } from "#modules/accounts";
import type { Applications } from "#modules/applications";
import type { Forms } from "#modules/forms";
import type { Clock } from "#platform/clock";
import type { Keyring } from "#platform/crypto";
import type { Database } from "#platform/database";
import type { FileStore } from "#platform/files";
import type { Log } from "#platform/log";
import type { Mailer } from "#platform/mail";
import type { OutsideMailboxes } from "./outside/outside-mailbox.ts";

export interface MailboxDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly files: FileStore;
  readonly mailer: Mailer;
  readonly log: Log;
  readonly accounts: Pick<Accounts, "accountKey" | "ownKeys" | "noticeMail" | "mailboxHandle">;
  readonly applications: Pick<Applications, "view" | "heads" | "content" | "timeline" | "openFile">;
  readonly forms: Pick<Forms, "service">;
  /** Address of the Leitportal: notices lead there, because a town's host would tell who wrote. */
  readonly publicOrigin: string;
  /** Mailboxes outside that a person may choose besides; absent: none. `senderName`: how a town is called there. */
  readonly outside?: { readonly mailboxes: OutsideMailboxes; readonly senderName: (tenant: string) => string };
}
