/**
 * German legal time (Einheiten- und Zeitgesetz § 4): Europe/Berlin. Deadlines and days of notification are days
 * of this calendar, never of UTC.
 */
const zone = "Europe/Berlin";
const parts = new Intl.DateTimeFormat("en-CA", {
  timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit",
  hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
});

/** The legal day of an instant as `YYYY-MM-DD`. */
export function legalDate(at: Date): string {
  return quarterOf(at)?.day ?? wallClock(at).slice(0, 10);
}

/** Day and wall-clock time as `YYYY-MM-DD HH:MM`. */
export function legalDateTime(at: Date): string {
  return wallClock(at).slice(0, 16).replace("T", " ");
}

const quarter = 900_000;
/** Standard time since 1893, summer time always switched on a full hour: within a quarter of an hour the offset never changes. */
const uniformSince = Date.UTC(1894, 0, 1);
/** How far legal time is ahead of UTC, and its day: a day of it begins with a quarter too. */
interface Quarter { readonly offset: number; readonly day: string }
const quarters = new Map<number, Quarter>();
/** Quarters of an hour that are remembered: more than two days of pages that name them, and some KB. */
const mostQuarters = 256;

/** The legal time of an instant as ISO 8601 without its zone. Pages ask for the same few instants many times (now, the end of the day, of the session). */
function wallClock(at: Date): string {
  return new Date(at.getTime() + (quarterOf(at)?.offset ?? offsetAt(at))).toISOString();
}

/** Undefined for an instant so long ago that the offset was no whole quarter. */
function quarterOf(at: Date): Quarter | undefined {
  const time = at.getTime();
  if (!(time >= uniformSince)) return undefined;
  const current = Math.floor(time / quarter);
  let known = quarters.get(current);
  if (known === undefined) {
    const offset = offsetAt(at);
    known = { offset, day: new Date(time + offset).toISOString().slice(0, 10) };
    if (quarters.size >= mostQuarters) quarters.clear();
    quarters.set(current, known);
  }
  return known;
}

/** Milliseconds by which legal time is ahead of UTC. */
function offsetAt(at: Date): number {
  const f: Record<string, string> = {};
  for (const { type, value } of parts.formatToParts(at)) f[type] = value;
  const wall = Date.parse(`${f["year"]?.padStart(4, "0")}-${f["month"]}-${f["day"]}T${f["hour"]}:${f["minute"]}:${f["second"]}Z`);
  return wall - Math.floor(at.getTime() / 1000) * 1000;
}

/** Calendar arithmetic on `YYYY-MM-DD`; no time zone is involved. */
export function addDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** Where a term of whole years after a calendar year ends today: what lies before is out of it. Of 2026 and ten years: 1 January 2016. */
export function startOfLegalYear(now: Date, yearsBefore: number): Date {
  return startOfLegalDay(`${Number(legalDate(now).slice(0, 4)) - yearsBefore}-01-01`);
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

/** "2026-11-22" as "22.11.2026"; anything else is a fault. */
export function germanDay(day: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) throw new Error("a day is written YYYY-MM-DD");
  return `${match[3]}.${match[2]}.${match[1]}`;
}
