/**
 * German legal time (Einheiten- und Zeitgesetz § 4): Europe/Berlin. Deadlines and days of notification are days
 * of this calendar, never of UTC.
 */
const zone = "Europe/Berlin";
const parts = new Intl.DateTimeFormat("en-CA", {
  timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit",
  hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
});

function fieldsOf(at: Date): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { type, value } of parts.formatToParts(at)) found[type] = value;
  return found;
}

/** The legal day of an instant as `YYYY-MM-DD`. */
export function legalDate(at: Date): string {
  const f = fieldsOf(at);
  return `${f["year"]}-${f["month"]}-${f["day"]}`;
}

/** Day and wall-clock time as `YYYY-MM-DD HH:MM`. */
export function legalDateTime(at: Date): string {
  const f = fieldsOf(at);
  return `${f["year"]}-${f["month"]}-${f["day"]} ${f["hour"]}:${f["minute"]}`;
}

/** Calendar arithmetic on `YYYY-MM-DD`; no time zone is involved. */
export function addDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** The instant at which a legal day begins (00:00 in Berlin, summer time included). */
export function startOfLegalDay(day: string): Date {
  const utcMidnight = Date.parse(`${day}T00:00:00Z`);
  // Berlin is one or two hours ahead of UTC; the right offset is the one that yields midnight of this very day.
  for (const hours of [1, 2]) {
    const candidate = new Date(utcMidnight - hours * 3_600_000);
    if (legalDateTime(candidate) === `${day} 00:00`) return candidate;
  }
  throw new Error(`no midnight on ${day} in ${zone}`);
}
