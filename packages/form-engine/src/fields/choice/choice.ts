import { z } from "zod";
import { fieldBase } from "../../definition-schema.ts";
import type { FieldModule } from "../field-module.ts";
import { choiceBehaviour } from "./choice-behaviour.ts";
import { choiceProperties, choiceShape, firstOptions } from "./choice-shape.ts";

export const choice: FieldModule<"choice"> = {
  schema: z.strictObject({ ...fieldBase, type: z.literal("choice"), ...choiceShape }),
  behaviour: choiceBehaviour,
  repeatable: true,
  prefill: ["personalTitle", "nationality", "country"],
  editor: {
    name: { de: "Auswahl, eine Antwort", en: "Choice, one answer" },
    use: { de: "Bis sieben Möglichkeiten stehen untereinander, mehr in einer Liste, lange Listen lassen sich durchsuchen.", en: "Up to seven options stand below each other, more in a list, long lists can be searched." },
    start: (id, label) => ({ kind: "field", id, type: "choice", label, options: firstOptions }),
    properties: choiceProperties,
  },
};
