import { z } from "zod";
import { fieldBase, optional, short } from "../../definition-schema.ts";
import type { FieldModule } from "../field-module.ts";
import { dateBehaviour } from "./date-behaviour.ts";

export const date: FieldModule<"date"> = {
  schema: z.strictObject({ ...fieldBase, type: z.literal("date"), min: optional(short), max: optional(short) }),
  behaviour: dateBehaviour,
  repeatable: true,
  prefill: ["birthdate"],
  editor: {
    name: { de: "Datum", en: "Date" },
    use: { de: "Für Tage, die man kennt oder nachsehen kann.", en: "For days that people know or can look up." },
    start: (id, label) => ({ kind: "field", id, type: "date", label }),
    properties: {
      min: { label: { de: "Frühester Tag", en: "Earliest day" }, control: "day" },
      max: { label: { de: "Spätester Tag", en: "Latest day" }, control: "day" },
    },
  },
};
