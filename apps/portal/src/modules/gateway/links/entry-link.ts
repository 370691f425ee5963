/** What an entry may be told of the place: EfA minimum requirements, »Zuständigkeitsparameter« (postcode, place, regional key or a parameter of its own). */
export const placeholders = ["ars", "ags", "plz", "ort", "leika", "oe", "sprache"] as const;
export type Placeholder = (typeof placeholders)[number];
export type EntryValues = Readonly<Record<Placeholder, string | undefined>>;

const pattern = /\{([^{}]*)\}/g;

/**
 * What is wrong with an address such as `https://wohngeld.example/start/{leika}?ars={ars}`; undefined when it is right. Placeholders stand in path and
 * query only, so that no value of a visitor can ever choose the host.
 */
export function entryProblem(entry: string): string | undefined {
  const unknown = [...entry.matchAll(pattern)].find(([, name]) => !placeholders.some((known) => known === name))?.[0];
  if (unknown !== undefined) return `${unknown} gibt es nicht. Möglich sind ${placeholders.map((name) => `{${name}}`).join(", ")}.`;
  const bare = entry.replace(pattern, "x");
  if (/[{}\s]/.test(bare)) return "Geschweifte Klammern und Leerzeichen gehören nicht in die Adresse.";
  const url = URL.parse(bare);
  if (url === null || !/^https?:$/.test(url.protocol)) return "Geben Sie eine vollständige Adresse ein, die mit https:// beginnt.";
  if (url.username !== "" || url.password !== "") return "Benutzername und Passwort gehören nicht in die Adresse.";
  if (url.protocol === "http:" && !/(^|\.)localhost$/.test(url.hostname)) return "Die Adresse muss mit https:// beginnen.";
  if (/\{/.test(/^[a-z]+:\/\/[^/?#]*/i.exec(entry)?.[0] ?? "")) return "Im Namen des Servers dürfen keine Platzhalter stehen.";
  return undefined;
}

/** Which placeholders an address needs. */
export function placeholdersIn(entry: string): readonly Placeholder[] {
  return placeholders.filter((name) => entry.includes(`{${name}}`));
}

/** The address for one place; `missing` names what is not known of it, so that no half-filled link is ever shown. */
export function fillEntry(entry: string, values: EntryValues): { readonly ok: true; readonly url: string } | { readonly ok: false; readonly missing: readonly Placeholder[] } {
  const missing = placeholdersIn(entry).filter((name) => values[name] === undefined || values[name] === "");
  if (missing.length > 0) return { ok: false, missing };
  return { ok: true, url: entry.replace(pattern, (_all, name: Placeholder) => encodeURIComponent(values[name] ?? "")) };
}
