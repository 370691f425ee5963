import { checkAmounts, partyIdSchema, paymentRequestSchema, type FunctionalCode, type PaymentRequest } from "@kommunalportal/xbezahldienste";
import type { PaymentBehaviour } from "./payment-behaviour.ts";

export interface Problem {
  readonly status: number;
  readonly functionalCode: FunctionalCode;
  readonly title: string;
  readonly detail?: string;
}

/** The steps of accepting a request, in this order; the first problem is the answer. */
export function validatePaymentRequest(
  body: unknown, originatorId: string, endPointId: string, behaviour: PaymentBehaviour,
): PaymentRequest | Problem {
  const unknown = checkParties(originatorId, endPointId, behaviour, 404);
  if (unknown) return unknown;
  const parsed = paymentRequestSchema.safeParse(body);
  if (!parsed.success) {
    const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join(".") || "body"))].slice(0, 20);
    return { status: 400, functionalCode: "VALIDATION_ERROR", title: "The request does not keep to the schema", detail: fields.join(", ") };
  }
  if (!checkAmounts(parsed.data)) {
    return { status: 400, functionalCode: "CALCULATION_ERROR", title: "grosAmount is not the sum of the items" };
  }
  const missing = missingBookingData(parsed.data, behaviour.requiredBookingData[endPointId] ?? []);
  if (missing.length > 0) {
    return { status: 400, functionalCode: "BOOKING_DATA_MISSING", title: "An item lacks booking data", detail: missing.join(", ") };
  }
  return parsed.data;
}

/** Is there a contract with this originator and end point? The documentation gives 403 for the status call only. */
export function checkParties(originatorId: string, endPointId: string, behaviour: PaymentBehaviour, status: 403 | 404): Problem | undefined {
  const known = partyIdSchema.safeParse(originatorId).success && partyIdSchema.safeParse(endPointId).success
    && (behaviour.originators === null || behaviour.originators.includes(originatorId))
    && behaviour.endPoints.some((one) => (one.endsWith("*") ? endPointId.startsWith(one.slice(0, -1)) : one === endPointId));
  return known ? undefined : { status, functionalCode: "NO_VALID_ORIGINATOR_OR_ENDPOINT", title: "No contract with this originator and end point" };
}

function missingBookingData(request: PaymentRequest, required: readonly string[]): string[] {
  return request.items.flatMap((item) => required.filter((key) => !item.bookingData?.[key]).map((key) => `${item.id}.${key}`));
}
