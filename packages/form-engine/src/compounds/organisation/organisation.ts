import { z } from "zod";
import { optional } from "../../definition-schema.ts";
import type { Field, OrganisationPart, Text } from "../../definition.ts";
import type { CompoundModule } from "../compound-module.ts";
import { compoundBase } from "../compound-schema.ts";

interface Part { readonly label: Text; readonly hint?: Text; readonly autocomplete?: string; readonly optional?: true; readonly type?: "email" | "phone"; readonly most?: number }

const all: { readonly [P in OrganisationPart]: Part } = {
  name: { label: { de: "Name der Organisation", en: "Name of the organisation" }, hint: { de: "Wie im Register; ohne Eintrag der Name, unter dem sie auftritt", en: "As in the register; without an entry the name it goes by" }, autocomplete: "organization", most: 200 },
  legalForm: { label: { de: "Rechtsform", en: "Legal form" }, hint: { de: "Zum Beispiel GmbH, Verein, Einzelunternehmen", en: "For example GmbH, association, sole trader" }, most: 100 },
  registerCourt: { label: { de: "Registergericht", en: "Register court" }, optional: true, most: 100 },
  registerNumber: { label: { de: "Registernummer", en: "Register number" }, hint: { de: "Zum Beispiel HRB 1234", en: "For example HRB 1234" }, optional: true, most: 30 },
  representative: { label: { de: "Vertretungsberechtigte Person", en: "Authorised representative" }, most: 120 },
  email: { label: { de: "E-Mail-Adresse", en: "E-mail address" }, autocomplete: "email", type: "email", optional: true },
  phone: { label: { de: "Telefon", en: "Telephone" }, autocomplete: "tel", type: "phone", optional: true },
};
const order: readonly OrganisationPart[] = ["name", "legalForm", "registerCourt", "registerNumber", "representative", "email", "phone"];

/** A company, association or authority, as it says itself: nothing here is proven by a register. */
export const organisation: CompoundModule<"organisation"> = {
  schema: z.strictObject({ ...compoundBase, type: z.literal("organisation"), ask: optional(z.array(z.enum(["name", "legalForm", "registerCourt", "registerNumber", "representative", "email", "phone"])).min(1)) }),
  parts({ ask = ["name", "legalForm"], own = false }) {
    return order.filter((part) => ask.includes(part)).map((id): Field => {
      const { label, hint, autocomplete, type, most = 255, optional: open } = all[id];
      const common = { kind: "field", id, label, ...(hint === undefined ? {} : { hint }), ...(open === true ? { required: false } : {}), ...(own && autocomplete !== undefined ? { autocomplete } : {}) } as const;
      return type === undefined ? { ...common, type: "text", maxLength: most } : { ...common, type };
    });
  },
  reads: order,
  summary(words, lang) {
    const english = lang === "en";
    const line = (part: OrganisationPart) => (words(part) === "" ? "" : `${english ? all[part].label.en ?? "" : all[part].label.de}: ${words(part)}`);
    return [words("name"), words("legalForm"), [words("registerCourt"), words("registerNumber")].filter((part) => part !== "").join(", "), ...order.slice(4).map(line)].filter((part) => part !== "");
  },
  editor: {
    name: { de: "Organisation", en: "Organisation" },
    use: { de: "Für Unternehmen, Vereine und Behörden, nach eigener Angabe.", en: "For companies, associations and authorities, as they say themselves." },
    start: (id, label) => ({ kind: "compound", id, type: "organisation", label }),
    properties: { ask: { label: { de: "Was gefragt wird", en: "What is asked" }, control: "one-of", options: order.map((value) => ({ value, label: all[value].label })) } },
  },
};
