import { z } from "zod";

const key = z.string().min(1).max(200);

/**
 * What this receiver needs of a delivery; all other fields are kept and shown. The payload follows Standard Webhooks:
 * `{ type, timestamp, data }`. The id of the application stands in `data.applicationId`, or at the top.
 */
const deliverySchema = z.looseObject({
  type: key.optional(),
  applicationId: key.optional(),
  data: z.looseObject({
    applicationId: key.optional(),
    /** Distinguishes deliveries of one application of which each office gets only its part. */
    part: key.optional(),
    reference: key.optional(),
    /** Of several answers of the person, which. */
    event: key.optional(),
  }).optional(),
});

export interface Delivery {
  readonly applicationId: string;
  /** Public reference number, for the page. */
  readonly reference: string | undefined;
  /** One business effect: this application, this kind of message, this part. */
  readonly effectKey: string;
  readonly type: string;
}

/** The delivery in a body, or the reasons for rejecting it. */
export function readDelivery(body: Buffer): Delivery | { readonly reasons: readonly string[] } {
  let json: unknown;
  try {
    json = JSON.parse(body.toString("utf8"));
  } catch {
    return { reasons: ["body: not JSON"] };
  }
  const parsed = deliverySchema.safeParse(json);
  if (!parsed.success) return { reasons: parsed.error.issues.slice(0, 10).map(({ path, code }) => `${path.join(".") || "body"}: ${code}`) };
  const { type = "application.submitted", data } = parsed.data;
  const applicationId = data?.applicationId ?? parsed.data.applicationId;
  if (applicationId === undefined) return { reasons: ["data.applicationId: missing"] };
  return { applicationId, type, reference: data?.reference, effectKey: JSON.stringify([applicationId, type, data?.part ?? "", ...(data?.event === undefined ? [] : [data.event])]) };
}
