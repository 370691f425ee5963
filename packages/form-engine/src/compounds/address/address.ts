import { z } from "zod";
import { optional } from "../../definition-schema.ts";
import type { Field, Logic, PrefillSource, TextField } from "../../definition.ts";
import type { CompoundModule } from "../compound-module.ts";
import { compoundBase } from "../compound-schema.ts";
import { countries } from "./countries.ts";

/** An address at home, or with `abroad` anywhere: then the country decides which lines are asked. */
export const address: CompoundModule<"address"> = {
  schema: z.strictObject({ ...compoundBase, type: z.literal("address"), abroad: optional(z.boolean()), checkStreet: optional(z.boolean()) }),
  parts({ abroad = false, own = false }, pathOf) {
    const home: Logic = { or: [{ "!": [{ var: pathOf("country") }] }, { "===": [{ var: pathOf("country") }, "DE"] }] };
    const line = (id: string, de: string, en: string, autocomplete: string | undefined, more: Partial<TextField>, prefill?: PrefillSource): Field => ({
      kind: "field", id, type: "text", label: { de, en }, ...more, ...(own && autocomplete !== undefined ? { autocomplete } : {}), ...(own && prefill !== undefined ? { prefill } : {}),
    });
    const here = abroad ? { when: home } : {};
    const there = { when: { "!": home } };
    return [
      ...(abroad ? [{ kind: "field", id: "country", type: "choice", label: { de: "Land", en: "Country" }, options: countries(), preset: "DE", ...(own ? { autocomplete: "country" } : {}) } satisfies Field] : []),
      line("street", "Straße", "Street", "address-line1", { ...here, maxLength: 55 }, "street"),
      line("houseNumber", "Hausnummer", "House number", undefined, { ...here, maxLength: 9, width: "short" }, "houseNumber"),
      line("supplement", "Zusatz", "Supplement", "address-line2", { ...here, required: false, maxLength: 50, hint: { de: "Zum Beispiel Hinterhaus oder Wohnungsnummer", en: "For example rear building or flat number" } }),
      line("postalCode", "Postleitzahl", "Postcode", "postal-code", { ...here, width: "short", inputmode: "numeric", pattern: "[0-9]{5}", patternMessage: { de: "Geben Sie die Postleitzahl mit fünf Ziffern ein, zum Beispiel 00101.", en: "Enter the postcode with five digits, for example 00101." } }, "postalCode"),
      ...(abroad ? [
        line("addressLine", "Straße und Hausnummer oder Postfach", "Street and house number or PO box", "address-line1", { ...there, maxLength: 100 }),
        line("postcode", "Postleitzahl", "Postcode", "postal-code", { ...there, required: false, maxLength: 20, width: "short" }),
      ] : []),
      line("city", "Ort", "Town", "address-level2", { maxLength: 60 }, "locality"),
    ];
  },
  reads: ["where", "country", "street", "houseNumber", "supplement", "poBox", "addressLine", "postalCode", "postcode", "city"],
  summary(words, lang) {
    const joined = (...parts: readonly string[]) => parts.map(words).filter((part) => part !== "").join(" ");
    const box = words("poBox");
    const poBox = box === "" ? "" : `${lang === "en" ? "PO box" : "Postfach"} ${box}`;
    return [words("addressLine"), joined("street", "houseNumber"), poBox, words("supplement"), joined("postalCode", "postcode", "city"), words("country")].filter((line) => line !== "");
  },
  editor: {
    name: { de: "Anschrift", en: "Address" },
    use: { de: "Für Anschriften im Inland, auf Wunsch auch im Ausland.", en: "For addresses at home and, where wanted, abroad." },
    start: (id, label) => ({ kind: "compound", id, type: "address", label }),
    properties: {
      abroad: { label: { de: "Auch im Ausland", en: "Abroad, too" }, control: "yes-no" },
      checkStreet: { label: { de: "Straße nachschlagen", en: "Look up the street" }, control: "yes-no", hint: { de: "Wo der Ort ein Straßenverzeichnis hat. Eine unbekannte Straße wird nachgefragt, nie abgelehnt.", en: "Where the town has a directory. An unknown street is asked about, never refused." } },
    },
  },
};
