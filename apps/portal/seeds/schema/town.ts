import { z } from "zod";
import { bilingual, bilingualList, email, openingSpan, phone, postalAddress, section, sections, slug } from "./text.ts";

const colour = z.string().regex(/^#[0-9a-f]{6}$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** primary on white (light theme), primaryDark on black (dark theme). */
const colours = z.strictObject({ primary: colour, primaryDark: colour });

/** Leichte Sprache: one sentence a line, one thought a sentence. */
const easyLine = z.string().min(5).max(90);
const easyLanguage = z.strictObject({ whatIsHere: z.array(easyLine).min(5), findYourWay: z.array(easyLine).min(5), accessibility: z.array(easyLine).min(5) });

/** Erklärung zur Barrierefreiheit (§ 10b BGG NRW, § 4 BITVNRW, model of Decision (EU) 2018/1523). */
const accessibilityStatement = z.strictObject({
  status: z.enum(["full", "partial", "none"]),
  scope: z.string(),
  legalBasis: z.array(z.string()).min(1),
  standard: z.string(),
  createdOn: day,
  reviewedOn: day,
  nextReviewBy: day,
  method: z.enum(["self-assessment", "third-party"]),
  limitations: z.array(
    z.strictObject({
      kind: z.enum(["not-compatible", "disproportionate-burden", "not-in-scope"]),
      what: z.string(),
      reason: z.string(),
      plannedFor: day.optional(),
      alternative: z.string().optional(),
    }),
  ),
  /** The statement as people read it. */
  sections: z.array(section).min(5),
});

/** A disturbance to show how it looks; the operator switches it on. */
const disruption = z.strictObject({
  affects: z.enum(["bundid", "payment", "casework"]),
  title: bilingual,
  text: bilingual,
  stillWorks: bilingualList,
  phone,
});

/** One invented town or Kreis with everything it says about itself. */
export const townSeed = z.strictObject({
  slug,
  name: z.string(),
  officialName: z.string(),
  kind: z.enum(["municipality", "district"]),
  typeName: z.string(),
  ars: z.string().regex(/^\d{12}$/),
  ags: z.string().regex(/^\d{8}$/).optional(),
  districtPrefix: z.string().regex(/^\d{5}$/),
  regbezPrefix: z.string().regex(/^\d{3}$/),
  postcodes: z.array(z.string().regex(/^\d{5}$/)).min(1),
  population: z.int().positive(),
  colours,
  /** File below seeds/; the loader adds its text as armsSvg. */
  arms: z.string().regex(/^arms\/[a-z-]+\.svg$/),
  contact: postalAddress.extend({ phone, email, hours: z.array(openingSpan).min(1) }),
  welcome: bilingual,
  imprint: sections,
  privacy: sections,
  accessibility: accessibilityStatement,
  easyLanguage,
  disruption,
});

/** What every real town shows: that this is a demonstration. `{{name}}` stands for its name. */
export const realTownSeed = z.strictObject({
  imprint: sections,
  privacy: sections,
  accessibility: sections,
  easyLanguage,
  /** Stands beside every general text. */
  textNotice: bilingual,
  colours,
});

export type EasyLanguage = z.infer<typeof easyLanguage>;
export type AccessibilityStatement = z.infer<typeof accessibilityStatement>;
export type DisruptionSeed = z.infer<typeof disruption>;
export type TownSeed = z.infer<typeof townSeed> & { readonly armsSvg: string };
export type RealTownSeed = z.infer<typeof realTownSeed>;
