import { randomInt } from "node:crypto";

/** 32 characters; 0, O, 1 and I are left out because they are mistaken for each other and for others. */
const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const RANDOM_CHARACTERS = 11;
const GROUP = 4;
/** What people write when they misread a character of the alphabet; the check character finds a wrong guess. */
const MISREAD: Readonly<Record<string, string>> = { "1": "L", I: "L", "|": "L", "0": "Q", O: "Q" };

/**
 * A code that a person can read out on the telephone: three groups of four, 55 random bits and a check character
 * ("Luhn mod N", ISO/IEC 7812-1 Annex B carried over to 32 characters), e.g. "K7MQ-2XWP-9FHR".
 */
export function lookupCode(): string {
  let code = "";
  for (let i = 0; i < RANDOM_CHARACTERS; i += 1) code += ALPHABET.charAt(randomInt(ALPHABET.length));
  return grouped(code + checkCharacter(code));
}

/** The code in its one spelling, or undefined where the check character does not fit. Spaces, hyphens, dots and case are free. */
export function parseLookupCode(input: string): string | undefined {
  if (input.length > 64) return undefined;
  const bare = input.normalize("NFKC").toUpperCase().replace(/[\s\p{Pd}._·/]/gu, "");
  const code = Array.from(bare).map((character) => MISREAD[character] ?? character).join("");
  if (code.length !== RANDOM_CHARACTERS + 1) return undefined;
  if (Array.from(code).some((character) => !ALPHABET.includes(character))) return undefined;
  return code.at(-1) === checkCharacter(code.slice(0, -1)) ? grouped(code) : undefined;
}

function checkCharacter(code: string): string {
  const n = ALPHABET.length;
  let sum = 0;
  let factor = 2;
  for (const character of Array.from(code).reverse()) {
    const product = factor * ALPHABET.indexOf(character);
    sum += Math.floor(product / n) + (product % n);
    factor = factor === 2 ? 1 : 2;
  }
  return ALPHABET.charAt((n - (sum % n)) % n);
}

function grouped(code: string): string {
  const groups: string[] = [];
  for (let i = 0; i < code.length; i += GROUP) groups.push(code.slice(i, i + GROUP));
  return groups.join("-");
}
