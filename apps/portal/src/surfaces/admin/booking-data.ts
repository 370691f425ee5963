/** Booking data of a town's Kasse as lines »Schlüssel: Wert«. */

const most = 20;

export function bookingLines(data: Readonly<Record<string, string>>): string {
  return Object.entries(data).map(([key, value]) => `${key}: ${value}`).join("\n");
}

/** Call it only for text without a {@link bookingProblem}. */
export function readBooking(text: string): Record<string, string> {
  return Object.fromEntries(pairsOf(text));
}

export function bookingProblem(text: string): string | undefined {
  const pairs = pairsOf(text);
  if (pairs.length > most) return `Geben Sie höchstens ${most} Angaben ein.`;
  const seen = new Set<string>();
  for (const [key, value, line] of pairs) {
    if (!/^[\p{L}\d][\p{L}\d_ .-]{0,39}$/u.test(key)) return `Zeile ${line}: Beginnen Sie mit einem Schlüssel aus höchstens 40 Buchstaben und Ziffern und einem Doppelpunkt, zum Beispiel »Haushaltsstelle: 1220.4311000«.`;
    if (value === "" || value.length > 100) return `Zeile ${line}: Nach dem Doppelpunkt stehen 1 bis 100 Zeichen.`;
    if (seen.has(key.toLowerCase())) return `Zeile ${line}: ${key} steht zweimal da.`;
    seen.add(key.toLowerCase());
  }
  return undefined;
}

function pairsOf(text: string): (readonly [key: string, value: string, line: number])[] {
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    const colon = line.indexOf(":");
    return [[colon < 0 ? "" : line.slice(0, colon).trim(), colon < 0 ? "" : line.slice(colon + 1).trim(), index + 1] as const];
  });
}
