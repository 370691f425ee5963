import { z } from "zod";
import { arsPrefix, bilingual, bilingualList, email, leikaKey, openingSpan, phone, postalAddress, slug } from "./text.ts";

export const officeId = z.enum([
  "steueramt", "ordnungsamt", "buergerbuero", "standesamt", "strassenverkehrsamt", "tiefbauamt", "jugendamt", "kasse", "sozialamt", "bauamt", "zulassungsstelle",
]);

export const onlineServiceSlug = z.enum(["hund-anmelden", "bewohnerparkausweis", "geburtsurkunde", "maengelmelder"]);

const office = z.strictObject({
  /** Also the role of its staff in this town. */
  id: officeId,
  name: bilingual,
  description: bilingual,
  address: postalAddress,
  building: z.string().min(3),
  room: z.string().min(3),
  phone,
  email,
  hours: z.array(openingSpan).min(1),
  hoursNote: bilingual.optional(),
  accessibility: z.strictObject({
    stepFree: z.boolean(),
    lift: z.boolean(),
    accessibleToilet: z.boolean(),
    accessibleParking: z.boolean(),
    hearingLoop: z.boolean(),
    note: bilingual,
  }),
  contactPersons: z.array(z.strictObject({ name: z.string().min(3), phone, room: z.string().min(3) })).min(1),
});

/** XZuFi rolle: 01 Zuständige Stelle, 02 Zuständige Stelle und Ansprechpunkt, 03 Ansprechpunkt. */
export const responsibilityRole = z.enum(["01", "02", "03"]);

const responsibilities = z.strictObject({ officeId, arsPrefix, role: responsibilityRole, leikaKeys: z.array(leikaKey).min(1) });

const onlineService = z.strictObject({
  slug: onlineServiceSlug,
  leikaKeys: z.array(leikaKey).min(1),
  /** Where it is offered. */
  arsPrefix,
  /** How long filling in takes. */
  minutes: z.int().min(1).max(120),
  /** none: without an account. */
  trustLevel: z.enum(["none", "basic", "substantial", "high"]),
  otherWays: bilingualList,
  /** Art. 13 DSGVO. */
  privacy: z.strictObject({ purpose: bilingual, legalBasis: bilingual, recipients: bilingualList, retention: bilingual }),
});

const fee = z.strictObject({
  label: bilingual,
  /** Integer cents. */
  cents: z.int().min(0).max(1_000_000),
  per: z.enum(["once", "year", "week", "copy", "page", "item"]),
});

const addition = z.strictObject({
  leikaKey,
  fees: z.array(fee).min(1),
  feeText: bilingual,
  duration: bilingual.optional(),
  note: bilingual.optional(),
});

/** What an invented town adds to the general texts: offices, responsibilities, online services, fees. */
export const localSeed = z.strictObject({
  town: slug,
  offices: z.array(office).min(1),
  responsibilities: z.array(responsibilities).min(1),
  onlineServices: z.array(onlineService),
  /** Ready-made services that the town runs as they are: what there is to say about them stands in the package (`services/<slug>`). */
  packages: z.array(slug),
  additions: z.array(addition),
});

export type OfficeId = z.infer<typeof officeId>;
export type OnlineServiceSlug = z.infer<typeof onlineServiceSlug>;
export type OfficeSeed = z.infer<typeof office>;
export type OnlineServiceSeed = z.infer<typeof onlineService>;
export type FeeSeed = z.infer<typeof fee>;
export type LocalAddition = z.infer<typeof addition>;

/** One office, one service, one area: the row that resolves responsibility by ARS prefix. */
export type ResponsibilitySeed = {
  readonly officeId: OfficeId;
  readonly leikaKey: string;
  readonly arsPrefix: string;
  readonly role: z.infer<typeof responsibilityRole>;
};

export type LocalSeed = {
  readonly town: string;
  readonly offices: readonly OfficeSeed[];
  readonly responsibilities: readonly ResponsibilitySeed[];
  readonly onlineServices: readonly OnlineServiceSeed[];
  readonly packages: readonly string[];
  readonly additions: readonly LocalAddition[];
};
