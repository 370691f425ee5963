import { z } from "zod";
import { optional, questionBase, textSchema } from "../definition-schema.ts";

const child = z.string().max(64);
export const repeatSchema = z.strictObject({
  min: z.number(), max: z.number(), addLabel: textSchema, itemTitle: textSchema,
  titleFrom: optional(child), line: optional(z.strictObject({ label: child, value: child })),
});

/** What every compound has, whatever its type. */
export const compoundBase = { ...questionBase, kind: z.literal("compound"), repeat: optional(repeatSchema), own: optional(z.boolean()) };
