import { z } from "zod";
import { fieldBase, textSchema } from "../../definition-schema.ts";
import type { FieldModule } from "../field-module.ts";
import { infoBehaviour } from "./info-behaviour.ts";

export const info: FieldModule<"info"> = {
  schema: z.strictObject({ ...fieldBase, type: z.literal("info"), text: textSchema }),
  behaviour: infoBehaviour,
  repeatable: false,
  prefill: [],
  editor: {
    name: { de: "Hinweistext", en: "Information" },
    use: { de: "Für Erklärungen zwischen den Fragen.", en: "For explanations between the questions." },
    start: (id, label) => ({ kind: "field", id, type: "info", label, text: label }),
    properties: {
      text: { label: { de: "Text", en: "Text" }, control: "words" },
    },
  },
};
