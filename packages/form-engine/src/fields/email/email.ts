import { z } from "zod";
import { fieldBase } from "../../definition-schema.ts";
import type { FieldModule } from "../field-module.ts";
import { emailBehaviour } from "./email-behaviour.ts";

export const email: FieldModule<"email"> = {
  schema: z.strictObject({ ...fieldBase, type: z.literal("email") }),
  behaviour: emailBehaviour,
  repeatable: true,
  prefill: ["mail"],
  editor: {
    name: { de: "E-Mail-Adresse", en: "E-mail address" },
    use: { de: "Für Rückfragen und Nachrichten.", en: "For questions and messages." },
    start: (id, label) => ({ kind: "field", id, type: "email", label }),
    properties: {},
  },
};
