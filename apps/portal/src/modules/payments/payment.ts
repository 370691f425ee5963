/** How a fee is paid. `transfer` and `counter` wait for the Kasse. */
export type PaymentWay = "online" | "transfer" | "counter";
export const paymentWays: readonly PaymentWay[] = ["online", "transfer", "counter"];

/** `ended`: nothing is owed any more, although nobody paid. What was paid stays `paid`; giving it back is a task of the Kasse. */
export type ClaimState = "open" | "paid" | "ended";
export type EndedWhy = "withdrawn" | "refused" | "reopened" | "unpaid" | "handed-over" | "cancelled";

/**
 * One transaction at the provider: `starting` (written down, the provider not yet heard) → `open` (somebody may be paying) → `paid`,
 * `aborted`, `failed`. `lost`: the provider's answer never arrived, so nobody has seen its page. `refused`: the provider said no.
 * `expired`: open for longer than we ask; asked again only when somebody comes back. `disputed`: paid, but not what was asked for.
 */
export type AttemptState = "starting" | "open" | "paid" | "aborted" | "failed" | "lost" | "refused" | "expired" | "disputed";

/** A line of the fee; `cents` for one piece. Names the service, never a person. */
export interface ClaimItem {
  /** At most 36 characters of `[A-Za-z0-9_-]`. */
  readonly id: string;
  readonly description: string;
  readonly quantity?: number;
  readonly cents: number;
}

/** A claim as citizens, staff and other rooms see it. Holds no personal data. */
export interface Payment {
  readonly id: string;
  readonly tenant: string;
  readonly account: string | undefined;
  readonly application: string;
  readonly service: string;
  readonly purpose: string;
  readonly cents: number;
  /** Less than `cents` after a part payment, more after too much. */
  readonly receivedCents: number;
  readonly items: readonly ClaimItem[];
  readonly way: PaymentWay;
  /** Kassenzeichen. */
  readonly reference: string;
  readonly state: ClaimState;
  readonly endedWhy: EndedWhy | undefined;
  readonly createdAt: Date;
  /** Legal day, `YYYY-MM-DD`, until which a transfer is asked for. */
  readonly dueDay: string;
  readonly paidAt: Date | undefined;
  /** The newest transaction at the provider. */
  readonly attempt: { readonly number: number; readonly state: AttemptState; readonly startedAt: Date; readonly method: string | undefined; readonly providerReference: string | undefined } | undefined;
}

export type RefundReason = EndedWhy | "paid-twice" | "overpaid" | "after-end" | "amount-differs" | "requested";
/** `refunded`: given back · `kept`: the fee is owed all the same · `resolved`: cleared up without moving money. */
export type RefundOutcome = "refunded" | "kept" | "resolved";

export interface RefundTask {
  readonly id: string;
  readonly tenant: string;
  readonly payment: string;
  readonly application: string;
  readonly service: string;
  /** Kassenzeichen of the town. */
  readonly reference: string;
  /** The provider's own reference of the money that came in, where it came online. */
  readonly providerReference: string | undefined;
  readonly way: PaymentWay;
  /** What is to be given back; of `amount-differs` what the provider says it took. */
  readonly cents: number;
  readonly reason: RefundReason;
  readonly createdAt: Date;
  readonly closed: { readonly at: Date; readonly by: string; readonly outcome: RefundOutcome; readonly voucher: string | undefined } | undefined;
}

/** Money still owed, in cents. */
export function outstanding(payment: Pick<Payment, "cents" | "receivedCents">): number {
  return Math.max(0, payment.cents - payment.receivedCents);
}

/** The sum of the items, in cents. @throws when an item is no whole positive amount */
export function sumOf(items: readonly ClaimItem[]): number {
  return items.reduce((sum, { cents, quantity = 1 }) => {
    if (!Number.isSafeInteger(cents) || cents < 0 || !Number.isSafeInteger(quantity) || quantity < 1) throw new RangeError("a fee is counted in whole cents");
    return sum + cents * quantity;
  }, 0);
}
