import type { Text } from "./definition.ts";

/** Languages a form can be shown in. `easy` is easy language (Leichte Sprache). */
export type Language = "de" | "en" | "easy";

/** The text in the language asked for; German where it was not written in that language. */
export function text(t: Text, lang: Language): string {
  if (lang === "en") return t.en ?? t.de;
  if (lang === "easy") return t.easy ?? t.de;
  return t.de;
}
