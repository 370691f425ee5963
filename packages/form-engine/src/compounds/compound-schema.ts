import { z } from "zod";
import { logicSchema, optional, reasonSchema, short, textSchema } from "../definition-schema.ts";

export const repeatSchema = z.strictObject({ min: z.number(), max: z.number(), addLabel: textSchema, itemTitle: textSchema });

/** What every compound has, whatever its type. */
export const compoundBase = {
  kind: z.literal("compound"),
  id: short,
  label: textSchema,
  hint: optional(textSchema),
  required: optional(z.boolean()),
  when: optional(logicSchema),
  why: optional(reasonSchema),
  outputLabel: optional(textSchema),
  repeat: optional(repeatSchema),
  own: optional(z.boolean()),
};
