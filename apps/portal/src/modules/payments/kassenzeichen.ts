import { randomInt } from "node:crypto";

/**
 * A Kassenzeichen: the town's prefix, ten digits that nobody can guess and a check digit, so that a typing error at the bank does not
 * pay somebody else's fee.
 */
export function newKassenzeichen(prefix = ""): string {
  const digits = `${randomInt(1, 10)}${String(randomInt(0, 1_000_000_000)).padStart(9, "0")}`;
  return `${prefix.replace(/[^A-Za-z0-9]/g, "").slice(0, 10)}${digits}${checkDigit(digits)}`;
}

/** True when the last digit fits the ten before it: what a clerk has typed can be right. */
export function isKassenzeichen(text: string): boolean {
  const [, digits, check] = /(\d{10})(\d)$/.exec(text.replace(/\s/g, "")) ?? [];
  return digits !== undefined && check === checkDigit(digits);
}

/** ISO/IEC 7064 MOD 11,10: one decimal digit that shows every wrong digit and nearly every swap of neighbours. */
export function checkDigit(digits: string): string {
  let product = 10;
  for (const digit of digits) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return String((11 - product) % 10);
}
