import { z } from "zod";
import { fieldBase } from "../../definition-schema.ts";
import type { FieldModule } from "../field-module.ts";
import { declarationBehaviour } from "./declaration-behaviour.ts";

export const declaration: FieldModule<"declaration"> = {
  schema: z.strictObject({ ...fieldBase, type: z.literal("declaration") }),
  behaviour: declarationBehaviour,
  repeatable: false,
  prefill: [],
  editor: {
    name: { de: "Erklärung", en: "Declaration" },
    use: { de: "Ein Satz, der bestätigt wird; ersetzt eine Unterschrift, wo das Gesetz keine verlangt.", en: "A sentence to confirm; takes the place of a signature where the law asks for none." },
    start: (id, label) => ({ kind: "field", id, type: "declaration", label }),
    properties: {},
  },
};
