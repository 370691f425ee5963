import { paymentMethodSchema, paymentRequestSchema, paymentStatusSchema, type PaymentInformation } from "@kommunalportal/xbezahldienste";
import { z } from "zod";

/** A payment as the provider keeps it. Addresses are made when answering, since the port may change between two starts. */
export const paymentRecordSchema = z.object({
  transactionId: z.uuid(),
  originatorId: z.string(),
  endPointId: z.string(),
  request: paymentRequestSchema,
  status: paymentStatusSchema,
  statusDetail: z.string().optional(),
  paymentMethod: paymentMethodSchema.optional(),
  paymentMethodDetail: z.string().optional(),
  /** Kassenzeichen. */
  reference: z.string(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().optional(),
});
export type PaymentRecord = z.infer<typeof paymentRecordSchema>;

/** What the payer did on the payment page. */
export type Decision = "PAYED" | "CANCELED" | "FAILED";

/** A payment is decided once; undefined when it already is. */
export function decided(record: PaymentRecord, decision: Decision, at: Date): PaymentRecord | undefined {
  if (record.status !== "INITIAL") return undefined;
  const finished = { ...record, status: decision, finishedAt: at.toISOString() };
  switch (decision) {
    case "PAYED": return { ...finished, paymentMethod: "OTHER", paymentMethodDetail: "Sandbox" };
    case "CANCELED": return { ...finished, statusDetail: "Von der zahlenden Person abgebrochen" };
    case "FAILED": return { ...finished, statusDetail: "Von der Bank abgelehnt" };
  }
}

/** The `paymentInformation` of XBezahldienste 1.0.0; the payment page is named only while it is of use. */
export function informationOf(record: PaymentRecord, origin: string): PaymentInformation {
  return {
    transactionUrl: `${origin}/paymenttransaction/${record.originatorId}/${record.endPointId}/${record.transactionId}`,
    ...(record.status === "INITIAL" && { transactionRedirectUrl: `${origin}${paymentPagePath(record.transactionId)}` }),
    transactionId: record.transactionId,
    transactionReference: record.reference,
    transactionTimestamp: record.finishedAt ?? record.createdAt,
    ...(record.paymentMethod && { paymentMethod: record.paymentMethod }),
    ...(record.paymentMethodDetail !== undefined && { paymentMethodDetail: record.paymentMethodDetail }),
    status: record.status,
    ...(record.statusDetail !== undefined && { statusDetail: record.statusDetail }),
  };
}

export function paymentPagePath(transactionId: string): string {
  return `/zahlung/${transactionId}`;
}
