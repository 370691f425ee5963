import type { Text } from "@kommunalportal/form-engine";
import { de, type MessageKey, type Messages } from "./messages/de.ts";
import { en } from "./messages/en.ts";

export type Lang = "de" | "en";
/** The keys of one area, for tables of texts. */
export type MessageKeyOf<Area extends string> = Extract<MessageKey, `${Area}.${string}`>;
export const languages: readonly Lang[] = ["de", "en"];

const messages: Readonly<Record<Lang, Messages>> = { de, en };

/** An interface text; `{name}` in it is replaced by `values.name`. */
export function t(lang: Lang, key: MessageKey, values?: Readonly<Record<string, string | number>>): string {
  const text = messages[lang][key];
  return values === undefined ? text : text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** A text of a form or a service in the language asked for; German where there is no other. */
export function say(text: Text, lang: Lang): string {
  return lang === "de" ? text.de : (text.en ?? text.de);
}

/** The path of a page in a language: German has no prefix, English stands below `/en`. */
export function localPath(lang: Lang, path: string): string {
  if (lang === "de") return path;
  return path === "/" ? "/en" : `/en${path}`;
}
