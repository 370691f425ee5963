/** A street's name as it is compared: case, ß, umlauts' spelling, hyphens, blanks, dots and »Str.« do not tell streets apart. */
export function spelled(street: string): string {
  return street.normalize("NFC").toLowerCase().replaceAll("ß", "ss").replaceAll("ä", "ae").replaceAll("ö", "oe").replaceAll("ü", "ue")
    .replace(/str\.?$/, "strasse").replace(/[^\p{L}\p{N}]/gu, "");
}

/** Least number of letters to insert, take out or exchange; more than `most` is given as `most + 1`, without looking further. */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) row.push(Math.min((before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (before[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    if (Math.min(...row) > most) return most + 1;
    before = row;
  }
  return before[b.length] ?? most + 1;
}
