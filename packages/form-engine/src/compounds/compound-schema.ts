import { z } from "zod";
import { optional, questionBase, textSchema } from "../definition-schema.ts";

export const repeatSchema = z.strictObject({ min: z.number(), max: z.number(), addLabel: textSchema, itemTitle: textSchema });

/** What every compound has, whatever its type. */
export const compoundBase = { ...questionBase, kind: z.literal("compound"), repeat: optional(repeatSchema), own: optional(z.boolean()) };
