/** `DE` and the ARS, at best with its twelve digits; shorter prefixes occur (delivery.md 1.5.2). */
export const REGION = /^DE(\d{2}|\d{3}|\d{5}|\d{9}|\d{12})$/;

/** Digits of Land, Regierungsbezirk, Kreis, Verband, Gemeinde. */
const LEVELS = [2, 3, 5, 9, 12] as const;

/** The part of an ARS that says something: "059990000000" → "05999", "000000000000" (the whole country) → "". */
export function significantPrefix(ars: string): string {
  const full = ars.padEnd(12, "0");
  let prefix = full;
  for (let level = LEVELS.length - 1; level >= 0; level -= 1) {
    const from = level === 0 ? 0 : LEVELS[level - 1]!;
    if (!/^0+$/.test(full.slice(from, LEVELS[level]))) break;
    prefix = full.slice(0, from);
  }
  return prefix;
}

/** Does a destination's region hold the whole wanted one? Both with `DE`. */
export function covers(offered: string, wanted: string): boolean {
  return significantPrefix(wanted.slice(2)).startsWith(significantPrefix(offered.slice(2)));
}
