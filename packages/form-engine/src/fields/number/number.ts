import { z } from "zod";
import { fieldBase, optional, textSchema } from "../../definition-schema.ts";
import type { FieldModule } from "../field-module.ts";
import { numberBehaviour } from "./number-behaviour.ts";

export const number: FieldModule<"number"> = {
  schema: z.strictObject({ ...fieldBase, type: z.literal("number"), min: optional(z.number()), max: optional(z.number()), unit: optional(textSchema) }),
  behaviour: numberBehaviour,
  repeatable: true,
  prefill: [],
  editor: {
    name: { de: "Zahl", en: "Number" },
    use: { de: "Für Maße mit Nachkommastellen.", en: "For measures with decimals." },
    start: (id, label) => ({ kind: "field", id, type: "number", label }),
    properties: {
      min: { label: { de: "Kleinster Wert", en: "Least value" }, control: "number" },
      max: { label: { de: "Größter Wert", en: "Greatest value" }, control: "number" },
      unit: { label: { de: "Einheit", en: "Unit" }, control: "words" },
    },
  },
};
