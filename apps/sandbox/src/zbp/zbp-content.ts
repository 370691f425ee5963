import { z } from "zod";

const text = (most: number): z.ZodString => z.string().min(1).max(most);

/** A mailbox message, as the bridge takes it (delivery.md 5.1). */
export const messageSchema = z.strictObject({
  /** Level a person must have signed in with to read it: 1 to 4. */
  stork_qaa_level: z.int().min(1).max(4),
  mailboxUuid: z.uuid(), sender: text(255), title: text(1024), content: z.string().min(1), service: text(255), applicationId: z.uuid().optional(),
  retrievalConfirmationAddress: z.string().max(320).optional(), replyAddress: z.string().max(320).optional(), reference: z.string().max(255).optional(), senderUrl: z.string().max(255).optional(),
  attachments: z.array(z.strictObject({ filename: text(255), sha512sum: z.string().regex(/^[0-9a-f]{128}$/), contentLength: z.int().min(0) })).optional(),
});
export type ZbpMessage = z.infer<typeof messageSchema>;

export const ZBP_STATES = { INITIATED: "begonnen", SUBMITTED: "abgesendet", RECEIVED: "eingegangen", PROCESSING: "in Bearbeitung", ACTION_REQUIRED: "Sie sind gefragt", COMPLETED: "abgeschlossen" } as const;

/** An entry of the status monitor. */
export const statusSchema = z.strictObject({
  applicationId: z.uuid(), status: z.enum(["INITIATED", "SUBMITTED", "RECEIVED", "PROCESSING", "ACTION_REQUIRED", "COMPLETED"]),
  publicServiceName: z.strictObject({ de: text(100) }), senderName: text(100), createdDate: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
  statusDetails: z.strictObject({ de: z.string().max(50) }).optional(), additionalInformation: z.strictObject({ de: z.string().max(100) }).optional(), reference: z.string().max(50).optional(),
});
export type ZbpStatus = z.infer<typeof statusSchema>;
