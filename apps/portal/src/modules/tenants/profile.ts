import { z } from "zod";
import { embedHostOf } from "./embed-host.ts";

const text = z.string().max(20_000);
const bilingual = z.object({ de: text, en: text.optional() });

/** What a town says about itself: look, contact, legal texts. Everything is optional; real towns start with nothing invented. */
export const tenantProfile = z.object({
  theme: z.object({ primary: z.string().regex(/^#[0-9a-f]{6}$/i), primaryDark: z.string().regex(/^#[0-9a-f]{6}$/i) }).optional(),
  /** SVG of coat of arms or logo; checked for active content before it is stored (arms.ts). */
  armsSvg: z.string().max(200_000).optional(),
  contact: z.object({
    phone: z.string().max(60), email: z.string().max(200), street: z.string().max(200), postalCode: z.string().max(10), locality: z.string().max(100),
    hours: bilingual.optional(),
  }).optional(),
  /** Account of the Kasse for transfers; without it the town takes none. */
  bank: z.object({ holder: z.string().max(70), iban: z.string().regex(/^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/), bic: z.string().regex(/^[A-Z0-9]{8}([A-Z0-9]{3})?$/).optional(), bank: z.string().max(70).optional() }).optional(),
  /** Origins of websites in whose pages this town's forms may stand (CSP `frame-ancestors`); none: nowhere. */
  embedHosts: z.array(z.string().max(200).refine((value) => embedHostOf(value) === value)).max(20).optional(),
  welcome: bilingual.optional(),
  imprint: bilingual.optional(),
  privacy: bilingual.optional(),
  accessibility: bilingual.optional(),
  /** Day of the last review of the accessibility statement; the editor is reminded after a year. */
  accessibilityReviewedOn: z.iso.date().optional(),
  easyLanguage: text.optional(),
  /** Address of the film in German Sign Language; while it is empty the editor is reminded. */
  signLanguageFilm: z.string().url().max(500).optional(),
});

export type TenantProfile = z.infer<typeof tenantProfile>;
