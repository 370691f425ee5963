import type { Level } from "#modules/accounts";
import { sql, type Reading, type Tx } from "#platform/database";
import type { JobHandler } from "#platform/jobs";
import { deleteMessage } from "./delete-message.ts";
import { deliver, type Delivery } from "./deliver.ts";
import type { MailboxDeps } from "./deps.ts";
import { endMessage } from "./end-message.ts";
import { exportMessages } from "./export-messages.ts";
import { listMessages, ofApplication, unreadDecisions } from "./list-messages.ts";
import { countUnread, type Shown } from "./message-store.ts";
import { openMessage, type ReadMessage } from "./open-message.ts";
import { chooseForApplication, chosenFor } from "./outside/answer-choice.ts";
import { forgetApplications } from "./outside/forget-applications.ts";
import { type OutsideKind, outsideKinds } from "./outside/outside-mailbox.ts";
import { chooseOutside, chosenOutside, latestOutside } from "./outside/outside-store.ts";
import { beginMonitoring, monitorState } from "./outside/status-monitor.ts";
import { retrieveFile } from "./retrieve-file.ts";
import { createSubscriptions } from "./subscriptions.ts";
import { addressState, leaveAddress, removeAddress } from "./visitor-address.ts";

export function createMailbox(deps: MailboxDeps) {
  const kinds: readonly OutsideKind[] = outsideKinds.filter((kind) => deps.outside?.mailboxes[kind] !== undefined);
  return {
    // For the rooms to the right, in a town's transaction that has the account in its scope.
    deliver: (tx: Tx, delivery: Delivery) => deliver(tx, deps, delivery),
    end: (tx: Tx, message: string) => endMessage(tx, deps, message),

    // The person's own; `tx` is `asAccount(account)` and nothing else: a town's scope beside it sees no message.
    list: (tx: Tx, given: { readonly account: string; readonly level: Level; readonly show: Shown; readonly page: number }) => listMessages(tx, deps, given),
    unreadCount: (tx: Tx, account: string) => countUnread(tx, account),
    ofApplication: (tx: Tx, given: { readonly account: string; readonly level: Level; readonly application: string }) => ofApplication(tx, deps, given),
    unreadDecisions: (tx: Tx, given: { readonly account: string; readonly level: Level }) => unreadDecisions(tx, deps, given),
    open: (tx: Tx, given: ReadMessage) => openMessage(tx, deps, given),
    retrieve: (tx: Tx, given: ReadMessage & { readonly file: string }) => retrieveFile(tx, deps, given),
    remove: (tx: Tx, given: { readonly account: string; readonly message: string }) => deleteMessage(tx, given),
    export: (given: { readonly account: string; readonly level: Level }) => exportMessages(deps, given),
    /** Since when the account's notice address refuses our mails; undefined: no trouble known. */
    async addressRefusedAt(tx: Tx, account: string): Promise<Date | undefined> {
      return (await tx.maybe<{ address_refused_at: Date | null }>(sql`select address_refused_at from mailbox.box where account_id = ${account}`))?.address_refused_at ?? undefined;
    },
    /** To be called when the person gives another address. */
    async addressChanged(tx: Tx, account: string): Promise<void> {
      await tx.run(sql`update mailbox.box set address_refused_at = null where account_id = ${account}`);
    },

    /** Mailboxes outside: which may be chosen here, which the person chose, and how the newest copies fared. */
    outside: {
      /** To whom has such a mailbox. */
      kinds,
      offered: async (tx: Tx, account: string): Promise<readonly OutsideKind[]> => (kinds.length > 0 && (await deps.accounts.mailboxHandle(tx, account)) !== undefined ? kinds : []),
      chosen: (tx: Reading, account: string) => chosenOutside(tx, account),
      choose: (tx: Tx, account: string, kind: OutsideKind | undefined) => chooseOutside(tx, account, kind, deps.clock.now()),
      /** Where the answers to one application arrive besides: as said for it, else for the account. */
      chosenFor: (tx: Tx, given: { readonly account: string; readonly application: string }) => chosenFor(tx, given),
      /** For the answers to one application, as said when it was sent. */
      chooseFor: (tx: Tx, given: { readonly account: string; readonly application: string; readonly kind: OutsideKind | undefined }) => chooseForApplication(tx, { ...given, at: deps.clock.now() }),
      /** Lets BundID's status monitor show an application, where there is a way to it. */
      monitor: async (tx: Tx, given: { readonly account: string; readonly application: string; readonly statusId: string }): Promise<void> => { if (deps.outside?.mailboxes.zbp?.report !== undefined) await beginMonitoring(tx, deps, given); },
      /** The newest step that was told there; undefined: it shows nothing. */
      monitorState: (tx: Tx, application: string) => monitorState(tx, application),
      latest: (tx: Tx, account: string) => latestOutside(tx, account),
    },

    // Notices for somebody without account, in the scope of the application's town.
    leaveAddress: (tx: Tx, given: { readonly application: string; readonly address: string }) => leaveAddress(tx, deps, given),
    removeAddress: (tx: Tx, application: string) => removeAddress(tx, application),
    addressState: (tx: Tx, application: string) => addressState(tx, application),

    subscriptions: createSubscriptions(deps),
    jobs: { "mailbox:forget": async () => { await forgetApplications(deps); } } satisfies Record<string, JobHandler>,
    crontab: ["41 4 * * * mailbox:forget"] as readonly string[],
  };
}

export type Mailbox = ReturnType<typeof createMailbox>;
