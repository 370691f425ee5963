import { MAX_CENTS, toCents, toDecimal } from "./money.ts";
import { paymentRequestSchema, type PaymentItem, type PaymentRequest, type Requestor } from "./schema.ts";
import { descriptionOf, purposeOf } from "./text.ts";

/** One fee as the caller knows it: whole cents, tax as its own amount (public fees mostly carry none). */
export interface Fee {
  readonly id: string;
  readonly description: string;
  /** Default 1. */
  readonly quantity?: number;
  /** Of one piece, in cents. */
  readonly singleNetCents: number;
  /** Of one piece, in cents. Default 0. */
  readonly singleTaxCents?: number;
  /** Percent, default 0. */
  readonly taxRate?: number;
  readonly reference?: string;
  readonly bookingData?: Readonly<Record<string, string>>;
}

export interface PaymentOrder {
  /** At most 36 characters; see {@link requestIdOf}. */
  readonly requestId: string;
  readonly at: Date;
  /** Free text, cleaned by `purposeOf`. */
  readonly purpose: string;
  /** Free text, cleaned by `descriptionOf`. */
  readonly description?: string;
  readonly redirectUrl: string;
  readonly fees: readonly Fee[];
  readonly requestor?: Requestor;
}

/**
 * Makes the request that a provider accepts: texts cleaned, sums computed in cents.
 * @throws ZodError or RangeError when the order itself breaks a limit of the interface
 */
export function paymentRequestOf(order: PaymentOrder): PaymentRequest {
  const description = descriptionOf(order.description ?? "");
  const total = order.fees.reduce((sum, fee) => sum + totalOf(fee), 0);
  return paymentRequestSchema.parse({
    requestId: order.requestId,
    requestTimestamp: order.at.toISOString(),
    currency: "EUR",
    grosAmount: toDecimal(total),
    purpose: purposeOf(order.purpose),
    ...(description && { description }),
    redirectUrl: order.redirectUrl,
    items: order.fees.map(itemOf),
    ...(order.requestor && { requestor: order.requestor }),
  });
}

/**
 * The id of the n-th try for one payment: the 32 digits of a UUID, a hyphen and the number (at most 36 characters).
 * A provider that already knows an id answers PAYMENT_EXISTS and does not say which transaction it made. When its first
 * answer was lost, nobody has seen the payment page, so nobody can have paid there: the next try is safe.
 */
export function requestIdOf(paymentId: string, attempt: number): string {
  const digits = paymentId.replaceAll("-", "");
  if (!/^[0-9a-f]{32}$/i.test(digits)) throw new RangeError("the id of a payment is a UUID");
  if (!Number.isInteger(attempt) || attempt < 1 || attempt > 999) throw new RangeError("an attempt is 1 to 999");
  return `${digits}-${attempt}`;
}

/** Is `grosAmount` the sum of net and tax of all items (else the provider answers CALCULATION_ERROR)? Exact, in cents. */
export function checkAmounts(request: Pick<PaymentRequest, "grosAmount" | "items">): boolean {
  try {
    const sum = request.items.reduce((total, item) => total + toCents(item.totalNetAmount) + toCents(item.totalTaxAmount), 0);
    return sum === toCents(request.grosAmount);
  } catch {
    return false; // an amount finer than a cent never adds up
  }
}

function totalOf(fee: Fee): number {
  const total = (fee.quantity ?? 1) * (fee.singleNetCents + (fee.singleTaxCents ?? 0));
  if (!Number.isInteger(total) || total < 0 || total > MAX_CENTS) throw new RangeError("a fee is a whole number of cents up to 999999 euros");
  return total;
}

function itemOf(fee: Fee): PaymentItem {
  const quantity = fee.quantity ?? 1;
  const tax = fee.singleTaxCents ?? 0;
  const description = descriptionOf(fee.description);
  return {
    id: fee.id,
    ...(fee.reference !== undefined && { reference: fee.reference }),
    ...(description && { description }),
    taxRate: fee.taxRate ?? 0,
    quantity,
    totalNetAmount: toDecimal(quantity * fee.singleNetCents),
    totalTaxAmount: toDecimal(quantity * tax),
    singleNetAmount: toDecimal(fee.singleNetCents),
    singleTaxAmount: toDecimal(tax),
    ...(fee.bookingData && { bookingData: { ...fee.bookingData } }),
  };
}
