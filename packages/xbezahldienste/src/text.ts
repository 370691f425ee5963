const GERMAN: ReadonlyMap<string, string> = new Map([
  ["ä", "ae"], ["ö", "oe"], ["ü", "ue"], ["Ä", "Ae"], ["Ö", "Oe"], ["Ü", "Ue"], ["ß", "ss"], ["ẞ", "SS"],
]);
/** Letters that have no decomposition in Unicode. */
const STROKED: ReadonlyMap<string, string> = new Map([
  ["æ", "ae"], ["Æ", "Ae"], ["œ", "oe"], ["Œ", "Oe"], ["ø", "o"], ["Ø", "O"], ["ł", "l"], ["Ł", "L"],
  ["đ", "d"], ["Đ", "D"], ["ð", "d"], ["Ð", "D"], ["þ", "th"], ["Þ", "Th"], ["ı", "i"], ["ħ", "h"], ["Ħ", "H"],
]);
const SIGNS: ReadonlyMap<string, string> = new Map([
  ["€", " EUR "], ["&", " und "], ["§", " Par "], ["–", "-"], ["—", "-"], ["‐", "-"], ["‑", "-"], ["−", "-"],
]);

/**
 * The purpose shown on the statement of account: at most 27 characters of `[\w\d\s-]`, no umlauts (4.1 `purpose`).
 * Umlauts are written out (ä → ae), other letters lose their marks, everything else becomes a space.
 * Put what must survive (the reference number) first. Returns `fallback` when nothing is left.
 */
export function purposeOf(text: string, fallback = "Zahlung"): string {
  const letters = replace(text, (c) => GERMAN.get(c) ?? STROKED.get(c) ?? SIGNS.get(c) ?? withoutMarks(c));
  return tidy(letters.replace(/[^\w\s-]/g, " "), 27) || fallback;
}

/**
 * A description: at most 250 characters of `[\w\d\s-,.\u00C0-\u017F]` (4.1 `description`). Umlauts and the letters of
 * Latin-1 and Latin Extended-A stay; letters beyond lose their marks; everything else becomes a space. May be empty.
 */
export function descriptionOf(text: string): string {
  const allowed = /[\w\s,.\u00C0-\u017F-]/;
  const letters = replace(text, (c) => SIGNS.get(c) ?? (allowed.test(c) ? c : c === "ẞ" ? "SS" : withoutMarks(c)));
  return tidy(letters.replace(/[^\w\s,.\u00C0-\u017F-]/g, " "), 250);
}

function replace(text: string, letter: (c: string) => string): string {
  return Array.from(text.normalize("NFC"), letter).join("");
}

function withoutMarks(letter: string): string {
  return letter.normalize("NFKD").replace(/\p{M}/gu, "");
}

function tidy(text: string, length: number): string {
  return text.replace(/\s+/g, " ").trim().slice(0, length).replace(/[\s-]+$/, "");
}
