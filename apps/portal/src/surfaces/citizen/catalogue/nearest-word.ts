import { createSpelling } from "#modules/catalogue";

/** The known word that is meant, at most two typing errors away; undefined for what resembles none. */
export function createNearest(words: readonly string[]): (word: string) => string | undefined {
  const known = new Set(words);
  const resembling = createSpelling(known);
  return (word) => {
    if (known.has(word)) return word;
    const [first] = resembling(word);
    return first !== undefined && first.distance < 3 ? first.word : undefined;
  };
}
