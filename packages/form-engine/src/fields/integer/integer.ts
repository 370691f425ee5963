import { z } from "zod";
import { fieldBase, optional, textSchema } from "../../definition-schema.ts";
import type { FieldModule } from "../field-module.ts";
import { numberBehaviour } from "../number/number-behaviour.ts";

export const integer: FieldModule<"integer"> = {
  schema: z.strictObject({ ...fieldBase, type: z.literal("integer"), min: optional(z.number()), max: optional(z.number()), unit: optional(textSchema) }),
  behaviour: numberBehaviour,
  repeatable: true,
  prefill: [],
  editor: {
    name: { de: "Ganze Zahl", en: "Whole number" },
    use: { de: "Für Anzahlen. Hausnummern und Aktenzeichen sind Text.", en: "For counts. House numbers and file numbers are text." },
    start: (id, label) => ({ kind: "field", id, type: "integer", label }),
    properties: {
      min: { label: { de: "Kleinster Wert", en: "Least value" }, control: "whole-number" },
      max: { label: { de: "Größter Wert", en: "Greatest value" }, control: "whole-number" },
      unit: { label: { de: "Einheit", en: "Unit" }, control: "words" },
    },
  },
};
