const MOST_WORDS = 32;
const LONGEST_WORD = 64;

/** Latin letters that Unicode does not decompose (DIN 91379 holds them all). */
const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", ħ: "h", ı: "i", ŧ: "t", ŋ: "ng", þ: "th", ĸ: "k", ə: "e", ɨ: "i", ƶ: "z", ǥ: "g", ʒ: "z", ƚ: "l", ƈ: "c",
};

/**
 * Splits a name into words that are equal whenever a clerk would call them the same: case, accents, hyphens and apostrophes go,
 * ß is ss, and the three spellings of an umlaut are one: "Müller", "Mueller" and "Muller" all become "muller". For this every
 * ae, oe and ue folds to its first letter, so "Bauer" also finds "Baur": a hash only preselects, the page shows the real names.
 * At most 32 words of at most 64 characters, each once.
 */
export function normaliseWords(name: string): string[] {
  const folded = name
    .slice(0, MOST_WORDS * LONGEST_WORD)
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/['’ʼʾʿ`´]/gu, "")
    .replace(/[^\p{ASCII}]/gu, (letter) => LETTERS[letter] ?? letter)
    .replace(/([aou])e/g, "$1");
  const words = folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  return [...new Set(words.map((word) => word.slice(0, LONGEST_WORD)))].slice(0, MOST_WORDS);
}
