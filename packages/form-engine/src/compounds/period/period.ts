import { z } from "zod";
import { optional } from "../../definition-schema.ts";
import type { CompoundModule } from "../compound-module.ts";
import { compoundBase } from "../compound-schema.ts";

/** Two days and what is between them. */
export const period: CompoundModule<"period"> = {
  schema: z.strictObject({ ...compoundBase, type: z.literal("period"), open: optional(z.boolean()) }),
  parts: ({ open = false }) => [
    { kind: "field", id: "from", type: "date", label: { de: "Von", en: "From", easy: "Wann geht es los?" } },
    { kind: "field", id: "until", type: "date", label: { de: "Bis", en: "Until", easy: "Wann ist es vorbei?" }, ...(open ? { required: false } : {}) },
  ],
  reads: ["from", "until"],
  summary(words, lang) {
    const [from, until] = [words("from"), words("until")];
    if (from === "" && until === "") return [];
    const english = lang === "en";
    if (until === "") return [`${english ? "from" : "ab"} ${from}`];
    return [from === "" ? `${english ? "until" : "bis"} ${until}` : `${from} ${english ? "to" : "bis"} ${until}`];
  },
  editor: {
    name: { de: "Zeitraum", en: "Period" },
    use: { de: "Für einen Anfang und ein Ende.", en: "For a beginning and an end." },
    start: (id, label) => ({ kind: "compound", id, type: "period", label }),
    properties: { open: { label: { de: "Das Ende darf offen bleiben", en: "The end may stay open" }, control: "yes-no" } },
  },
};
