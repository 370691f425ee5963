import { z } from "zod";
import { fieldBase, optional, textSchema } from "../../definition-schema.ts";
import type { FieldModule } from "../field-module.ts";
import { numberBehaviour } from "../number/number-behaviour.ts";

export const amount: FieldModule<"amount"> = {
  schema: z.strictObject({ ...fieldBase, type: z.literal("amount"), min: optional(z.number()), max: optional(z.number()), unit: optional(textSchema) }),
  behaviour: numberBehaviour,
  repeatable: true,
  prefill: [],
  editor: {
    name: { de: "Betrag in Euro", en: "Amount in euros" },
    use: { de: "Für Geld; gerechnet wird in ganzen Cent.", en: "For money; counted in whole cents." },
    start: (id, label) => ({ kind: "field", id, type: "amount", label }),
    properties: {
      min: { label: { de: "Kleinster Wert", en: "Least value" }, control: "whole-number" },
      max: { label: { de: "Größter Wert", en: "Greatest value" }, control: "whole-number" },
      unit: { label: { de: "Einheit", en: "Unit" }, control: "words" },
    },
  },
};
