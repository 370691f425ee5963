export { createPaymentClient, isPaidFor, type PaymentClient, type PaymentClientOptions } from "./payment-client.ts";
export type { PaymentAuthentication } from "./authentication.ts";
export type { ProviderRequest, ProviderRequestInit, TlsIdentity } from "./exchange.ts";
export type { PaymentOutcome, Refused, StatusOutcome, TransactionFound, Unreachable, UnreachableReason } from "./outcome.ts";
export { requestWithCertificate } from "./request-with-certificate.ts";
export { MAX_CENTS, toCents, toDecimal } from "./money.ts";
export { descriptionOf, purposeOf } from "./text.ts";
export { checkAmounts, paymentRequestOf, requestIdOf, type Fee, type PaymentOrder } from "./payment-request.ts";
export {
  answeredTransactionSchema, functionalCodeSchema, partyIdSchema, paymentInformationSchema, paymentItemSchema, paymentMethodSchema,
  paymentRequestSchema, paymentStatusSchema, paymentTransactionSchema, requestorSchema, systemResponseSchema, transactionIdSchema,
  type FunctionalCode, type PaymentInformation, type PaymentItem, type PaymentMethod, type PaymentRequest, type PaymentStatus,
  type PaymentTransaction, type Requestor, type SystemResponse,
} from "./schema.ts";
