import type { Clock } from "#platform/clock";
import { open, seal, type Keyring } from "#platform/crypto";
import { sql, type Database, type Reading, type Tx } from "#platform/database";
import { announce } from "#platform/events";
import type { Outbound } from "#platform/http";
import { newId } from "#platform/ids";
import type { JobHandler } from "#platform/jobs";
import type { Log } from "#platform/log";
import { createAccountKeys } from "./account-keys.ts";
import { createCitizenSessions } from "./citizen-sessions.ts";
import { loadPepper } from "./secrets.ts";
import { sweep } from "./session-store.ts";
import { endStaff, type StaffTerms } from "./staff-leaving.ts";
import { createSignIn, type BundidSettings } from "./sign-in.ts";
import { createVisitorHandover } from "./visitor-handover.ts";
import { createStaffSessions, type StaffSettings } from "./staff-sessions.ts";

export interface AccountsParts {
  readonly db: Database; readonly clock: Clock; readonly keyring: Keyring; readonly log: Log; readonly outbound: Outbound;
  readonly bundid: BundidSettings; readonly staff: StaffSettings; readonly apexHost: string;
  readonly tenantBySlug: (slug: string) => { readonly id: string } | undefined;
  /** Default: a year without a sign-in, and three years for the name. */
  readonly staffTerms?: StaffTerms;
}

export async function createAccounts(parts: AccountsParts) {
  const { db, clock, keyring } = parts;
  const pepper = await loadPepper(db, keyring);
  const { accountKey, ownKeys } = createAccountKeys(parts);
  return {
    ...createCitizenSessions(parts),
    ...createVisitorHandover(parts),
    ...createSignIn({ ...parts, pepper }),
    ...createStaffSessions({ ...parts, settings: parts.staff }),
    accountKey,
    ownKeys,
    townKey: pepper.townKey,
    extensionKey: pepper.extensionKey,
    /** Where notices without content go; undefined: none wanted. */
    async noticeMail(tx: Tx, account: string): Promise<string | undefined> {
      const row = await tx.maybe<{ notice_mail: Buffer | null }>(sql`select notice_mail from accounts.account where id = ${account}`);
      return row?.notice_mail ? open(await accountKey(tx, account), row.notice_mail, `accounts.notice_mail/${account}`).toString("utf8") : undefined;
    },
    /** Whether there is such an address, and one of the federal mailbox. */
    async reachable(tx: Reading, account: string): Promise<{ readonly noticeMail: boolean; readonly mailbox: boolean }> {
      return (await tx.maybe<{ noticeMail: boolean; mailbox: boolean }>(sql`select notice_mail is not null as "noticeMail", mailbox_handle is not null as mailbox from accounts.account where id = ${account}`)) ?? { noticeMail: false, mailbox: false };
    },
    async setNoticeMail(tx: Tx, account: string, address: string | undefined): Promise<void> {
      const sealed = address === undefined ? null : seal(await accountKey(tx, account), address, `accounts.notice_mail/${account}`);
      await tx.run(sql`update accounts.account set notice_mail = ${sealed} where id = ${account}`);
    },
    /** Address of the federal mailbox (ZBP), where BundID gave one. */
    async mailboxHandle(tx: Tx, account: string): Promise<string | undefined> {
      const row = await tx.maybe<{ mailbox_handle: Buffer | null }>(sql`select mailbox_handle from accounts.account where id = ${account}`);
      return row?.mailbox_handle ? open(await accountKey(tx, account), row.mailbox_handle, `accounts.mailbox_handle/${account}`).toString("utf8") : undefined;
    },
    /** Deletes the account with its sign-ins; the rooms to the right hear `account.deleted` and let go of what is the account's. */
    async deleteAccount(tx: Tx, account: string): Promise<void> {
      await announce(tx, { type: "account.deleted", id: newId(), account });
      await tx.run(sql`delete from accounts.account where id = ${account}`);
    },
    jobs: {
      "accounts.sweep": async () => { await db.asOperator("sweep ended sessions", (tx) => sweep(tx, clock.now())); },
      "accounts.staff": () => endStaff(db, clock, parts.staffTerms ?? { months: 12, years: 3 }),
      // Two years without use end an account, with a notice two months before (§ 8 OZG).
      "accounts.unused": async () => {
        await db.asOperator("accounts unused for two years", async (tx) => {
          const now = clock.now();
          const before = (months: number): Date => { const at = new Date(now); at.setUTCMonth(at.getUTCMonth() - months); return at; };
          const notice = await tx.rows<{ id: string }>(sql`update accounts.account set deletion_noticed_at = ${now} where last_used_at < ${before(22)} and deletion_noticed_at is null returning id`);
          for (const { id } of notice) await announce(tx, { type: "account.unused", id: newId(), account: id });
          const gone = await tx.rows<{ id: string }>(sql`select id from accounts.account where last_used_at < ${before(24)} and deletion_noticed_at < ${before(2)}`);
          for (const { id } of gone) {
            await announce(tx, { type: "account.deleted", id: newId(), account: id });
            await tx.run(sql`delete from accounts.account where id = ${id}`);
          }
        });
      },
    } satisfies Record<string, JobHandler>,
    crontab: ["*/5 * * * * accounts.sweep", "17 3 * * * accounts.unused", "7 4 * * * accounts.staff"],
  };
}

export type Accounts = Awaited<ReturnType<typeof createAccounts>>;
