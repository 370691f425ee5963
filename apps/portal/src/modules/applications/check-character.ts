/** 31 characters, a prime number of them, for what people copy or read out; 0, O, 1, I and U are left out: they are mistaken for others. */
export const spokenAlphabet = "23456789ABCDEFGHJKLMNPQRSTVWXYZ";

/**
 * Weights are powers of 3, a generator modulo the prime 31: in up to 30 places every single wrong character and every two that were
 * exchanged change the sum (as in ISO/IEC 7064, with a modulus that needs no further character). Values are below 31.
 */
export function checkCharacter(values: readonly number[]): string {
  let sum = 0;
  let weight = 1;
  for (const value of values) {
    weight = (weight * 3) % 31;
    sum = (sum + value * weight) % 31;
  }
  return spokenAlphabet.charAt(sum);
}

/** Upper case without blanks, hyphens, dots and strokes; undefined for what is too long to be a code. */
export function bareCode(input: string): string | undefined {
  return input.length > 64 ? undefined : input.normalize("NFKC").toUpperCase().replace(/[\s\p{Pd}._·/]/gu, "");
}
