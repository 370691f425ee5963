import { z } from "zod";

const line = z.string().trim().min(1).max(2000);

/** German is always there, English where somebody wrote it. */
export const bilingual = z.strictObject({ de: line, en: line.optional() });

/** A list in both languages. */
export const bilingualList = z.strictObject({ de: z.array(line).min(1), en: z.array(line).min(1).optional() });

/** A part of a longer text: heading, paragraphs, then a list. */
export const section = z.strictObject({ heading: line, paragraphs: z.array(line).min(1), items: z.array(line).min(1).optional() });

export const sections = z.strictObject({ de: z.array(section).min(1), en: z.array(section).min(1).optional() });

/** 14 digits, always a string. */
export const leikaKey = z.string().regex(/^99\d{12}$/);

/** Canonical ARS prefix of a Land, Kreis or Gemeinde: the seeds serve nobody above. */
export const arsPrefix = z.string().regex(/^05(?:\d{3}|\d{10})?$/);

export const slug = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/).max(63);

/** Only numbers that belong to nobody. */
export const phone = z.string().regex(/^0999 555-\d{1,4}$/);

export const email = z.string().regex(/^[a-z.]+@[a-z-]+\.example$/);

export const postalAddress = z.strictObject({
  street: line,
  houseNumber: line,
  postalCode: z.string().regex(/^001\d{2}$/),
  locality: line,
});

const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);

/** One span of one weekday; two spans of a day are two entries. */
export const openingSpan = z
  .strictObject({ day: z.enum(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]), opens: time, closes: time })
  .refine((span) => span.opens < span.closes, "an office closes after it opens");

export type Bilingual = z.infer<typeof bilingual>;
export type BilingualList = z.infer<typeof bilingualList>;
export type Section = z.infer<typeof section>;
export type Sections = z.infer<typeof sections>;
export type PostalAddress = z.infer<typeof postalAddress>;
export type OpeningSpan = z.infer<typeof openingSpan>;
