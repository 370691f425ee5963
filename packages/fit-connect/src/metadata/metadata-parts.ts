import { z } from "zod";
import { encryptionJwkSchema } from "../keys/jwk.ts";

/** The parts that metadata 1.x and 2.x share, in our own words after the published schemas; names are spelled as there. */

export const uuidSchema = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i);
/** Any absolute URI (`urn:…`, `https://…`): never fetched, only compared. */
export const uriSchema = z.string().max(2048).regex(/^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/);
/** What `format: email` of the published schemas means; zod's own pattern would refuse `&` or `/` in an address, and with it a whole application. */
const mailSchema = z.email({ pattern: z.regexes.html5Email }).max(320);
const dateSchema = z.iso.date();

export const hashSchema = z.object({ type: z.literal("sha512"), content: z.string().regex(/^[a-f0-9]{128}$/) });

export const signatureSchema = z.object({
  signatureFormat: z.enum(["cms", "xml", "pdf", "asic", "json"]),
  detachedSignature: z.boolean(),
  eidasAdesProfile: z.enum([
    "http://uri.etsi.org/ades/191x2/level/baseline/B-B#", "http://uri.etsi.org/ades/191x2/level/baseline/B-T#",
    "http://uri.etsi.org/ades/191x2/level/baseline/B-LT#", "http://uri.etsi.org/ades/191x2/level/baseline/B-LTA#",
  ]).optional(),
  /** base64 or, for JSON signatures, base64url; dots as in a detached JWS are what the published pattern lets through. */
  content: z.string().max(200_000).regex(/^[a-zA-Z0-9+/=]+|[a-zA-Z0-9_-]+$/).optional(),
});

export const schemaReference = z.object({ schemaUri: uriSchema, mimeType: z.enum(["application/json", "application/xml"]) });
export const dataSchema = z.object({ hash: hashSchema, submissionSchema: schemaReference, signature: signatureSchema.optional() });

export const mimeTypeSchema = z.string().max(255).regex(/^[-\w.]+\/[-\w.+]+$/);
export const attachmentBase = {
  hash: hashSchema,
  mimeType: mimeTypeSchema,
  attachmentId: uuidSchema,
  filename: z.string().max(1000).optional(),
  description: z.string().max(10_000).optional(),
  signature: signatureSchema.optional(),
};

export const paymentInformationSchema = z.object({
  transactionReference: z.string().max(1000),
  transactionId: z.string().regex(/^[\w\d-]{1,36}$/),
  paymentMethod: z.enum(["GIROPAY", "PAYDIRECT", "CREDITCARD", "PAYPAL", "INVOICE", "OTHER"]),
  status: z.enum(["INITIAL", "BOOKED", "FAILED", "CANCELED"]),
  transactionUrl: uriSchema.optional(),
  transactionTimestamp: z.iso.datetime({ offset: true }).optional(),
  paymentMethodDetail: z.string().regex(/^[\w\d-]{1,36}$/).optional(),
  /** Euros; a whole number of cents. */
  grossAmount: z.number().min(0.01).refine((amount) => Math.abs(amount * 100 - Math.round(amount * 100)) < 1e-6).optional(),
});

const pgpKey = z.string().max(100_000).regex(/^-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n/).optional();
export const channelParts = {
  eMail: z.object({ address: mailSchema, pgpPublicKey: pgpKey }),
  deMail: z.object({ address: mailSchema }),
  fink: z.object({ finkPostfachRef: z.string().max(150).regex(/^[-._a-z0-9~/]+$/), host: uriSchema.optional() }),
  elster: z.object({ accountId: z.string().max(100), lieferTicket: z.string().max(1000).optional(), geschaeftszeichen: z.string().max(60).optional() }),
  /** The key that replies are encrypted for: a pair of its own for every case. Needs no certificate. */
  fitConnect: z.object({ processStandards: z.array(uriSchema).min(1).max(50), encryptionPublicKey: encryptionJwkSchema }),
  /** SAML attribute `legacyPostkorbHandle` of the sign-in with BundID. */
  idBundDeMailbox: z.object({ mailboxUuid: uuidSchema }),
} as const;

export const referenceInfo = {
  senderReference: z.string().max(1000).optional(),
  applicationDate: dateSchema.optional(),
};
