import { z } from "zod";

/** What the bridge to the citizens' mailbox (ZBP of BundID) takes (delivery.md 5.1). Names as there. */

const uuid = z.uuid();
const text = (max: number) => z.string().min(1).max(max);

export const zbpMessageSchema = z.object({
  /** Level a person must have signed in with to read it: 1 BASIC, 2 LOW, 3 SUBSTANTIAL, 4 HIGH. */
  stork_qaa_level: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  /** `legacyPostkorbHandle` of the sign-in. */
  mailboxUuid: uuid,
  sender: text(255),
  title: text(1024),
  content: z.string().min(1),
  service: text(255),
  applicationId: uuid.optional(),
  /** The only sign that it was read goes here. */
  retrievalConfirmationAddress: z.string().max(320).optional(),
  replyAddress: z.string().max(320).optional(),
  reference: z.string().max(255).optional(),
  senderUrl: z.string().max(255).optional(),
  attachments: z.array(z.object({ filename: text(255), sha512sum: z.string().regex(/^[0-9a-f]{128}$/), contentLength: z.int().min(0) })).max(100).optional(),
});
export type ZbpMessage = z.infer<typeof zbpMessageSchema>;

export const zbpStatusSchema = z.object({
  applicationId: uuid,
  status: z.enum(["INITIATED", "SUBMITTED", "RECEIVED", "PROCESSING", "ACTION_REQUIRED", "COMPLETED"]),
  publicServiceName: z.object({ de: text(100) }),
  senderName: text(100),
  /** `YYYY-MM-DDTHH:mm:ss.000Z` */
  createdDate: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
  statusDetails: z.object({ de: z.string().max(50) }).optional(),
  additionalInformation: z.object({ de: z.string().max(100) }).optional(),
  reference: z.string().max(50).optional(),
});
export type ZbpStatus = z.infer<typeof zbpStatusSchema>;

/** `createdDate` wants whole seconds. */
export function zbpDate(milliseconds: number): string {
  return new Date(Math.floor(milliseconds / 1000) * 1000).toISOString();
}
