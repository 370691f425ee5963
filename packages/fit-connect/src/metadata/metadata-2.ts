import { z } from "zod";
import { attachmentBase, channelParts, dataSchema, hashSchema, paymentInformationSchema, referenceInfo, uriSchema, uuidSchema } from "./metadata-parts.ts";

/** Metadata 2.x after the published schema 2.1.0: what may stand in them, with its limits. */
export const METADATA_SCHEMA = "https://schema.fitko.de/fit-connect/metadata/2.1.0/metadata.schema.json";
export const METADATA_VERSION = "2.1.0";

const unique = (ids: readonly string[]): boolean => new Set(ids).size === ids.length;

export const attachmentSchema = z.object({
  ...attachmentBase,
  /** form: PDF of the whole form; attachment: uploaded by the applicant; report: made by the service; data: Fachdaten too big for the data field. */
  purpose: z.enum(["form", "attachment", "report", "data"]),
  /** In this order the fragments make up the attachment. */
  fragments: z.array(uuidSchema).min(1).max(100).refine(unique).optional(),
});
export type AttachmentMetadata = z.infer<typeof attachmentSchema>;

/** Exactly one channel. None at all means an answer by post. */
export const replyChannelSchema = z.union([
  z.strictObject({ eMail: channelParts.eMail }),
  z.strictObject({ deMail: channelParts.deMail }),
  z.strictObject({ fink: channelParts.fink }),
  z.strictObject({ elster: channelParts.elster }),
  z.strictObject({ fitConnect: channelParts.fitConnect }),
  z.strictObject({ idBundDeMailbox: channelParts.idBundDeMailbox }),
]);
export type ReplyChannel = z.infer<typeof replyChannelSchema>;
export type ReplyChannelName = keyof typeof channelParts;

const product = z.object({ name: z.string().max(1000), version: z.string().max(1000), manufacturer: z.string().max(1000), description: z.string().max(10_000).optional() });
export const authorSchema = z.object({ name: z.string().max(1000), product, description: z.string().max(10_000).optional(), url: z.string().max(2048).optional() });

/** Further data of an agreed schema, such as an identification report (delivery.md 1.9.2). */
export const dataSetSchema = z.object({
  dataSetId: uuidSchema,
  schema: z.object({ schemaUri: uriSchema, mimeType: z.enum(["application/json", "application/xml", "application/jose"]) }),
  hash: hashSchema,
  content: z.unknown().refine((content) => content !== undefined),
  description: z.string().max(10_000).optional(),
});

export const metadata2Schema = z.looseObject({
  $schema: z.string().regex(/^https:\/\/schema\.fitko\.de\/fit-connect\/metadata\/2\.\d+\.\d+\/metadata\.schema\.json$/),
  contentStructure: z.object({ data: dataSchema, attachments: z.array(attachmentSchema).max(100) }),
  paymentInformation: paymentInformationSchema.optional(),
  replyChannel: replyChannelSchema.optional(),
  additionalReferenceInfo: z.strictObject({
    ...referenceInfo,
    /** From the sign-in with BundID, for its status monitor. */
    idBundDeApplicationId: uuidSchema.optional(),
    /** A refusal is `false`; it must not be left out. */
    zustimmungZumDigitalenBescheid: z.boolean().optional(),
  }).optional(),
  author: authorSchema.optional(),
  dataSets: z.array(dataSetSchema).max(100).refine((sets) => unique(sets.map(({ dataSetId }) => dataSetId))).optional(),
});
export type Metadata2 = z.infer<typeof metadata2Schema>;
