import { z } from "zod";

/**
 * The objects of XBezahldienste 1.0.0 with every documented limit. Source: the rendered documentation
 * docs.fitko.de/xbezahldienste; names are spelled as there (`grosAmount` with one s, `PAYED`).
 */

/** `originatorId` (the online service) and `endPointId` (the authority), both given by the payment provider. */
export const partyIdSchema = z.string().min(1).max(36).regex(/^[\w\d-]+$/);
/** One reading says 44, FIT-Connect metadata allows 36: accept 44, issue at most 36. */
export const transactionIdSchema = z.string().min(1).max(44).regex(/^[\w\d-]+$/);

const id = z.string().min(1).max(36).regex(/^[\w\d-]+$/);
const amount = z.number().min(0).max(999_999);
const text = z.string().max(250);
const description = z.string().min(1).max(250).regex(/^[\w\d\s\-,.\u00C0-\u017F]+$/);
const webUrl = z.url({ protocol: /^https?$/ }).max(2082);
/** `yyyy-MM-ddTHH:mm:ss.SSSZ`; the Z may be the letter or an offset. */
const timestamp = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|[+-]\d\d:?\d\d)$/);

export const paymentItemSchema = z.object({
  id,
  reference: id.optional(),
  description: description.optional(),
  /** Percent. */
  taxRate: z.number().min(0).max(100),
  quantity: z.int().min(1).max(999_999),
  totalNetAmount: amount,
  totalTaxAmount: amount,
  singleNetAmount: amount,
  singleTaxAmount: amount,
  /** Provider specific, e.g. Haushaltsstelle; missing keys are answered BOOKING_DATA_MISSING. */
  bookingData: z.record(z.string().min(1).max(250), z.string().max(250)).optional(),
});
export type PaymentItem = z.infer<typeof paymentItemSchema>;

export const requestorSchema = z.object({
  name: text.optional(),
  firstName: text.optional(),
  gender: z.enum(["M", "F", "D"]).optional(),
  isOrganization: z.boolean().optional(),
  organizationName: text.optional(),
  address: z.object({
    street: text.optional(),
    houseNumber: z.string().max(20).regex(/^[\w\d-]+$/).optional(),
    addressLine: z.array(text).max(9).optional(),
    postalCode: z.string().regex(/^\d{5}$/).optional(),
    city: text.optional(),
    /** ISO 3166-1 alpha-2. */
    country: z.string().length(2).optional(),
  }).optional(),
});
export type Requestor = z.infer<typeof requestorSchema>;

export const paymentRequestSchema = z.object({
  /** The key of idempotency: the same id again is answered PAYMENT_EXISTS. */
  requestId: id,
  requestTimestamp: timestamp,
  currency: z.literal("EUR"),
  /** Sum of net and tax of all items, in euros; compare with {@link checkAmounts}. */
  grosAmount: amount,
  purpose: z.string().min(1).max(27).regex(/^[\w\d\s-]+$/),
  description: description.optional(),
  redirectUrl: webUrl,
  items: z.array(paymentItemSchema).min(1).max(99),
  requestor: requestorSchema.optional(),
});
export type PaymentRequest = z.infer<typeof paymentRequestSchema>;

export const paymentStatusSchema = z.enum(["INITIAL", "PAYED", "FAILED", "CANCELED"]);
export type PaymentStatus = z.infer<typeof paymentStatusSchema>;
export const paymentMethodSchema = z.enum(["GIROPAY", "PAYDIRECT", "CREDITCARD", "PAYPAL", "OTHER"]);
export type PaymentMethod = z.infer<typeof paymentMethodSchema>;

export const paymentInformationSchema = z.object({
  transactionUrl: webUrl,
  /** Only while the status is INITIAL: where the browser is sent. */
  transactionRedirectUrl: webUrl.optional(),
  transactionId: transactionIdSchema,
  /** Kassenzeichen. */
  transactionReference: z.string().max(36).optional(),
  transactionTimestamp: timestamp.optional(),
  /** Only after success. */
  paymentMethod: paymentMethodSchema.optional(),
  paymentMethodDetail: z.string().max(250).optional(),
  status: paymentStatusSchema,
  statusDetail: z.string().max(99).optional(),
});
export type PaymentInformation = z.infer<typeof paymentInformationSchema>;

/** What a provider must answer, to the letter; {@link answeredTransactionSchema} is what a client can live with. */
export const paymentTransactionSchema = z.object({
  paymentInformation: paymentInformationSchema,
  paymentRequest: paymentRequestSchema,
});

/**
 * What the client reads. A small deviation in a field that decides nothing (a long status text, a new payment method, an
 * odd character in the echoed description) must not hide that somebody has paid; what decides stays strict.
 */
export const answeredTransactionSchema = z.object({
  paymentInformation: paymentInformationSchema.extend({
    transactionReference: z.string().max(250).optional(),
    transactionTimestamp: z.string().max(64).optional(),
    paymentMethod: paymentMethodSchema.optional().catch("OTHER"),
    paymentMethodDetail: z.string().max(2000).optional(),
    statusDetail: z.string().max(2000).optional(),
  }),
  paymentRequest: z.object({ requestId: id, grosAmount: amount, currency: z.literal("EUR") }),
});
export type PaymentTransaction = z.infer<typeof answeredTransactionSchema>;

export const functionalCodeSchema = z.enum([
  "NO_VALID_ORIGINATOR_OR_ENDPOINT",
  /** Deprecated by the standard; read, never sent. */
  "NO_VALID_ORIGINATOR_OR_DESTINATION",
  "PAYMENT_EXISTS",
  "CALCULATION_ERROR",
  "BOOKING_DATA_MISSING",
  "VALIDATION_ERROR",
  "UNSPECIFIED",
  "FORBIDDEN",
]);
export type FunctionalCode = z.infer<typeof functionalCodeSchema>;

/** The body of every error, `application/problem+json`. */
export const systemResponseSchema = z.object({
  type: z.string().max(2082).optional(),
  status: z.int().min(100).max(511).optional(),
  title: z.string().max(250).optional(),
  detail: z.string().max(2000).optional(),
  functionalCode: functionalCodeSchema.optional(),
});
export type SystemResponse = z.infer<typeof systemResponseSchema>;
