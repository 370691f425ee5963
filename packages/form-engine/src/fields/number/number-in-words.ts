import type { Text } from "../../definition.ts";
import { type Language, text } from "../../text.ts";

export type NumberKind = "integer" | "number" | "amount";

const formats = new Map<string, Intl.NumberFormat>();

function format(value: number, lang: Language, currency: boolean): string {
  const key = `${lang === "en" ? "en-GB" : "de-DE"}${currency ? "€" : ""}`;
  let known = formats.get(key);
  if (known === undefined) {
    known = new Intl.NumberFormat(lang === "en" ? "en-GB" : "de-DE", currency ? { style: "currency", currency: "EUR" } : { maximumFractionDigits: 10 });
    formats.set(key, known);
  }
  return known.format(value).replaceAll("\u00A0", " ");
}

function withUnit(words: string, unit: Text | undefined, lang: Language): string {
  return unit === undefined ? words : `${words} ${text(unit, lang)}`;
}

/** A number as people read it, with its unit; an amount of integer cents in euros. */
export function numberInWords(value: number, kind: NumberKind, unit: Text | undefined, lang: Language): string {
  return withUnit(kind === "amount" ? format(value / 100, lang, true) : format(value, lang, false), unit, lang);
}
