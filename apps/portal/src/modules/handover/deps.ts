import type { Audit } from "#modules/audit";
import type { Tenants } from "#modules/tenants";
import type { Clock } from "#platform/clock";
import type { Keyring } from "#platform/crypto";
import type { Database, Tx } from "#platform/database";
import type { HandoverAttribute } from "./attributes.ts";

/** A program that takes people over, as its manifest says and as far as this town permits it. */
export interface HandoverProgram {
  readonly client: string;
  readonly name: Readonly<{ de: string; en?: string | undefined }>;
  readonly publisher: string;
  readonly privacyUrl: string | undefined;
  readonly keeps: Readonly<{ de: string; en?: string | undefined }>;
  readonly redirectUris: readonly string[];
  readonly logoutUris: readonly string[];
  readonly level: "basis" | "substantiell" | "hoch";
  readonly attributes: readonly { readonly attribute: HandoverAttribute; readonly reason: Readonly<{ de: string; en?: string | undefined }>; readonly optional?: boolean | undefined }[];
}

export interface HandoverDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly audit: Pick<Audit, "record" | "readersOf">;
  readonly tenants: Pick<Tenants, "tenantKey" | "byId">;
  /** Key of a person that only this program sees in this town (pairwise, OpenID Connect Core 1.0, 8.1). */
  readonly extensionKey: (account: string, tenant: string, client: string) => string;
  /** Whether the town permits the program to take people over, in this very transaction. Asked long after the room of the extensions is there. */
  readonly permits: (tx: Tx, given: { readonly tenant: string; readonly client: string }) => Promise<boolean>;
  readonly settings?: Partial<HandoverSettings>;
}

export interface HandoverSettings {
  /** For how long a program may act for the person after a hand-over, at most as long as the sign-in. */
  readonly seconds: number;
  /** For how long it may fetch what was handed over. */
  readonly personSeconds: number;
}

export const defaultHandoverSettings: HandoverSettings = { seconds: 3_600, personSeconds: 600 };
