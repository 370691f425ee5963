import { z } from "zod";
import { optional, short, textSchema } from "../../definition-schema.ts";
import type { ChoiceField } from "../../definition.ts";
import { limits } from "../../limits.ts";
import type { EditorDescription } from "../field-module.ts";

const option = z.strictObject({ value: short, label: textSchema, hint: optional(textSchema), also: optional(z.array(short).max(10)) });

/** The properties of `choice` and `choices`, for their JSON and for the editor. */
export const choiceShape = { options: z.array(option).max(limits.options), preset: optional(short), minSelected: optional(z.int()), maxSelected: optional(z.int()) };

export const choiceProperties: EditorDescription<ChoiceField>["properties"] = {
  options: { label: { de: "Möglichkeiten", en: "Options" }, control: "options" },
  preset: { label: { de: "Vorbelegt mit", en: "Preset" }, control: "text", hint: { de: "Nur, wo eine Antwort fast immer stimmt.", en: "Only where one answer is nearly always right." } },
  minSelected: { label: { de: "Mindestens so viele", en: "At least" }, control: "whole-number" },
  maxSelected: { label: { de: "Höchstens so viele", en: "At most" }, control: "whole-number" },
};

/** What a new choice begins with. */
export const firstOptions: ChoiceField["options"] = [{ value: "1", label: { de: "Erste Möglichkeit", en: "First option" } }, { value: "2", label: { de: "Zweite Möglichkeit", en: "Second option" } }];
