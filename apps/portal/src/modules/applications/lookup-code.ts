import { bareCode, checkCharacter, spokenAlphabet } from "./check-character.ts";
import { derive, keyedHash } from "./keys.ts";

/** 14 characters are 69 bits: with a keyed hash and counted guesses nobody finds a code by trying. */
const RANDOM_CHARACTERS = 14;

/**
 * The code with which somebody without account sees the status, such as `K7MQ2-XWP9F-HR4TL`, with a check character. It is derived
 * from a secret that only the sender has (the visitor's cookie), so a repeated request is shown the same code and nothing that opens
 * the application has to be stored in the clear.
 */
export function lookupCodeFor(ownerKey: Buffer, draft: string): string {
  const bytes = derive(ownerKey, `lookup code ${draft}`);
  const values = Array.from({ length: RANDOM_CHARACTERS }, (_, i) => bytes.readUInt16BE(i * 2) % spokenAlphabet.length);
  return grouped(values.map((value) => spokenAlphabet.charAt(value)).join("") + checkCharacter(values));
}

/** The code in its one spelling, or undefined where it cannot be one. Blanks, hyphens and case are free. */
export function parseCode(input: string): string | undefined {
  const bare = bareCode(input);
  if (bare?.length !== RANDOM_CHARACTERS + 1) return undefined;
  const values = Array.from(bare, (character) => spokenAlphabet.indexOf(character));
  return !values.includes(-1) && bare.at(-1) === checkCharacter(values.slice(0, -1)) ? grouped(bare) : undefined;
}

/** What is stored of a code: a hash to recognise it, and the key made from it. Neither can be had from the database alone. */
export function lookupSecrets(pepper: Buffer, application: string, code: string): { readonly hash: Buffer; readonly key: Buffer } {
  return { hash: keyedHash(pepper, "lookup hash", application, code), key: derive(keyedHash(pepper, "lookup key", application, code), "lookup") };
}

function grouped(bare: string): string {
  return [bare.slice(0, 5), bare.slice(5, 10), bare.slice(10)].join("-");
}
