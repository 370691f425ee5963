import { z } from "zod";
import type { Logic } from "./definition.ts";

/** The parts that definitions of fields, groups and steps have in common, as JSON of unknown origin. */
export const short = z.string().max(300);
export const long = z.string().max(20_000);
export const optional = <T extends z.ZodType>(schema: T) => z.exactOptional(schema);

export const textSchema = z.strictObject({ de: long, en: optional(long), easy: optional(long) });

/** Any JSON: that it is JSON Logic over known fields is checked when the form is compiled. */
export const logicSchema: z.ZodType<Logic> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string().max(4000), z.array(logicSchema), z.record(z.string().max(40), logicSchema)]));

const reasonSchema = z.strictObject({ text: textSchema, legalBasis: optional(long) });

const prefill = z.enum(["givenName", "surname", "birthName", "birthdate", "placeOfBirth", "nationality", "personalTitle", "street", "houseNumber", "postalCode", "locality", "country", "mail", "telephone"]);

/** What fields and compounds have alike. */
export const questionBase = {
  id: short,
  label: textSchema,
  hint: optional(textSchema),
  required: optional(z.boolean()),
  when: optional(logicSchema),
  why: optional(reasonSchema),
  outputLabel: optional(textSchema),
};

/** What every field has, whatever its type. */
export const fieldBase = {
  ...questionBase,
  kind: z.literal("field"),
  prefill: optional(prefill),
  autocomplete: optional(short),
  repeat: optional(z.strictObject({ min: z.number(), max: z.number() })),
  fixed: optional(z.enum(["hidden", "locked"])),
  value: optional(z.union([z.string().max(20_000), z.number(), z.boolean()])),
};
