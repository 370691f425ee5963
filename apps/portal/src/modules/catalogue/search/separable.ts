import { stem } from "./stem.ts";

/** First parts of verbs that stand at the end of a sentence: "Wie melde ich mein Gewerbe an?" Folded. */
const particles: ReadonlySet<string> = new Set(["ab", "an", "auf", "aus", "ein", "her", "hin", "um", "weg", "zu", "zurueck"]);

/**
 * Puts separated verbs together again: "melde … an" becomes "anmelde", "ziehe … um" "umziehe". Only where that is a word the search knows, so that
 * "an" and "um" stay what they mostly are. The verb is the nearest word before that fits.
 */
export function joinSeparated(words: readonly string[], knows: (stemmed: string) => boolean): readonly string[] {
  if (words.length < 2 || !words.some((word) => particles.has(word))) return words;
  const joined: string[] = [];
  for (const word of words) {
    const at = particles.has(word) ? joined.findLastIndex((verb) => joinedWith(word, verb, knows) !== undefined) : -1;
    if (at === -1) joined.push(word);
    else joined[at] = joinedWith(word, joined[at]!, knows)!;
  }
  return joined;
}

/** "an" + "melde" or "meldet" → a form with the stem of "anmelden". */
function joinedWith(particle: string, verb: string, knows: (stemmed: string) => boolean): string | undefined {
  if (verb.length < 4 || particles.has(verb)) return undefined;
  return [verb, verb.replace(/e?s?t$/, "e")].map((form) => particle + form).find((whole) => knows(stem(whole)));
}
