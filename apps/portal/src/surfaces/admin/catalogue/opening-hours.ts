import type { OpeningSpan, weekdays } from "#modules/catalogue";

export const weekdayNames: Readonly<Record<(typeof weekdays)[number], string>> = { monday: "Montag", tuesday: "Dienstag", wednesday: "Mittwoch", thursday: "Donnerstag", friday: "Freitag", saturday: "Samstag", sunday: "Sonntag" };

/** The spans of a day as one types them: »8:00 bis 12:00, 14:00 bis 16:00«. */
export function typedHours(hours: readonly OpeningSpan[], day: OpeningSpan["day"]): string {
  return hours.filter((span) => span.day === day).toSorted((a, b) => a.opens.localeCompare(b.opens)).map(({ opens, closes }) => `${short(opens)} bis ${short(closes)}`).join(", ");
}

/** »8-12 und 14.00–16.30 Uhr« → spans; undefined: not understood, closes before it opens, or two that overlap. */
export function readHours(text: string, day: OpeningSpan["day"]): readonly OpeningSpan[] | undefined {
  const plain = text.toLocaleLowerCase("de").replaceAll("uhr", "").trim();
  if (plain === "" || plain === "geschlossen") return [];
  const spans: OpeningSpan[] = [];
  for (const part of plain.split(/,|;|\bund\b/)) {
    const match = /^\s*(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|bis)\s*(\d{1,2})(?:[:.](\d{2}))?\s*$/.exec(part);
    if (!match) return undefined;
    const [opens, closes] = [time(match[1], match[2]), time(match[3], match[4])];
    if (opens === undefined || closes === undefined || opens >= closes) return undefined;
    spans.push({ day, opens, closes });
  }
  const sorted = spans.toSorted((a, b) => a.opens.localeCompare(b.opens));
  return sorted.some(({ opens }, index) => index > 0 && opens < sorted[index - 1]!.closes) ? undefined : sorted;
}

function time(hours = "", minutes = "00"): string | undefined {
  return Number(hours) < 24 && Number(minutes) < 60 ? `${hours.padStart(2, "0")}:${minutes}` : undefined;
}

const short = (given: string): string => given.replace(/^0/, "");
