import { z } from "zod";
import { destinationSchema } from "./destination.ts";

/** What is known for good, as it stands in the journal. */
export const clientSchema = z.object({
  clientId: z.string(), secretHash: z.string(), kind: z.enum(["sender", "subscriber"]), name: z.string(),
  /** Public signature keys of a sender, for `accept-reply` and `reject-reply`: who signs these is uncertain (delivery.md 1.10). */
  keys: z.array(z.looseObject({ kid: z.string(), n: z.string(), e: z.string() })),
});
export type Client = z.infer<typeof clientSchema>;

export const tagsSchema = z.object({ metadata: z.string(), data: z.string().optional(), attachments: z.record(z.string(), z.string()) });
export type Tags = z.infer<typeof tagsSchema>;

export const STATES = ["incomplete", "submitted", "forwarded", "accepted", "rejected", "deleted"] as const;

/** A submission or a reply: both travel alike (delivery.md 1.5.6). */
export const parcelSchema = z.object({
  kind: z.enum(["submission", "reply"]),
  id: z.string(), caseId: z.string(), destinationId: z.string(),
  /** Who sends it; the other one receives and answers it. */
  from: z.enum(["sender", "subscriber"]),
  api: z.enum(["v1", "v2"]),
  state: z.enum(STATES),
  publicService: z.object({ name: z.string().optional(), identifier: z.string() }).optional(),
  region: z.string().optional(),
  announced: z.array(z.string()),
  uploaded: z.array(z.object({ id: z.string(), length: z.number(), tag: z.string() })),
  tags: tagsSchema.optional(),
  announcedAt: z.number(), submittedAt: z.number().optional(), endedAt: z.number().optional(),
  /** When its recipient had it for the first time. */
  fetchedAt: z.number().optional(),
  endedBy: z.enum(["participant", "service"]).optional(),
  accepted: z.boolean(),
  /** Days after which the technical contact was written to. */
  reminded: z.array(z.number()),
});
export type Parcel = z.infer<typeof parcelSchema>;

export const callbackTargetSchema = z.object({ url: z.string(), secret: z.string() });
export const caseSchema = z.object({ caseId: z.string(), destinationId: z.string(), clientId: z.string(), callback: callbackTargetSchema.optional() });
export type Case = z.infer<typeof caseSchema>;

/** A security event token in the log of its case, with what is asked for most beside it. */
export const loggedEventSchema = z.object({ set: z.string(), jti: z.string(), caseId: z.string(), parcelId: z.string(), event: z.string(), at: z.number() });
export type LoggedEvent = z.infer<typeof loggedEventSchema>;

export const callbackSchema = z.object({
  id: z.string(), to: callbackTargetSchema, body: z.string(), at: z.number(),
  /** Of `new-submissions` and `new-replies`: success is noted in the log of the case. */
  parcelId: z.string().optional(),
  /** Tells only that the recipient of this parcel was told: needless once more has happened, for then that is told. */
  onlyNotified: z.string().optional(),
});
export type Callback = z.infer<typeof callbackSchema>;

/** One line of the journal: all of it happened, or nothing. */
export const changeSchema = z.object({
  client: clientSchema.optional(), destination: destinationSchema.optional(), case: caseSchema.optional(), parcel: parcelSchema.optional(),
  events: z.array(loggedEventSchema).optional(), callbacks: z.array(callbackSchema).optional(), settledCallback: z.string().optional(),
  forgottenCase: z.string().optional(),
});
export type Change = z.infer<typeof changeSchema>;
