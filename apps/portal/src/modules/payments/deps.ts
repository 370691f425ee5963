import type { AuditEntry } from "#modules/audit";
import type { Clock } from "#platform/clock";
import type { Database, Tx } from "#platform/database";
import type { Outbound } from "#platform/http";
import type { Log } from "#platform/log";
import type { PaymentAuthentication } from "@kommunalportal/xbezahldienste";
import type { PaymentWay } from "./payment.ts";

/** Where a transfer goes. */
export interface BankAccount {
  readonly holder: string;
  readonly iban: string;
  readonly bic?: string;
  readonly bank?: string;
}

/** What this room needs to know of a town; `createTenants` fits as it is. */
export interface PayeeTowns {
  all(): readonly { readonly id: string }[];
  switches(tenant: string): ReadonlyMap<string, { readonly enabled: boolean; readonly paymentWays: readonly PaymentWay[]; readonly bookingData: Readonly<Record<string, string>> }>;
}

/** What this room needs to know of a service; `createForms` fits as it is. */
export interface FeeServices {
  current(slug: string): Promise<{ readonly package: { readonly service: {
    readonly title: { readonly de: string };
    readonly fee?: { readonly ways: readonly PaymentWay[]; readonly bookingData: readonly string[] };
  } } } | undefined>;
}

export interface PaymentSettings {
  /** Of the provider's interface, up to and without `/paymenttransaction`. */
  readonly baseUrl: string;
  /** `originatorId` of XBezahldienste 1.0.0, given by the provider. */
  readonly originator: string;
  readonly auth: PaymentAuthentication;
  /** Origin of the provider's payment page; another one is not believed. Our pages' `form-action` names the same. */
  readonly pageOrigin?: string;
  /** One call of the provider, milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
}

export interface PaymentsDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** The provider's host is to be one of its trusted hosts. */
  readonly outbound: Outbound;
  readonly settings: PaymentSettings;
  /** `endPointId` of a town at the provider: its ARS or slug. */
  endPointOf(tenant: string): string;
  readonly towns: PayeeTowns;
  readonly services: FeeServices;
  readonly audit: { record(tx: Tx, entry: AuditEntry): Promise<void> };
  /** Undefined where the town takes no transfers. */
  bankOf(tenant: string): BankAccount | undefined;
  /** Is told by the probe each minute. */
  readonly disturbances?: { probed(component: "payment", works: boolean): Promise<boolean> };
}

/** Days within which a transfer is asked for. */
export const TRANSFER_DAYS = 10;
