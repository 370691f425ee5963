import { z } from "zod";

const uri = z.string().max(2000).regex(/^[a-z][a-z0-9+.-]*:\S+$/i);
const hash = z.object({ type: z.literal("sha512"), content: z.string().regex(/^[a-f0-9]{128}$/) });
const signature = z.object({ signatureFormat: z.enum(["cms", "xml", "pdf", "asic", "json"]), detachedSignature: z.boolean(), content: z.string().optional() });
const recipientKey = z.object({
  kty: z.literal("RSA"), key_ops: z.array(z.literal("wrapKey")), alg: z.literal("RSA-OAEP-256"), kid: z.string().min(8).max(64), n: z.string().min(683), e: z.literal("AQAB") });
const mail = z.email({ pattern: z.regexes.html5Email });
const channels = z.strictObject({
  eMail: z.object({ address: mail, pgpPublicKey: z.string().regex(/^-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n/).optional() }).optional(),
  deMail: z.object({ address: mail }).optional(),
  fink: z.object({ finkPostfachRef: z.string().max(150).regex(/^[-._a-z0-9~/]+$/), host: uri.optional() }).optional(),
  elster: z.object({ accountId: z.string(), lieferTicket: z.string().optional(), geschaeftszeichen: z.string().max(60).optional() }).optional(),
  fitConnect: z.object({ processStandards: z.array(uri).min(1), encryptionPublicKey: recipientKey }).optional(),
  idBundDeMailbox: z.object({ mailboxUuid: z.string() }).optional(),
});

/** Metadata 2.x of a submission or reply (delivery.md 1.9): what the published schema asks for. The top level takes additional members. */
export const metadataSchema = z.looseObject({
  $schema: z.string().regex(/^https:\/\/schema\.fitko\.de\/fit-connect\/metadata\/2\.\d+\.\d+\/metadata\.schema\.json$/),
  contentStructure: z.object({
    data: z.object({ hash, signature: signature.optional(), submissionSchema: z.object({ schemaUri: uri, mimeType: z.enum(["application/json", "application/xml"]) }) }),
    attachments: z.array(z.object({
      hash, purpose: z.enum(["form", "attachment", "report", "data"]), mimeType: z.string().regex(/^[-\w.]+\/[-\w.+]+$/), attachmentId: z.uuid(),
      filename: z.string().optional(), description: z.string().optional(), signature: signature.optional(),
      fragments: z.array(z.uuid()).min(1).refine((ids) => new Set(ids).size === ids.length).optional(),
    })),
  }),
  replyChannel: channels.refine((channel) => Object.keys(channel).length === 1, "exactly one").optional(),
  additionalReferenceInfo: z.strictObject({
    senderReference: z.string().optional(), applicationDate: z.iso.date().optional(), idBundDeApplicationId: z.uuid().optional(), zustimmungZumDigitalenBescheid: z.boolean().optional() }).optional(),
  paymentInformation: z.looseObject({ transactionReference: z.string(), transactionId: z.string().regex(/^[\w-]{1,36}$/), paymentMethod: z.enum(["GIROPAY", "PAYDIRECT", "CREDITCARD", "PAYPAL", "INVOICE", "OTHER"]), status: z.enum(["INITIAL", "BOOKED", "FAILED", "CANCELED"]) }).optional(),
  author: z.looseObject({ name: z.string() }).optional(),
  dataSets: z.array(z.looseObject({ dataSetId: z.uuid(), content: z.unknown().refine((content) => content !== undefined), hash })).optional(),
});
export type Metadata = z.infer<typeof metadataSchema>;
export type MetadataAttachment = Metadata["contentStructure"]["attachments"][number];

/** What is uploaded for an attachment: its fragments, in order, or itself (1.9.4), under the ids as the service writes them. */
export function uploadsOf({ attachmentId, fragments }: MetadataAttachment): readonly string[] { return (fragments ?? [attachmentId]).map((id) => id.toLowerCase()); }

/** Do the metadata name what came? The id of an attachment in fragments may have been uploaded beside them or not: both ways of announcing are taken. */
export function namesAll({ contentStructure: { attachments } }: Metadata, uploaded: readonly string[]): boolean {
  const needed = attachments.flatMap(uploadsOf);
  const allowed = new Set([...needed, ...attachments.map(({ attachmentId }) => attachmentId.toLowerCase())]);
  return new Set(needed).size === needed.length && needed.every((id) => uploaded.includes(id)) && uploaded.every((id) => allowed.has(id));
}
