import { z } from "zod";
import { fieldBase } from "../../definition-schema.ts";
import type { FieldModule } from "../field-module.ts";
import { areaBehaviour } from "./area-behaviour.ts";

export const area: FieldModule<"area"> = {
  schema: z.strictObject({ ...fieldBase, type: z.literal("area") }),
  behaviour: areaBehaviour,
  repeatable: true,
  prefill: [],
  inside: ([key = "", ...rest]) => rest.length === 0 && ["words", "squareMetres"].includes(key),
  editor: {
    name: { de: "Fläche", en: "Area" },
    use: { de: "Für eine Fläche, in Worten mit ihrer Größe oder mit Eckpunkten.", en: "For an area, in words with its size or by its corners." },
    start: (id, label) => ({ kind: "field", id, type: "area", label }),
    properties: {},
  },
};
