import { z } from "zod";
import { fieldBase } from "../../definition-schema.ts";
import type { FieldModule } from "../field-module.ts";
import { yesnoBehaviour } from "./yesno-behaviour.ts";

export const yesno: FieldModule<"yesno"> = {
  schema: z.strictObject({ ...fieldBase, type: z.literal("yesno") }),
  behaviour: yesnoBehaviour,
  repeatable: true,
  prefill: [],
  editor: {
    name: { de: "Ja oder Nein", en: "Yes or no" },
    use: { de: "Für eine Frage, auf die nur Ja oder Nein passt.", en: "For a question that only yes or no answers." },
    start: (id, label) => ({ kind: "field", id, type: "yesno", label }),
    properties: {},
  },
};
