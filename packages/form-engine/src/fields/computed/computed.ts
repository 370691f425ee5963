import { z } from "zod";
import { fieldBase, logicSchema, optional, textSchema } from "../../definition-schema.ts";
import type { FieldModule } from "../field-module.ts";
import { computedBehaviour } from "./computed-behaviour.ts";

export const computed: FieldModule<"computed"> = {
  schema: z.strictObject({ ...fieldBase, type: z.literal("computed"), as: z.enum(["integer", "number", "amount"]), compute: logicSchema, unit: optional(textSchema) }),
  behaviour: computedBehaviour,
  repeatable: false,
  prefill: [],
  editor: {
    name: { de: "Berechneter Wert", en: "Computed value" },
    use: { de: "Eine Summe oder ein anderer Wert, den das Formular selbst berechnet.", en: "A sum or another value that the form works out itself." },
    start: (id, label) => ({ kind: "field", id, type: "computed", label, as: "integer", compute: 0 }),
    properties: {
      as: { label: { de: "Art", en: "Kind" }, control: "one-of", options: [{ value: "integer", label: { de: "ganze Zahl", en: "whole number" } }, { value: "number", label: { de: "Zahl", en: "number" } }, { value: "amount", label: { de: "Betrag", en: "amount" } }] },
      compute: { label: { de: "Rechenregel", en: "Rule" }, control: "logic" },
      unit: { label: { de: "Einheit", en: "Unit" }, control: "words" },
    },
  },
};
