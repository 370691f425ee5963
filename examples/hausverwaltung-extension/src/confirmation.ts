import type { Landlord } from "./visit.ts";

/** What the person fills in here; everything else the portal has handed over. */
export interface Entries { readonly owns: string; readonly owner: string; readonly street: string; readonly houseNumber: string; readonly postalCode: string; readonly city: string; readonly day: string; readonly people: readonly string[]; readonly declared: boolean }
export type FieldName = "owns" | "owner" | "street" | "houseNumber" | "postalCode" | "city" | "day" | "people" | "declared";
export interface Mistake { readonly field: FieldName; readonly text: string }

export const mostPeople = 4;
const longest = 200;

export function readEntries(form: URLSearchParams): Entries {
  const text = (name: string): string => (form.get(name) ?? "").trim().slice(0, longest);
  return {
    owns: text("owns"), owner: text("owner"), street: text("street"), houseNumber: text("houseNumber"), postalCode: text("postalCode"), city: text("city"), day: text("day"),
    people: Array.from({ length: mostPeople }, (_, i) => text(`person${i}`)), declared: form.get("declared") === "yes",
  };
}

/** What can be seen here; the portal checks the whole by its form once more. */
export function mistakesOf(entries: Entries): Mistake[] {
  const mistakes: Mistake[] = [];
  const missing = (field: FieldName, text: string, bad: boolean): void => { if (bad) mistakes.push({ field, text }); };
  missing("owns", "Sagen Sie, ob Ihnen die Wohnung gehört.", entries.owns !== "yes" && entries.owns !== "no");
  missing("owner", "Geben Sie den Namen der Eigentümerin oder des Eigentümers ein.", entries.owns === "no" && entries.owner === "");
  missing("street", "Geben Sie die Straße der Wohnung ein.", entries.street === "");
  missing("houseNumber", "Geben Sie die Hausnummer der Wohnung ein.", entries.houseNumber === "");
  missing("postalCode", "Geben Sie die Postleitzahl mit fünf Ziffern ein.", !/^\d{5}$/.test(entries.postalCode));
  missing("city", "Geben Sie den Ort der Wohnung ein.", entries.city === "");
  missing("day", "Geben Sie den Tag des Einzugs ein, zum Beispiel 15.11.2026.", isoDay(entries.day) === undefined);
  missing("people", "Nennen Sie mindestens eine Person, die eingezogen ist.", entries.people.every((name) => name === ""));
  missing("declared", "Bestätigen Sie, dass die Personen wirklich eingezogen sind.", !entries.declared);
  return mistakes;
}

/** »15.11.2026« as a person writes it, or what a date field sends. */
export function isoDay(text: string): string | undefined {
  const german = /^(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})$/.exec(text);
  const iso = german ? `${german[3]}-${german[2]!.padStart(2, "0")}-${german[1]!.padStart(2, "0")}` : text;
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) && !Number.isNaN(Date.parse(`${iso}T00:00:00Z`)) && new Date(`${iso}T00:00:00Z`).toISOString().startsWith(iso) ? iso : undefined;
}

/** By the JSON Schema of the portal's form `wohnungsgeberbestaetigung`. */
export function answersOf(landlord: Landlord, entries: Entries): Record<string, unknown> {
  return {
    fuer: { role: "self" }, person: { givenName: landlord.givenName, surname: landlord.surname }, anschrift: landlord.address, ...(landlord.email === undefined ? {} : { mail: landlord.email }),
    eigentuemer: entries.owns === "yes", ...(entries.owns === "no" ? { nameEigentuemer: entries.owner } : {}),
    wohnung: { street: entries.street, houseNumber: entries.houseNumber, postalCode: entries.postalCode, city: entries.city }, einzug: { einzug: isoDay(entries.day) ?? "" },
    personen: entries.people.filter((name) => name !== "").map((name) => ({ name })), tatsaechlich: entries.declared,
  };
}

/** Where the portal's form found something, as a place on our page. */
export function fieldOf(pointer: string): FieldName | undefined {
  const [, first, second] = /^\/answers\/([^/]+)(?:\/([^/]+))?/.exec(pointer) ?? [];
  const own: Readonly<Record<string, FieldName>> = { eigentuemer: "owns", nameEigentuemer: "owner", einzug: "day", personen: "people", tatsaechlich: "declared" };
  if (first === "wohnung") return second === "houseNumber" || second === "postalCode" || second === "city" ? second : "street";
  return own[first ?? ""];
}
