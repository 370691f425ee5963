import type { Leaf, ReadData } from "./read-data.ts";

/** Fachdaten as an office reads them: sections with lines. */
export interface DataSection { readonly title: string; readonly lines: readonly { readonly label: string; readonly value: string }[] }

/** Words for a name, from a pinned schema: `title` of the property, by the names that lead to it without places in lists. */
export type Labels = ReadonlyMap<string, string>;
export const labelKey = (path: readonly (string | number)[]): string => path.filter((part) => typeof part === "string").join("/");

/** First name of the path is the section, the others are the line. Values directly below stand under »Angaben«. */
export function dataSections({ leaves }: ReadData, labels: Labels): readonly DataSection[] {
  const sections = new Map<string, { readonly title: string; readonly lines: { label: string; value: string }[] }>();
  for (const { path, value } of leaves) {
    const words = path.map((part, at) => (typeof part === "number" ? String(part) : labels.get(labelKey(path.slice(0, at + 1))) ?? spoken(part)));
    // »Kind 2« belongs together.
    const heads = words.reduce<string[]>((all, word, at) => { if (typeof path[at] === "number" && all.length > 0) all[all.length - 1] += ` ${word}`; else all.push(word); return all; }, []);
    const label = heads.at(-1) ?? "Wert";
    const title = heads.length > 1 ? heads.slice(0, -1).join(" › ") : "Angaben";
    const section = sections.get(title) ?? { title, lines: [] };
    sections.set(title, section);
    section.lines.push({ label, value: legible(value) });
  }
  return [...sections.values()];
}

/** A whole date as people here write it; everything else as it came, and the data themselves beside it byte for byte. */
const legible = (value: string): string => value.replace(/^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, "$3.$2.$1");

/** `antragstellendePerson` → »Antragstellende Person«, `iban_konto` → »Iban konto«; a number of the FIM stays as it is. */
export function spoken(name: string): string {
  if (/^[A-Z]\d{6,}/.test(name)) return name;
  const words = name.replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2").replace(/[_\-.]+/g, " ").trim();
  return words === "" ? name : words.charAt(0).toUpperCase() + words.slice(1);
}

const givenNames = /^(vornamen?|given-?names?|first-?names?|f?60000000228(v[\d.]+)?)$/i;
const surnames = /^(nachname|familienname|surname|family-?name|last-?name|f?60000000227(v[\d.]+)?)$/i;

/** Who applies, for the office's list: the first given name and family name that stand side by side. Nothing is guessed beyond that. */
export function applicantOf(leaves: readonly Leaf[]): string | undefined {
  const nameOf = ({ path }: Leaf): string => String(path.findLast((part) => typeof part === "string") ?? "");
  for (const surname of leaves) {
    if (!surnames.test(nameOf(surname))) continue;
    const beside = JSON.stringify(surname.path.slice(0, -1));
    const given = leaves.find((leaf) => givenNames.test(nameOf(leaf)) && JSON.stringify(leaf.path.slice(0, -1)) === beside);
    return [given?.value, surname.value].filter((part) => part !== undefined).join(" ").slice(0, 200);
  }
  return undefined;
}
