import type { Actor, AuditEntry } from "#modules/audit";
import type { CitizenAccess, Language } from "#modules/applications";
import type { Applications } from "#modules/applications";
import type { Clock } from "#platform/clock";
import type { Database, Tx } from "#platform/database";
import type { Renderer } from "#platform/documents";
import type { FileStore } from "#platform/files";
import type { Scanner } from "#platform/scan";
import type { Level } from "#modules/accounts";
import type { LandLaw } from "./land-law.ts";
import type { LegalArea, Way } from "./notification-rules.ts";

/** A sealed file in the store, to be handed on without its bytes being copied. */
export interface SealedFile {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  /** SHA-256 as 64 hexadecimal digits. */
  readonly sha256: string;
  readonly storeKey: string;
  readonly dek: Buffer;
  /** Context with which it was sealed (`getSealed`). */
  readonly context: string;
}

/** The mailbox to the left. The transaction has the account in its scope. */
export interface MailboxPort {
  deliver(tx: Tx, message: {
    readonly account: string;
    readonly tenant: string;
    readonly application: string;
    readonly kind: "question" | "request" | "decision" | "status";
    readonly minimumLevel: Level;
    readonly subject: string;
    readonly text: string;
    readonly language?: Language;
    readonly html?: string;
    readonly files: readonly (SealedFile | { readonly name: string; readonly type: string; readonly size: number; readonly sha256: string; readonly application: string; readonly file: string })[];
    readonly decision?: string;
  }): Promise<string>;
  /** The provision of a decision ends: it can no longer be opened (§ 41 (2a) VwVfG). */
  end(tx: Tx, message: string): Promise<void>;
}

export interface AccountsPort {
  /** Where notices go; undefined: none wanted. Needs the account in the scope. */
  noticeMail(tx: Tx, account: string): Promise<string | undefined>;
}

/** How the fee of a decision is paid. */
export interface FeePayment {
  /** Kassenzeichen. */
  readonly reference: string;
  readonly ways: readonly ("online" | "transfer" | "counter")[];
  readonly bank: { readonly holder: string; readonly iban: string; readonly bic?: string | undefined; readonly bank?: string | undefined } | undefined;
}

export interface PaymentsPort {
  /** Kassenzeichen and ways for a fee that is about to be set, so that the decision names them. */
  prepare(fee: { readonly tenant: string; readonly service: string }): Promise<FeePayment>;
  /** A fee set in a decision; paid later by the ways that the town allows. One claim per application and purpose. */
  claim(tx: Tx, claim: { readonly tenant: string; readonly application: string; readonly account?: string; readonly service: string; readonly cents: number; readonly purpose: string; readonly reference?: string }): Promise<void>;
}

export interface TownsPort {
  byId(tenant: string): { readonly slug: string; readonly ars: string; readonly name: string; readonly officialName: string; readonly profile: {
    readonly contact?: { readonly street: string; readonly postalCode: string; readonly locality: string; readonly phone: string } | undefined; readonly armsSvg?: string | undefined;
  } } | undefined;
  switches(tenant: string): ReadonlyMap<string, { readonly notificationArea: LegalArea }>;
  tenantKey(tenant: string): Promise<Buffer>;
}

/** Names of a town's offices, from the catalogue; undefined where it knows none. */
export interface OfficesPort {
  describe(tenant: string, office: string): { readonly name: string; readonly phone?: string } | undefined;
}

export interface AnswersDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly towns: TownsPort;
  readonly offices: OfficesPort;
  readonly accounts: AccountsPort;
  readonly applications: Pick<Applications, "view" | "heads" | "record" | "setStatus" | "withdraw" | "addReplyFile" | "addSentFiles">;
  readonly mailbox: MailboxPort;
  readonly payments: PaymentsPort;
  readonly documents: Pick<Renderer, "render">;
  readonly files: FileStore;
  readonly scanner: Scanner;
  readonly audit: { record(tx: Tx, entry: AuditEntry): Promise<void> };
  readonly settings: {
    /** Files that nobody could check may leave; true in the demo only. */
    readonly allowUnchecked: boolean;
    /** The mailbox into which electronic decisions go. */
    readonly mailbox: Exclude<Way, "post">;
    /** Whether lying in the mailbox of the federal account, where a person chose it, is the provision by law (§ 9 (1) OZG); false: it is a copy without effect. Default true. */
    readonly outsideNotifies?: boolean;
    /** By what days are counted; what the portal brings along unless told. */
    readonly law?: LandLaw;
  };
}

export type { Actor, CitizenAccess, Level };
