import { randomInt } from "node:crypto";
import { bareCode, checkCharacter, spokenAlphabet } from "./check-character.ts";

const RANDOM_CHARACTERS = 7;
const SHAPE = /^[A-Z]{3}\d{4}[2-9A-HJ-NP-TV-Z]{8}$/;

/**
 * A Vorgangsnummer such as `MUS-2026-7K4D-9XQ2`: three letters of the town, the year, seven random characters (2.7 · 10^10 a year and
 * prefix, so neighbours cannot be guessed) and a check character.
 */
export function newReference(townSlug: string, year: string): string {
  let body = "";
  for (let i = 0; i < RANDOM_CHARACTERS; i += 1) body += spokenAlphabet.charAt(randomInt(spokenAlphabet.length));
  const bare = `${prefixOf(townSlug)}${year}${body}`;
  return grouped(bare + checkCharacter(valuesOf(bare)));
}

/** The reference in its one spelling, or undefined where the check character does not fit. Blanks, hyphens and case are free. */
export function parseReference(input: string): string | undefined {
  const bare = bareCode(input);
  if (bare?.length !== 15) return undefined;
  // Where only letters or only digits can stand, it is known what was misread.
  const town = bare.slice(0, 3).replaceAll("0", "O").replaceAll("1", "I");
  const year = bare.slice(3, 7).replaceAll("O", "0").replaceAll(/[IL]/g, "1");
  const code = `${town}${year}${bare.slice(7)}`;
  if (!SHAPE.test(code)) return undefined;
  return code.at(-1) === checkCharacter(valuesOf(code.slice(0, -1))) ? grouped(code) : undefined;
}

/** First three letters of a host label; umlauts are spelled out there already. A short name is filled up with X. */
function prefixOf(slug: string): string {
  return slug.replace(/[^a-z]/g, "").slice(0, 3).toUpperCase().padEnd(3, "X");
}

/** Letters of the town count from A, digits of the year as they are, the rest by its place in the alphabet. */
function valuesOf(bare: string): number[] {
  return Array.from(bare, (character, position) => (position < 3 ? character.charCodeAt(0) - 65 : position < 7 ? Number(character) : spokenAlphabet.indexOf(character)));
}

function grouped(bare: string): string {
  return [bare.slice(0, 3), bare.slice(3, 7), bare.slice(7, 11), bare.slice(11)].join("-");
}
