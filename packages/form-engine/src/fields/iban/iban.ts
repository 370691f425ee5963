import { z } from "zod";
import { fieldBase } from "../../definition-schema.ts";
import type { FieldModule } from "../field-module.ts";
import { ibanBehaviour } from "./iban-behaviour.ts";

export const iban: FieldModule<"iban"> = {
  schema: z.strictObject({ ...fieldBase, type: z.literal("iban") }),
  behaviour: ibanBehaviour,
  repeatable: true,
  prefill: [],
  editor: {
    name: { de: "IBAN", en: "IBAN" },
    use: { de: "Für eine Bankverbindung; Prüfziffern und Länge werden geprüft.", en: "For a bank account; check digits and length are checked." },
    start: (id, label) => ({ kind: "field", id, type: "iban", label }),
    properties: {},
  },
};
