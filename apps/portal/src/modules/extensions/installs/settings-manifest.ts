import { z } from "zod";

const line = z.string().trim().min(1).max(300);
const bilingual = z.strictObject({ de: line, en: line.optional() });
const common = { id: z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/), label: bilingual, hint: bilingual.optional(), required: z.boolean().default(true) };

/** What a town sets for a program: shown as a form, checked by the portal, read by the program through the interface. */
export const settingsManifest = z.array(z.discriminatedUnion("type", [
  z.strictObject({ ...common, type: z.literal("text"), maxLength: z.int().min(1).max(500).default(200), pattern: z.string().max(200).optional() }),
  z.strictObject({ ...common, type: z.literal("email") }),
  z.strictObject({ ...common, type: z.literal("integer"), min: z.int().optional(), max: z.int().optional() }),
  z.strictObject({ ...common, type: z.literal("yesno") }),
  z.strictObject({ ...common, type: z.literal("choice"), options: z.array(z.strictObject({ value: z.string().regex(/^[\w-]{1,60}$/), label: bilingual })).min(2).max(50) }),
  /** A key of another system: the town writes it and never reads it again. */
  z.strictObject({ ...common, type: z.literal("secret") }),
])).max(40).refine((list) => new Set(list.map(({ id }) => id)).size === list.length, "setting-twice");

export type SettingField = z.infer<typeof settingsManifest>[number];
export type SettingValues = Readonly<Record<string, string | number | boolean>>;
