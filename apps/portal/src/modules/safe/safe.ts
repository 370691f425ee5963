import type { Level } from "#modules/accounts";
import type { Tx } from "#platform/database";
import type { Subscription } from "#platform/events";
import { isId } from "#platform/ids";
import type { JobHandler } from "#platform/jobs";
import { endExpiredShares, endSharesOfDeleted, forgetAccount, rescanDocuments, sweepDocuments } from "./clean-up.ts";
import type { SafeDeps } from "./deps.ts";
import type { SafeDocument, Usage } from "./document.ts";
import { documentOf } from "./document-seal.ts";
import { discard, documentRows, keptOrigins, usedBy } from "./document-store.ts";
import { keepDocument, type KeepDocument } from "./keep-document.ts";
import { openDocument } from "./open-document.ts";
import { type DepositDecision, depositConsentsOf, depositDecision, mayDeposit, setDepositConsent } from "./case-consent.ts";
import { endShare, endSharesElsewhere, openShared, releasedInCase, releaseDays, releasesOf, sharedInCase, type ShareDocument, shareDocument, sharesOf } from "./shared.ts";
import { attachToDraft, consentsOf, type ConsentToUse, openForUse } from "./use-document.ts";

/** The document safe of an account. `tx` is always `asAccount(account)`: a town's scope beside it sees nothing. */
export function createSafe(deps: SafeDeps) {
  return {
    keep: (given: KeepDocument) => keepDocument(deps, given),
    /** Newest first, names opened. */
    async list(tx: Tx, account: string): Promise<readonly SafeDocument[]> {
      const rows = await documentRows(tx, account);
      if (rows.length === 0) return [];
      const key = await deps.accounts.accountKey(tx, account);
      return rows.map((row) => documentOf(key, row));
    },
    open: (tx: Tx, given: { readonly account: string; readonly level: Level; readonly document: string }) => openDocument(tx, deps, given),
    /** False where there is none. The bytes go with the next sweep; no office that was let see it does so any more. */
    async remove(tx: Tx, given: { readonly account: string; readonly document: string }): Promise<boolean> {
      await endShare(tx, deps, given);
      return discard(tx, given.account, given.document);
    },
    async usage(tx: Tx, account: string): Promise<Usage> {
      return { ...await usedBy(tx, account, false), mostDocuments: deps.settings.mostDocuments, mostBytes: deps.settings.mostBytes };
    },
    largestBytes: deps.settings.largestBytes,
    /** Which of these attachments are in the safe already. */
    kept: (tx: Tx, account: string, attachments: readonly string[]) => keptOrigins(tx, account, attachments),
    openForUse: (tx: Tx, account: string, document: string, consent: ConsentToUse) => openForUse(tx, deps, account, document, consent),
    attachToDraft: (given: Parameters<typeof attachToDraft>[1]) => attachToDraft(deps, given),
    // What the office of one case may see: shared and ended by the person, looked at in the town's scope.
    share: (given: ShareDocument) => shareDocument(deps, given),
    endShare: (tx: Tx, given: { readonly account: string; readonly share: string }) => endShare(tx, deps, given),
    shares: (tx: Tx, given: Parameters<typeof sharesOf>[2]) => sharesOf(tx, deps, given),
    /** Today, the day that is proposed for a release, and the last one that can be chosen. */
    releaseDays: () => releaseDays(deps),
    /** What is or was released, as evidence: of the person in all cases, or for the office of one. */
    releases: releasesOf,
    releasedInCase: (tx: Tx, tenantKey: Buffer, given: Parameters<typeof releasedInCase>[3]) => releasedInCase(tx, deps, tenantKey, given),
    sharedInCase: (tx: Tx, tenantKey: Buffer, given: Parameters<typeof sharedInCase>[3]) => sharedInCase(tx, deps, tenantKey, given),
    openShared: (tx: Tx, tenantKey: Buffer, given: Parameters<typeof openShared>[3]) => openShared(tx, deps, tenantKey, given),
    mayDeposit,
    depositConsents: depositConsentsOf,
    setDepositConsent: (tx: Tx, given: Parameters<typeof setDepositConsent>[2]) => setDepositConsent(tx, deps, given),
    depositDecision: (given: DepositDecision) => depositDecision(deps, given),
    consents: (tx: Tx, account: string) => consentsOf(tx, account),

    subscriptions: [{
      name: "safe.forget-account", to: "account.deleted",
      handle: async (event) => {
        const { account } = event;
        if (!isId(account)) throw new Error("the event names no account");
        await forgetAccount(deps, account);
      },
    }, {
      name: "safe.handed-over", to: "application.handed-over",
      handle: async (event) => {
        const { application, tenant } = event;
        if (!isId(application) || !isId(tenant)) throw new Error("the event names no application");
        await endSharesElsewhere(deps, { application, tenant });
      },
    }] satisfies Subscription[],
    jobs: {
      "safe:sweep": async () => { await sweepDocuments(deps); },
      "safe:rescan": async () => { await rescanDocuments(deps); },
      "safe:end-shares": async () => { await endSharesOfDeleted(deps); },
      "safe:end-expired": async () => { await endExpiredShares(deps); },
    } satisfies Record<string, JobHandler>,
    crontab: ["*/10 * * * * safe:sweep", "*/2 * * * * safe:rescan", "20 3 * * * safe:end-shares", "10 4 * * * safe:end-expired"] as readonly string[],
  };
}

export type Safe = ReturnType<typeof createSafe>;
