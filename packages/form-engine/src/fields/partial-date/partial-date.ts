import { z } from "zod";
import { fieldBase, optional, short } from "../../definition-schema.ts";
import type { FieldModule } from "../field-module.ts";
import { dateBehaviour } from "../date/date-behaviour.ts";

export const partialDate: FieldModule<"partial-date"> = {
  schema: z.strictObject({ ...fieldBase, type: z.literal("partial-date"), min: optional(short), max: optional(short) }),
  behaviour: dateBehaviour,
  repeatable: true,
  prefill: ["birthdate"],
  editor: {
    name: { de: "Datum, auch teilweise bekannt", en: "Date, also partly known" },
    use: { de: "Für Geburtsdaten, von denen manchmal nur das Jahr bekannt ist.", en: "For dates of birth of which sometimes only the year is known." },
    start: (id, label) => ({ kind: "field", id, type: "partial-date", label }),
    properties: {
      min: { label: { de: "Frühester Tag", en: "Earliest day" }, control: "day" },
      max: { label: { de: "Spätester Tag", en: "Latest day" }, control: "day" },
    },
  },
};
