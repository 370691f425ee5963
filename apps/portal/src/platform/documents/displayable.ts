type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const REPLACEMENT = "\uFFFD";
/** Invisible: marks that turn the direction of text (a number could read backwards), joiners, selectors. The soft hyphen stays. */
const INVISIBLE = /(?!\u00AD)[\p{Default_Ignorable_Code_Point}\u202A-\u202E\u2066-\u2069]/gu;

/**
 * Makes text from people showable: PDF/A and PDF/UA refuse a document with a character that its fonts do not have, and one emoji
 * in a form must not cost a person their receipt. Such characters become U+FFFD; `replaced` says that it happened.
 */
export function displayable(json: string, coverage: ReadonlySet<number>): { readonly json: string; readonly replaced: boolean } {
  let replaced = false;
  const clean = (text: string): string =>
    text
      .toWellFormed()
      .normalize("NFC")
      .replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n")
      .replace(INVISIBLE, "")
      .replace(/[^\n\t\x20-\x7e]/gu, (character) => {
        if (coverage.has(character.codePointAt(0) ?? 0) && !/\p{Cc}/u.test(character)) return character;
        replaced = true;
        return REPLACEMENT;
      });
  const walk = (value: Json): Json => {
    if (typeof value === "string") return clean(value);
    if (typeof value !== "object" || value === null) return value;
    if (isList(value)) return value.map(walk);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
  };
  const parsed: Json = JSON.parse(json);
  return { json: JSON.stringify(walk(parsed)), replaced };
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
