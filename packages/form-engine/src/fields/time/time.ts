import { z } from "zod";
import { fieldBase } from "../../definition-schema.ts";
import type { FieldModule } from "../field-module.ts";
import { timeBehaviour } from "./time-behaviour.ts";

export const time: FieldModule<"time"> = {
  schema: z.strictObject({ ...fieldBase, type: z.literal("time") }),
  behaviour: timeBehaviour,
  repeatable: true,
  prefill: [],
  editor: {
    name: { de: "Uhrzeit", en: "Time" },
    use: { de: "Für eine Uhrzeit ohne Tag.", en: "For a time without a day." },
    start: (id, label) => ({ kind: "field", id, type: "time", label }),
    properties: {},
  },
};
