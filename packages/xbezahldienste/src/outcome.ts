import type { FunctionalCode, PaymentTransaction } from "./schema.ts";

/** Why there is no usable answer. After a POST it stays open whether the provider has made a transaction. */
export type UnreachableReason =
  | "timeout"
  | "network"
  /** 503, or another 5xx without a reason the caller could act on. */
  | "unavailable"
  /** Our own access data were refused (401, or the token endpoint said no). */
  | "unauthorized"
  /** Something answered, but not in the shape of the interface. */
  | "bad-answer";

export interface Refused {
  readonly kind: "refused";
  readonly functionalCode: FunctionalCode;
  readonly httpStatus: number;
  /** The provider's words, for the log of the operator; not for the citizen. */
  readonly title?: string;
  readonly detail?: string;
}

export interface Unreachable {
  readonly kind: "unreachable";
  readonly reason: UnreachableReason;
  /** For the log: no secrets, no personal data. */
  readonly detail: string;
}

export interface TransactionFound {
  readonly kind: "transaction";
  readonly transaction: PaymentTransaction;
}

export type PaymentOutcome = TransactionFound | Refused | Unreachable;
export type StatusOutcome = { readonly kind: "usable" } | Refused | Unreachable;
