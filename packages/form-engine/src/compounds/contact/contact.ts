import { z } from "zod";
import { optional } from "../../definition-schema.ts";
import type { ContactPart, Field, PrefillSource, Text } from "../../definition.ts";
import type { CompoundModule } from "../compound-module.ts";
import { compoundBase } from "../compound-schema.ts";

interface Part { readonly label: Text; readonly autocomplete?: string; readonly prefill?: PrefillSource; readonly type: "email" | "phone" | "text" }

const all: { readonly [P in ContactPart]: Part } = {
  phone: { label: { de: "Telefon", en: "Telephone", easy: "Telefon-Nummer" }, autocomplete: "tel", prefill: "telephone", type: "phone" },
  email: { label: { de: "E-Mail-Adresse", en: "E-mail address", easy: "E-Mail-Adresse" }, autocomplete: "email", prefill: "mail", type: "email" },
  fax: { label: { de: "Fax", en: "Fax" }, type: "phone" },
  web: { label: { de: "Internetseite", en: "Website" }, autocomplete: "url", type: "text" },
};
const order: readonly ContactPart[] = ["phone", "email", "fax", "web"];

/** How somebody can be reached. Every part may stay empty: an application does not hang on a telephone (Art. 5 (1) c DSGVO). */
export const contact: CompoundModule<"contact"> = {
  schema: z.strictObject({ ...compoundBase, type: z.literal("contact"), ask: optional(z.array(z.enum(["phone", "email", "fax", "web"])).min(1)) }),
  parts({ ask = ["phone", "email"], own = false }) {
    return order.filter((part) => ask.includes(part)).map((id): Field => {
      const { label, autocomplete, prefill, type } = all[id];
      const common = { kind: "field", id, label, required: false, ...(own && prefill !== undefined ? { prefill } : {}), ...(own && autocomplete !== undefined ? { autocomplete } : {}) } as const;
      return type === "text" ? { ...common, type, maxLength: 255 } : { ...common, type };
    });
  },
  reads: order,
  summary(words, lang) {
    return order.flatMap((part) => (words(part) === "" ? [] : [`${lang === "en" ? all[part].label.en ?? all[part].label.de : all[part].label.de}: ${words(part)}`]));
  },
  editor: {
    name: { de: "Erreichbarkeit", en: "Contact details" },
    use: { de: "Für Telefon und E-Mail bei Rückfragen. Jede Angabe ist freiwillig.", en: "For telephone and e-mail in case of questions. Every detail is voluntary." },
    start: (id, label) => ({ kind: "compound", id, type: "contact", label }),
    properties: { ask: { label: { de: "Was gefragt wird", en: "What is asked" }, control: "one-of", options: order.map((value) => ({ value, label: all[value].label })) } },
  },
};
