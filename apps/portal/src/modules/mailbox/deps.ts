import type { Accounts } from "#modules/accounts";
import type { Applications } from "#modules/applications";
import type { Forms } from "#modules/forms";
import type { Clock } from "#platform/clock";
import type { Keyring } from "#platform/crypto";
import type { Database } from "#platform/database";
import type { FileStore } from "#platform/files";
import type { Log } from "#platform/log";
import type { Mailer } from "#platform/mail";

export interface MailboxDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly files: FileStore;
  readonly mailer: Mailer;
  readonly log: Log;
  readonly accounts: Pick<Accounts, "accountKey" | "noticeMail">;
  readonly applications: Pick<Applications, "view" | "content" | "timeline" | "openFile">;
  readonly forms: Pick<Forms, "service">;
  /** Address of the Leitportal: notices lead there, because a town's host would tell who wrote. */
  readonly publicOrigin: string;
}
