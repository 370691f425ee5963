import { z } from "zod";
import { leikaKey, slug } from "./text.ts";

/** The facts of one service. */
export const serviceSeed = z.strictObject({
  leikaKey,
  /** From the German title, unique in the catalogue; stands in the address behind the key. */
  slug,
  /** What people call it: "Hund anmelden". */
  title: z.strictObject({ de: z.string().min(3).max(100), en: z.string().min(3).max(100) }),
  /** What the LeiKa calls it: "Hundehaltung Anmeldung". */
  officialName: z.string().min(3).max(300),
  /** Who executes it in NRW: Gemeinde, Kreis, Kreis and larger towns (KRS+), Land, Bund. */
  level: z.enum(["GEM", "KRS", "KRS+", "LAND", "BUND"]),
  /** LeiKa-Typisierung, may have several values. */
  type: z.array(z.string().regex(/^\d{1,2}(?:\/\d)?[ab]?$/)).min(1),
  ozg: z.strictObject({ id: z.string().regex(/^10\d{3}$/), name: z.string().min(3) }),
  pvLage: z.strictObject({ code: z.string().regex(/^[12]\d{4}00$/), name: z.string().min(3) }),
  legalBasis: z.array(z.strictObject({ text: z.string().min(3), url: z.url({ protocol: /^https$/ }).optional() })).min(1),
});

const line = z.string().trim().min(3).max(1500);

/** All sections of a service page in one language. */
export const serviceTextBlock = z.strictObject({
  teaser: z.string().min(20).max(160),
  description: line,
  who: z.array(line).min(1),
  documents: z.array(line).min(1),
  feeNote: line,
  duration: line,
  deadline: line,
  steps: z.array(line).min(1),
  legalBasis: line,
  competentOffice: line,
  remarks: line,
});

/** General text of a service: true everywhere in NRW, without amounts and without an office of a town. */
export const serviceText = z.strictObject({ leikaKey, de: serviceTextBlock, en: serviceTextBlock.optional() });

/** A word people type and the services they may mean, the likeliest first. Always lower case. */
export const thesaurusEntry = z.strictObject({
  term: z.string().min(2).max(60),
  kind: z.enum(["everyday", "abbreviation", "english"]),
  services: z.array(leikaKey).min(1),
});

export const thesaurus = z.strictObject({
  entries: z.array(thesaurusEntry),
  /** Words that stand for each other. */
  synonyms: z.array(z.array(z.string().min(2)).min(2)),
  /** Parts to split German compounds by: "hundesteueranmeldung" → hund, steuer, anmeldung. */
  compoundParts: z.array(z.string().min(3)),
  /** Fugenelemente that may stand between two parts. */
  linkingElements: z.array(z.string().min(1).max(3)),
});

const situation = z.strictObject({
  code: z.string().regex(/^[12]\d{2}0000$/),
  title: z.strictObject({ de: z.string(), en: z.string() }),
  description: z.strictObject({ de: z.string(), en: z.string() }),
});

export const lifeSituations = z.strictObject({ citizen: z.array(situation), business: z.array(situation) });

/** One line of the page "Quellen". */
export const sourceSeed = z.strictObject({
  id: slug,
  title: z.string(),
  publisher: z.string(),
  licence: z.string(),
  licenceUrl: z.url({ protocol: /^https$/ }),
  url: z.url({ protocol: /^https$/ }),
  linkText: z.string(),
  note: z.string(),
});

export type ServiceSeed = z.infer<typeof serviceSeed>;
export type ServiceTextBlock = z.infer<typeof serviceTextBlock>;
export type ServiceText = z.infer<typeof serviceText>;
export type ThesaurusEntry = z.infer<typeof thesaurusEntry>;
export type Thesaurus = z.infer<typeof thesaurus>;
export type SourceSeed = z.infer<typeof sourceSeed>;
/** A main situation with the services whose PV-Lage lies in it (same first three digits), in catalogue order. */
export type LifeSituation = z.infer<typeof situation> & { readonly services: readonly string[] };
