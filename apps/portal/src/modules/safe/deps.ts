import type { Accounts } from "#modules/accounts";
import type { Applicant, Applications, DraftHead, DraftRefusal } from "#modules/applications";
import type { Clock } from "#platform/clock";
import type { Keyring } from "#platform/crypto";
import type { Database } from "#platform/database";
import type { FileStore } from "#platform/files";
import type { Scanner } from "#platform/scan";

export interface SafeSettings {
  /** Documents that nobody could check may be opened; true in the demo only. */
  readonly allowUnchecked: boolean;
  readonly mostDocuments: number;
  /** Of one account. */
  readonly mostBytes: number;
  /** Of one document. */
  readonly largestBytes: number;
  /** Days for which a release to an office is proposed, counted from today, and the most that a person can choose. */
  readonly shareDays: number;
  readonly mostShareDays: number;
}

export const defaultSafeSettings: SafeSettings = { allowUnchecked: false, mostDocuments: 200, mostBytes: 200 * 1_048_576, largestBytes: 20 * 1_048_576, shareDays: 90, mostShareDays: 365 };

export interface SafeDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly files: FileStore;
  readonly scanner: Scanner;
  readonly accounts: Pick<Accounts, "accountKey">;
  /** Content keys of towns, for what a person lets an office see. */
  readonly towns: { tenantKey(tenant: string): Promise<Buffer> };
  readonly applications: Pick<Applications, "addFile" | "view" | "record" | "heads"> & {
    openDraft(given: { readonly draft: string; readonly applicant: Applicant }): Promise<{ readonly ok: true; readonly draft: Pick<DraftHead, "tenant" | "service"> } | DraftRefusal>;
  };
  readonly settings: SafeSettings;
}
