import { z } from "zod";
import { fieldBase } from "../../definition-schema.ts";
import type { FieldModule } from "../field-module.ts";
import { textBehaviour } from "./text-behaviour.ts";
import { textProperties, textShape } from "./text-shape.ts";

export const text: FieldModule<"text"> = {
  schema: z.strictObject({ ...fieldBase, type: z.literal("text"), ...textShape }),
  behaviour: textBehaviour,
  repeatable: true,
  prefill: ["givenName", "surname", "birthName", "personalTitle", "placeOfBirth", "nationality", "street", "houseNumber", "postalCode", "locality", "country", "mail", "telephone"],
  editor: {
    name: { de: "Text, eine Zeile", en: "Text, one line" },
    use: { de: "Für Namen, Bezeichnungen, Nummern. Für E-Mail, Telefon, IBAN und Zahlen gibt es eigene Felder.", en: "For names, titles, numbers that are not counted. E-mail, telephone, IBAN and numbers have fields of their own." },
    start: (id, label) => ({ kind: "field", id, type: "text", label }),
    properties: textProperties,
  },
};
