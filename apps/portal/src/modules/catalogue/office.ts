import { z } from "zod";

const text = z.string().trim().min(1).max(2000);
const bilingual = z.strictObject({ de: text, en: text.optional() });
const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);

export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Weekday = (typeof weekdays)[number];

/** One span of one weekday, German legal time; two spans of a day are two entries. */
export const openingSpan = z.strictObject({ day: z.enum(weekdays), opens: time, closes: time }).refine((span) => span.opens < span.closes, "an office closes after it opens");

/** What an office says of itself; everything but its name is optional, nothing is invented. */
export const officeDetails = z.strictObject({
  name: bilingual,
  description: bilingual.optional(),
  address: z.strictObject({ street: text, houseNumber: z.string().max(20), postalCode: z.string().regex(/^\d{5}$/), locality: text }).optional(),
  building: text.optional(),
  room: text.optional(),
  phone: z.string().max(60).optional(),
  email: z.email().max(200).optional(),
  url: z.url({ protocol: /^https$/ }).optional(),
  hours: z.array(openingSpan).max(50).default([]),
  hoursNote: bilingual.optional(),
  accessibility: z.strictObject({
    stepFree: z.boolean(), lift: z.boolean(), accessibleToilet: z.boolean(), accessibleParking: z.boolean(), hearingLoop: z.boolean(), note: bilingual.optional(),
  }).optional(),
  contactPersons: z.array(z.strictObject({ name: text, phone: z.string().max(60), room: text.optional() })).max(50).default([]),
});

export type OpeningSpan = z.infer<typeof openingSpan>;
export type OfficeDetails = z.infer<typeof officeDetails>;

/** An office of a town (Organisationseinheit). */
export interface Office extends OfficeDetails {
  readonly id: string;
  readonly tenant: string;
  /** Unique in its town; also the role of its staff. */
  readonly role: string;
  readonly changedAt: Date;
}

/** Street, then postcode and place; empty when the office has not said where it is. */
export function addressLines(office: Pick<OfficeDetails, "address" | "building" | "room">): readonly string[] {
  const { address, building, room } = office;
  if (address === undefined) return [];
  return [building, `${address.street} ${address.houseNumber}`, `${address.postalCode} ${address.locality}`, room].filter((line) => line !== undefined);
}
