import { z } from "zod";
import { schemaReference } from "../metadata/metadata-parts.ts";
import { serviceIdentifierSchema } from "./public-service.ts";

const submissionSchema = schemaReference.extend({ mimeType: z.string().max(100) });
const service = z.object({
  identifier: serviceIdentifierSchema,
  submissionSchemas: z.array(submissionSchema).max(500).default([]),
  regions: z.array(z.string().regex(/^DE\d{0,12}$/)).max(2_000).default([]),
});

/** A destination as the Submission API shows it (delivery.md 1.5.2): read generously, what decides strictly. */
export const destinationSchema = z.object({
  destinationId: z.uuid(),
  name: z.string().max(1000).optional(),
  /** Only `active` takes submissions; the other words are uncertain (`created`, `inactive`, `locked`, `decommissioned`). */
  status: z.string().max(50),
  encryptionKid: z.string().min(1).max(64),
  metadataVersions: z.array(z.string().max(20)).max(50).default([]),
  /** v2. */
  publicServices: z.array(service).max(5_000).optional(),
  /** The same in v1. */
  services: z.array(service).max(5_000).optional(),
  replyChannels: z.record(z.string().max(50), z.unknown()).optional(),
  contactInformation: z.looseObject({ legalName: z.string().max(1000).optional(), email: z.string().max(320).optional() }).optional(),
  callback: z.looseObject({ url: z.string().max(2048) }).nullish(),
}).transform(({ publicServices, services, ...rest }) => ({ ...rest, publicServices: publicServices ?? services ?? [] }));

export type Destination = z.infer<typeof destinationSchema>;
