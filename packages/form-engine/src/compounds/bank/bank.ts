import { z } from "zod";
import { optional } from "../../definition-schema.ts";
import type { Field, Logic } from "../../definition.ts";
import type { CompoundModule } from "../compound-module.ts";
import { compoundBase } from "../compound-schema.ts";

/** Countries of the European Economic Area, by ISO 3166-1: there a transfer needs no BIC (Regulation (EU) No 260/2012, Art. 5 (7)). */
const withoutBic = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split(" ");

/** A bank account. Autocomplete is off: there is no token for it, and it is nothing a shared browser should know (Art. 5 (1) f DSGVO). */
export const bank: CompoundModule<"bank"> = {
  schema: z.strictObject({ ...compoundBase, type: z.literal("bank"), abroad: optional(z.boolean()) }),
  parts({ abroad = false, own = false }, pathOf) {
    const iban = { var: pathOf("iban") };
    const elsewhere: Logic = { and: [{ "!!": [iban] }, { "!": [{ in: [{ substr: [iban, 0, 2] }, withoutBic] }] }] };
    return [
      { kind: "field", id: "holder", type: "text", maxLength: 70, label: { de: "Kontoinhaberin oder Kontoinhaber", en: "Account holder", easy: "Wem gehört das Konto?" }, ...(own ? { autocomplete: "name" } : {}) },
      { kind: "field", id: "iban", type: "iban", label: { de: "IBAN", en: "IBAN", easy: "IBAN" }, autocomplete: "off" },
      ...(abroad ? [{
        kind: "field", id: "bic", type: "text", when: elsewhere, label: { de: "BIC", en: "BIC" }, pattern: "[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?", characters: "upper", autocomplete: "off",
        patternMessage: { de: "Geben Sie den BIC mit 8 oder 11 Zeichen ein, zum Beispiel MUSTDE00XXX.", en: "Enter the BIC with 8 or 11 characters, for example MUSTDE00XXX." },
      } satisfies Field] : []),
    ];
  },
  reads: ["holder", "iban", "bic", "bankName"],
  summary: (words) => ["holder", "iban", "bic", "bankName"].map(words).filter((line) => line !== ""),
  editor: {
    name: { de: "Bankverbindung", en: "Bank account" },
    use: { de: "Für Konten, auf die gezahlt oder von denen abgebucht wird. Prüfziffern und Länge der IBAN werden geprüft.", en: "For accounts that are paid to or debited. Check digits and length of the IBAN are checked." },
    start: (id, label) => ({ kind: "compound", id, type: "bank", label }),
    properties: { abroad: { label: { de: "Auch außerhalb Europas", en: "Outside Europe, too" }, control: "yes-no" } },
  },
};
