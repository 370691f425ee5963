import type { Actor, AuditEntry } from "#modules/audit";
import type { PublishedService } from "#modules/forms";
import type { Clock } from "#platform/clock";
import type { Database, Tx } from "#platform/database";
import type { Renderer } from "#platform/documents";
import type { Mailer } from "#platform/mail";
import type { FileStore } from "#platform/files";
import type { Scanner } from "#platform/scan";
import type { AccountKeys, TenantKeys } from "./keys.ts";
import type { PaymentWay } from "./application.ts";

/** What this room needs to know of a town; `createTenants` fits as it is. */
export interface Towns extends TenantKeys {
  byId(tenant: string): { readonly slug: string; readonly name: string; readonly officialName: string } | undefined;
  switches(tenant: string): ReadonlyMap<string, TownSettings>;
}

/** How a town runs a service. */
export interface TownSettings {
  readonly enabled: boolean;
  readonly paymentWays: readonly PaymentWay[];
  /** Office role of the form → office role of the town, where it differs. */
  readonly offices: Readonly<Record<string, string>>;
  readonly retentionMonths: number;
}

export interface ServiceForms {
  service(slug: string, version: string): Promise<PublishedService | undefined>;
  /** What a town offers now. */
  current(slug: string, tenant: string): Promise<PublishedService | undefined>;
}

/**
 * What payments has to know, in the same transaction. The room of payments stands to the left, so it is called and not subscribed to us;
 * whoever composes without payments leaves it out and no application may then ask for money.
 */
export interface PaymentClaims {
  /** A fee has become due. Idempotent per application. */
  open(tx: Tx, claim: { readonly application: string; readonly tenant: string; readonly service: string; readonly account?: string; readonly cents: number; readonly way: PaymentWay }): Promise<void>;
  /** How the fee of the submission is to be paid as it stands now; undefined where nothing is owed (any more). */
  wayOf(tx: Tx, application: string): Promise<PaymentWay | undefined>;
  /** True while a transaction at the provider may still end in money; then the answers must not go back to the form. */
  mayStillBePaid(tx: Tx, application: string): Promise<boolean>;
  /** The application has ended without the service: what was paid becomes a refund task for the Kasse. */
  ended(tx: Tx, application: string, why: "withdrawn" | "refused" | "reopened" | "unpaid" | "handed-over"): Promise<void>;
}

export interface Quota { readonly count: number; readonly bytes: number }

export interface ApplicationSettings {
  /** Uploads that nobody could check may be used; true in the demo only. */
  readonly allowUnchecked: boolean;
  /** From the last edit until a draft is deleted: three months, thirty days for a service of »Einer für Alle« (§ 8a OZG). */
  readonly draftTerm: (service: string) => { readonly months: number } | { readonly days: number };
  /** Hours after the last edit for a visitor's draft, whose cookie does not live longer either. */
  readonly visitorDraftHours: number;
  /** Days between the notice and the deletion of a draft. */
  readonly noticeDays: number;
  /** Days after which an application that was never paid is deleted. */
  readonly unpaidDays: number;
  /** Days the archive has to answer an offer before deletion; 0 where there is none. */
  readonly archiveDays: number;
  readonly filesPerDraft: number;
  /** Bytes of all uploads of an application together, in equal shares where several people hand files in: the ways out to the offices have limits of their own. */
  readonly bytesPerDraft: number;
  readonly draftsPerOwner: number;
  /** Per hour. `network` counts visitors behind one address, `tenant` all visitors of a town. */
  readonly uploads: { readonly owner: Quota; readonly network: Quota; readonly tenant: Quota };
  readonly visitorDrafts: { readonly network: number; readonly tenant: number };
  /** Mails with a link to come back to a draft, per hour: to one address, from one network. */
  readonly returnMails: { readonly address: number; readonly network: number };
  /** Wrong look-up codes per hour; the same for codes to come back with, per link. */
  readonly wrongCodes: { readonly reference: number; readonly network: number };
}

export const defaultSettings: ApplicationSettings = {
  allowUnchecked: false,
  draftTerm: () => ({ months: 3 }),
  visitorDraftHours: 24,
  noticeDays: 7,
  unpaidDays: 14,
  // Half a year, as archives have to answer; whoever has the answer earlier releases the case.
  archiveDays: 183,
  filesPerDraft: 50,
  bytesPerDraft: 100 * 1_048_576,
  draftsPerOwner: 100,
  uploads: {
    owner: { count: 60, bytes: 200_000_000 },
    network: { count: 300, bytes: 1_000_000_000 },
    tenant: { count: 2_000, bytes: 5_000_000_000 },
  },
  visitorDrafts: { network: 120, tenant: 5_000 },
  wrongCodes: { reference: 10, network: 30 },
  returnMails: { address: 3, network: 20 },
};

/** What a person agreed to as they sent the application: written down in the same transaction, so that it can neither be lost nor come later than what acts on it. */
export interface SubmissionConsents {
  /** Decisions on this application may come electronically. */
  electronicDecisions(tx: Tx, given: { readonly application: string; readonly tenant: string; readonly account: string }): Promise<void>;
}

export interface ApplicationsDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly towns: Towns;
  readonly accounts: AccountKeys;
  readonly services: ServiceForms;
  readonly audit: { record(tx: Tx, entry: AuditEntry): Promise<void> };
  readonly files: FileStore;
  readonly scanner: Scanner;
  readonly documents: Pick<Renderer, "render">;
  /** 32 bytes of the installation, never in the database: keys the hashes of codes, requests and counters. */
  readonly pepper: Buffer;
  readonly claims?: PaymentClaims;
  readonly consents?: SubmissionConsents;
  /** How somebody without account comes back to a draft. Left out: it is not offered. */
  readonly comeBack?: { readonly mailer: Pick<Mailer, "send">; readonly townOrigin: (tenant: string) => string };
  readonly settings: ApplicationSettings;
}

export type { Actor };
