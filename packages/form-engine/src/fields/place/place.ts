import { z } from "zod";
import { fieldBase } from "../../definition-schema.ts";
import type { FieldModule } from "../field-module.ts";
import { placeBehaviour } from "./place-behaviour.ts";

export const place: FieldModule<"place"> = {
  schema: z.strictObject({ ...fieldBase, type: z.literal("place") }),
  behaviour: placeBehaviour,
  repeatable: true,
  prefill: [],
  inside: ([key = "", ...rest]) => rest.length === 0 && ["words", "lat", "lon"].includes(key),
  editor: {
    name: { de: "Ort", en: "Place" },
    use: { de: "Für eine Stelle, in Worten oder mit dem Standort des Geräts.", en: "For a spot, in words or by the device's position." },
    start: (id, label) => ({ kind: "field", id, type: "place", label }),
    properties: {},
  },
};
