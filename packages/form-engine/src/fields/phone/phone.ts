import { z } from "zod";
import { fieldBase } from "../../definition-schema.ts";
import type { FieldModule } from "../field-module.ts";
import { phoneBehaviour } from "./phone-behaviour.ts";

export const phone: FieldModule<"phone"> = {
  schema: z.strictObject({ ...fieldBase, type: z.literal("phone") }),
  behaviour: phoneBehaviour,
  repeatable: true,
  prefill: ["telephone"],
  editor: {
    name: { de: "Telefonnummer", en: "Telephone number" },
    use: { de: "Für Rückfragen.", en: "For questions." },
    start: (id, label) => ({ kind: "field", id, type: "phone", label }),
    properties: {},
  },
};
