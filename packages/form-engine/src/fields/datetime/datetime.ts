import { z } from "zod";
import { fieldBase } from "../../definition-schema.ts";
import type { FieldModule } from "../field-module.ts";
import { timeBehaviour } from "../time/time-behaviour.ts";

export const datetime: FieldModule<"datetime"> = {
  schema: z.strictObject({ ...fieldBase, type: z.literal("datetime") }),
  behaviour: timeBehaviour,
  repeatable: true,
  prefill: [],
  editor: {
    name: { de: "Datum und Uhrzeit", en: "Date and time" },
    use: { de: "Für den Zeitpunkt eines Ereignisses.", en: "For the moment of an event." },
    start: (id, label) => ({ kind: "field", id, type: "datetime", label }),
    properties: {},
  },
};
