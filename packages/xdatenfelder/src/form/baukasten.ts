import type { PrefillSource } from "@kommunalportal/form-engine";

/** How a field of the central Baukasten (Nummernkreis 60, stable across all schemas) is shown and what it may be filled from, where it is the applicant's own. */
export interface Baukastenfeld {
  /** Used where the schema sets no limits of its own: those would be lost with this type, and the receiving office checks them. */
  readonly type?: "email" | "phone";
  readonly autocomplete?: string;
  readonly prefill?: PrefillSource;
  readonly width?: "short" | "medium" | "full";
  readonly inputmode?: "numeric";
  /** A select from a code list: filled where the list says the ISO code. */
  readonly coded?: true;
  /** Said when the schema's pattern does not match. */
  readonly patternMessage?: string;
}

/** Ids and meanings: FIM Baukasten as found in 91 published schemas; tokens: WCAG 2.2, 1.3.5 and the HTML standard. */
export const BAUKASTEN: ReadonlyMap<string, Baukastenfeld> = new Map<string, Baukastenfeld>([
  ["F60000000227", { autocomplete: "family-name", prefill: "surname" }],
  ["F60000000228", { autocomplete: "given-name", prefill: "givenName" }],
  ["F60000000229", { autocomplete: "honorific-prefix", prefill: "personalTitle", width: "medium" }],
  ["F60000000230", { prefill: "birthName" }],
  ["F60000000234", { prefill: "placeOfBirth" }],
  ["F60000000236", { prefill: "nationality", coded: true }],
  ["F60000000240", { type: "phone", autocomplete: "tel", prefill: "telephone" }],
  ["F60000000242", { type: "email", patternMessage: "Geben Sie die E-Mail-Adresse vollständig ein, zum Beispiel name@post.example.", autocomplete: "email", prefill: "mail" }],
  ["F60000000243", { autocomplete: "address-line1", prefill: "street" }],
  ["F60000000244", { prefill: "houseNumber", width: "short" }],
  ["F60000000246", { autocomplete: "postal-code", prefill: "postalCode", width: "short", inputmode: "numeric", patternMessage: "Geben Sie die Postleitzahl mit 5 Ziffern ein, zum Beispiel 12345." }],
  ["F60000000247", { autocomplete: "address-level2", prefill: "locality" }],
  ["F60000000248", { autocomplete: "address-line2" }],
  ["F60000000249", { width: "medium" }],
  // Stands in addresses abroad only, so the account, which says »DE«, never fills it.
  ["F60000000261", { autocomplete: "country", coded: true }],
  ["F60000000319", { autocomplete: "organization" }],
  ["F60000000320", { autocomplete: "organization" }],
  ["F60000000321", { autocomplete: "url" }],
]);
