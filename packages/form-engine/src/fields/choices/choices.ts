import { z } from "zod";
import { fieldBase } from "../../definition-schema.ts";
import type { FieldModule } from "../field-module.ts";
import { choiceBehaviour } from "../choice/choice-behaviour.ts";
import { choiceProperties, choiceShape, firstOptions } from "../choice/choice-shape.ts";

export const choices: FieldModule<"choices"> = {
  schema: z.strictObject({ ...fieldBase, type: z.literal("choices"), ...choiceShape }),
  behaviour: choiceBehaviour,
  repeatable: false,
  prefill: [],
  editor: {
    name: { de: "Auswahl, mehrere Antworten", en: "Choice, several answers" },
    use: { de: "Wenn mehreres zugleich zutreffen kann.", en: "When several may be true at once." },
    start: (id, label) => ({ kind: "field", id, type: "choices", label, options: firstOptions }),
    properties: choiceProperties,
  },
};
