import { z } from "zod";
import { serviceIdentifierSchema } from "../api/public-service.ts";
import { attachmentBase, channelParts, dataSchema, paymentInformationSchema, referenceInfo } from "./metadata-parts.ts";

/** Metadata 1.x after the published schema 1.0.0, for reading only. Later 1.x added members; they are kept unread. */
export const metadata1Schema = z.looseObject({
  $schema: z.string().regex(/^https:\/\/schema\.fitko\.de\/fit-connect\/metadata\/1\.\d+\.\d+\/metadata\.schema\.json$/).optional(),
  contentStructure: z.object({
    data: dataSchema.optional(),
    attachments: z.array(z.object({ ...attachmentBase, purpose: z.enum(["form", "attachment", "report"]) })).max(100),
  }),
  publicServiceType: z.object({ identifier: serviceIdentifierSchema, name: z.string().max(1000).optional(), description: z.string().max(10_000).optional() }).optional(),
  paymentInformation: paymentInformationSchema.optional(),
  authenticationInformation: z.array(z.object({
    type: z.literal("identificationReport"),
    version: z.string().regex(/^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/),
    content: z.string().max(500_000).regex(/^[a-zA-Z0-9_\-.]+$/),
  })).min(1).max(20).optional(),
  replyChannel: z.union([
    z.strictObject({ eMail: channelParts.eMail }),
    z.strictObject({ deMail: channelParts.deMail }),
    z.strictObject({ fink: channelParts.fink }),
    z.strictObject({ elster: channelParts.elster }),
  ]).optional(),
  additionalReferenceInfo: z.looseObject(referenceInfo).optional(),
});
export type Metadata1 = z.infer<typeof metadata1Schema>;
