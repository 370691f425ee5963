import { z } from "zod";
import { fieldBase } from "../../definition-schema.ts";
import type { FieldModule } from "../field-module.ts";
import { textBehaviour } from "../text/text-behaviour.ts";
import { textProperties, textShape } from "../text/text-shape.ts";

export const longtext: FieldModule<"longtext"> = {
  schema: z.strictObject({ ...fieldBase, type: z.literal("longtext"), ...textShape }),
  behaviour: textBehaviour,
  repeatable: true,
  prefill: [],
  editor: {
    name: { de: "Text, mehrere Zeilen", en: "Text, several lines" },
    use: { de: "Für Begründungen und Beschreibungen in eigenen Worten.", en: "For reasons and descriptions in one's own words." },
    start: (id, label) => ({ kind: "field", id, type: "longtext", label }),
    properties: textProperties,
  },
};
