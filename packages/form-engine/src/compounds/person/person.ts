import { z } from "zod";
import { optional } from "../../definition-schema.ts";
import type { Field, PersonPart, PrefillSource, Text } from "../../definition.ts";
import type { CompoundModule } from "../compound-module.ts";
import { compoundBase } from "../compound-schema.ts";

interface Part { readonly label: Text; readonly autocomplete?: string; readonly prefill: PrefillSource; readonly optional?: true; readonly type?: "partial-date" | "email" | "phone"; readonly hint?: Text }

/** In the order they are asked. Lengths as in the Baukasten of the FIM data fields (Vornamen, Familienname: 120). */
const all: { readonly [P in PersonPart]: Part } = {
  personalTitle: { label: { de: "Doktorgrad", en: "Doctorate" }, autocomplete: "honorific-prefix", prefill: "personalTitle", optional: true },
  givenName: { label: { de: "Vornamen", en: "Given names" }, hint: { de: "Alle, wie sie im Ausweis stehen", en: "All of them, as in the identity card" }, autocomplete: "given-name", prefill: "givenName" },
  surname: { label: { de: "Familienname", en: "Surname" }, autocomplete: "family-name", prefill: "surname" },
  birthName: { label: { de: "Geburtsname", en: "Name at birth" }, hint: { de: "Wenn er anders ist als der Familienname", en: "If it differs from the surname" }, prefill: "birthName", optional: true },
  birthdate: { label: { de: "Geburtsdatum", en: "Date of birth" }, autocomplete: "bday", prefill: "birthdate", type: "partial-date" },
  placeOfBirth: { label: { de: "Geburtsort", en: "Place of birth" }, prefill: "placeOfBirth" },
  nationality: { label: { de: "Staatsangehörigkeit", en: "Nationality" }, prefill: "nationality" },
  email: { label: { de: "E-Mail-Adresse", en: "E-mail address" }, autocomplete: "email", prefill: "mail", type: "email", optional: true },
  phone: { label: { de: "Telefon", en: "Telephone" }, autocomplete: "tel", prefill: "telephone", type: "phone", optional: true },
};
const order: readonly PersonPart[] = ["personalTitle", "givenName", "surname", "birthName", "birthdate", "placeOfBirth", "nationality", "email", "phone"];

/** A natural person: name, and what else is asked of it. */
export const person: CompoundModule<"person"> = {
  schema: z.strictObject({ ...compoundBase, type: z.literal("person"), ask: optional(z.array(z.enum(["personalTitle", "givenName", "surname", "birthName", "birthdate", "placeOfBirth", "nationality", "email", "phone"])).min(1)) }),
  parts({ ask = ["givenName", "surname"], own = false }) {
    return order.filter((part) => ask.includes(part)).map((id): Field => {
      const { label, hint, autocomplete, prefill, type, optional: open } = all[id];
      const common = { kind: "field", id, label, ...(hint === undefined ? {} : { hint }), ...(open === true ? { required: false } : {}), ...(own ? { prefill } : {}), ...(own && autocomplete !== undefined ? { autocomplete } : {}) } as const;
      if (type === "partial-date") return { ...common, type, max: "today" };
      return type === undefined ? { ...common, type: "text", maxLength: id === "nationality" ? 60 : 120 } : { ...common, type };
    });
  },
  reads: order,
  summary(words, lang) {
    const english = lang === "en";
    const line = (part: PersonPart) => (words(part) === "" ? "" : `${english ? all[part].label.en ?? "" : all[part].label.de}: ${words(part)}`);
    return [["personalTitle", "givenName", "surname"].map(words).filter((part) => part !== "").join(" "), ...order.slice(3).map(line)].filter((part) => part !== "");
  },
  editor: {
    name: { de: "Person", en: "Person" },
    use: { de: "Für Namen und die Angaben zu einem Menschen, die gebraucht werden – keine mehr.", en: "For the name and those details of a human being that are needed, no more." },
    start: (id, label) => ({ kind: "compound", id, type: "person", label }),
    properties: { ask: { label: { de: "Was gefragt wird", en: "What is asked" }, control: "one-of", options: order.map((value) => ({ value, label: all[value].label })) } },
  },
};
