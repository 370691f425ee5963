import { z } from "zod";
import { publicJwkSchema } from "./jwk.ts";
import { REGION } from "./region.ts";

const uri = z.string().max(2000).regex(/^[a-z][a-z0-9+.-]*:\S+$/i);
const text = z.string().max(500);
/** Any URN; LeiKa keys as `urn:de:fim:leika:leistung:99…` (delivery.md 1.5.3). */
export const serviceIdentifier = z.string().max(255).regex(/^urn:[a-z0-9][a-z0-9-]{0,31}:[a-z0-9()+,.:=@;$_!*'%/?#-]+$/i);

export const offeredServiceSchema = z.strictObject({
  identifier: serviceIdentifier,
  submissionSchemas: z.array(z.strictObject({ schemaUri: uri, mimeType: z.enum(["application/json", "application/xml"]) })).min(1).max(100),
  regions: z.array(z.string().regex(REGION)).min(1).max(500),
});

const contact = z.strictObject({
  legalName: z.string().min(1).max(500), address: text.optional(), phone: text.optional(), email: z.email().max(320), unit: text.optional(),
});

const replyChannels = z.strictObject({
  eMail: z.looseObject({}).optional(), deMail: z.looseObject({}).optional(), elster: z.looseObject({}).optional(), idBundDeMailbox: z.looseObject({}).optional(),
  /** Deprecated, and still in the metadata's schema (1.12). */
  fink: z.looseObject({}).optional(),
  fitConnect: z.looseObject({ processStandards: z.array(uri).min(1) }).optional(),
});

export const DESTINATION_STATES = ["created", "active", "inactive", "decommissioned"] as const;

/** What a subscriber may set (delivery.md 1.6); v1 calls `publicServices` `services`, which the API translates. */
export const destinationSettings = {
  name: z.string().min(1).max(255),
  contactInformation: contact,
  publicServices: z.array(offeredServiceSchema).min(1).max(500),
  encryptionKid: z.string().min(8).max(64),
  metadataVersions: z.array(z.string().regex(/^\d{1,3}\.\d{1,3}\.\d{1,3}$/)).min(1).max(20),
  replyChannels: replyChannels.optional(),
  /** A callback without secret is not allowed; the secret is never handed out again. */
  callback: z.strictObject({ url: z.url().max(2000), secret: z.string().min(1).max(1024) }).optional(),
};

export const destinationSchema = z.object({
  ...destinationSettings,
  destinationId: z.uuid(),
  clientId: z.string(),
  status: z.enum(DESTINATION_STATES),
  /** Encryption keys first, the current one at the head; old ones stay beside it (key rotation). */
  keys: z.array(publicJwkSchema),
  createdAt: z.number(),
});
export type Destination = z.infer<typeof destinationSchema>;

/** A destination as everybody sees it (delivery.md 1.5.2). */
export function publicView(destination: Destination, version: "v1" | "v2"): object {
  const { destinationId, name, status, encryptionKid, metadataVersions, publicServices, replyChannels, contactInformation, callback } = destination;
  return {
    destinationId, name, status, encryptionKid, metadataVersions,
    [version === "v1" ? "services" : "publicServices"]: publicServices,
    replyChannels: replyChannels ?? {}, contactInformation,
    ...(callback && { callback: { url: callback.url } }),
  };
}

/** The published order: the key to encrypt with comes first. */
export function orderedKeys({ keys, encryptionKid }: Pick<Destination, "keys" | "encryptionKid">): Destination["keys"] {
  const rank = ({ kid, alg }: Destination["keys"][number]): number => kid === encryptionKid ? 0 : alg === "RSA-OAEP-256" ? 1 : 2;
  return [...keys].sort((a, b) => rank(a) - rank(b));
}
