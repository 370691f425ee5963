/**
 * The characters German authorities must accept and may limit themselves to: DIN 91379:2022-08, data type C
 * (Latin letters, non-letters N1 to N4). Facts from the lists of github.com/String-Latin/DIN-91379-Characters-and-Sequences
 * (latin_list_1.3.txt, CC BY 4.0): 588 single characters as ranges, 149 sequences as base letters per combining mark.
 */
const ranges =
  "9-a d 20-7e a0-ac ae-17e 187-188 18f 197 1a0-1a1 1af-1b0 1b7 1cd-1dc 1de-1df 1e2-1f0 1f4-1f5 1f8-1ff 212-213 218-21b " +
  "21e-21f 227-233 259 268 292 2b9-2ba 2be-2bf 2c8 2cc 1e02-1e03 1e06-1e07 1e0a-1e11 1e17 1e1c-1e2b 1e2f-1e37 1e3a-1e3b " +
  "1e40-1e49 1e52-1e5b 1e5e-1e63 1e6a-1e6f 1e80-1e87 1e8c-1e97 1e9e 1ea0-1ef9 2019 2021 20ac";

/** Combining marks (hexadecimal, in their order) and the letters they may follow. */
const marks: readonly (readonly [string, string])[] = [
  ["30b", "Aa"], ["300", "CFGKMPSTZcfgkmpstz"], ["304", "CFHKNPSTZcfhknpstzÛûḲḳṢṣṬṭỤụ"], ["306", "CMNRZcmnrzÇç"],
  ["308", "CTZczẠạỌọỤụ"], ["315", "CKPTckptČč"], ["323", "CPcpČč"], ["326", "CHKLNchklnŽž"], ["328 306", "Cc"],
  ["302", "DKLMNdklmn"], ["331", "HSs"], ["301", "JjÿĪī"], ["30c", "J"], ["307", "KUku"], ["31b", "KTkt"], ["35f 48", "K"],
  ["35f 68", "Kk"], ["325", "LRlr"], ["325 304", "LRlr"], ["310", "Mm"], ["31b 304", "Ss"], ["327", "ZzŽž"], ["30d", "ēō"],
];

const fromHex = (hex: string) => String.fromCodePoint(Number.parseInt(hex, 16));
const escapeClass = (letters: string) => letters.replace(/[\\\]^-]/g, "\\$&");

function build(): RegExp {
  const single = ranges.split(" ").map((range) => range.split("-").map((hex) => `\\u{${hex}}`).join("-")).join("");
  // Two marks before one, so that the longer sequence is found first; NFC has put them into canonical order.
  const sequences = [...marks]
    .sort((a, b) => b[0].length - a[0].length)
    .map(([mark, letters]) => `[${escapeClass(letters)}]${mark.split(" ").map(fromHex).join("")}`);
  return new RegExp(`(?:${sequences.join("|")}|[${single}])+`, "uy");
}

const latin = build();

/** The first character (code point) that is not in DIN 91379 type C, or undefined. The text must be NFC. */
export function firstForeignCharacter(value: string): string | undefined {
  if (value === "") return undefined;
  latin.lastIndex = 0;
  const length = latin.exec(value)?.[0].length ?? 0;
  const rest = value.codePointAt(length);
  return rest === undefined ? undefined : String.fromCodePoint(rest);
}

// Word processors and telephones put these in by themselves; the replacement keeps the meaning (String-Latin: "safe replacement").
const replacements: ReadonlyMap<string, string> = new Map([
  ["„", '"'], ["“", '"'], ["”", '"'], ["‘", "’"], ["‚", "’"], ["‹", "'"], ["›", "'"], ["–", "-"], ["—", "-"], ["‐", "-"], ["‑", "-"],
  ["…", "..."], ["•", "-"], ["\u00AD", ""], ["\u200B", ""], ["\uFEFF", ""],
]);
const replaceable = /[„“”‘‚‹›–—‐‑…•\u00AD\u200B\uFEFF]/gu;
const spaces = /[\u00A0\u2000-\u200A\u202F\u205F\u3000]/gu;

/** Unicode NFC, typographic characters replaced by their plain form, every kind of blank a space. */
export function normalise(value: string): string {
  return value.normalize("NFC").replace(replaceable, (c) => replacements.get(c) ?? c).replace(spaces, " ").replaceAll("\t", " ");
}

/** One line: line breaks and runs of blanks become one space, none at the ends. */
export function normaliseLine(value: string): string {
  return normalise(value).replace(/[ \r\n]+/g, " ").trim();
}

/** Several lines: `\n` only, no blanks at the ends. */
export function normaliseLines(value: string): string {
  return normalise(value).replace(/\r\n?/g, "\n").trim();
}

// Everything in Unicode category C (control, format, surrogate, unassigned) except line feed.
const control = /(?!\n)\p{C}/u;

/** True when a control or formatting character is in the text; such a value is refused, whatever the field. */
export function hasControlCharacter(value: string): boolean {
  return control.test(value);
}

/** Length in code points: what a person would count, nearly, and what XDatenfelder counts. */
export function lengthOf(value: string): number {
  let length = 0;
  for (const _ of value) length += 1;
  return length;
}
