import type { Lang } from "../../frame/index.ts";
import { caseDe } from "./messages-case-de.ts";
import { caseEn } from "./messages-case-en.ts";
import { ownDe } from "./messages-own-de.ts";
import { ownEn } from "./messages-own-en.ts";

const de = { ...caseDe, ...ownDe };
export type Words = typeof de;
const words: Readonly<Record<Lang, Words>> = { de, en: { ...caseEn, ...ownEn } };

export const wordsIn = (lang: Lang): Words => words[lang];

/** Puts values into `{name}`. */
export function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
