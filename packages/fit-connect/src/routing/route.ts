import { z } from "zod";

const text = z.string().max(2_000).optional();
const httpsUrl = z.string().max(2_048).regex(/^https:\/\/.+/).optional().catch(undefined);
/** The signature names every area: a service for all municipalities of a state has some 400 and signs 50 KB and more. */
export const ROUTE_SIGNATURE_CHARACTERS = 1_000_000;
/** HTML by language: escape or clean it before a page shows it. */
const description = z.looseObject({ description: z.record(z.string().max(20), z.string().max(100_000)) }).optional().catch(undefined);
const address = z.looseObject({ street: text, houseNumber: text, additional: text, zip: text, city: text }).optional().catch(undefined);

/**
 * A route as the Routing API 2.0.0 shows it (delivery.md 1.4). Only `destinationId` and `destinationSignature` decide; everything else is for people and
 * is left out where it is odd.
 */
export const routeSchema = z.looseObject({
  destinationId: z.uuid(),
  destinationSignature: z.string().max(ROUTE_SIGNATURE_CHARACTERS),
  destinationName: text.catch(undefined),
  destinationShortName: text.catch(undefined),
  destinationLogo: httpsUrl,
  contactPersons: z.array(z.looseObject({ name: text, tel: text, fax: text, email: text })).max(500).optional().catch(undefined),
  address, postalAddress: address,
  postOfficeBox: z.looseObject({ postOfficeBox: text, zip: text, city: text }).optional().catch(undefined),
  privacyPolicyUrl: httpsUrl, imprintUrl: httpsUrl, accessibilityUrl: httpsUrl, contactFormUrl: httpsUrl,
  furtherInformation: description, requiredDocuments: description, legalBasis: description, deadline: description,
  processingDuration: z.looseObject({ minDuration: z.number().optional(), maxDuration: z.number().optional(), unit: z.enum(["year", "month", "week", "day", "workday", "hour", "minute", "second"]).optional() }).optional().catch(undefined),
  customParameters: z.record(z.string(), z.unknown()).optional().catch(undefined),
  origin: text.catch(undefined),
  /** Only in the older version of the API (uncertain). */
  destinationParameters: z.unknown().optional(),
  destinationParametersSignature: z.string().max(100_000).optional(),
});
export type Route = z.infer<typeof routeSchema>;

export const areaSchema = z.looseObject({ id: z.union([z.string(), z.int()]).transform(String), name: z.string().max(500), type: z.string().max(200).optional() });
export type Area = z.infer<typeof areaSchema>;
