import { addDays } from "#platform/clock";

/** How the public holidays of a Land lie in a year. */
export interface Holidays {
  /** Each year, `MM-DD`. */
  readonly fixed: readonly string[];
  /** So many days after Easter Sunday, or before it. */
  readonly fromEaster: readonly number[];
  /** The last such weekday (0 is Sunday) before a day (`MM-DD`), as a Wednesday before 23 November. */
  readonly weekdayBefore?: readonly { readonly weekday: number; readonly before: string }[];
  /** Once, `YYYY-MM-DD`. */
  readonly once?: readonly string[];
}

/** § 2 Feiertagsgesetz NW; moving: Good Friday, Easter Monday, Ascension, Whit Monday, Corpus Christi. */
export const holidaysOfNrw: Holidays = { fixed: ["01-01", "05-01", "10-03", "11-01", "12-25", "12-26"], fromEaster: [-2, 1, 39, 50, 60] };

/** Those that every Land has: 3 October by the Unification Treaty, the others by each Land's own law. */
export const holidaysOfAll: Holidays = { fixed: ["01-01", "05-01", "10-03", "12-25", "12-26"], fromEaster: [-2, 1, 39, 50] };

/**
 * Days on which no deadline ends are Saturdays, Sundays and public holidays (§ 193 BGB, § 31 (3) VwVfG NRW, § 108 (3) AO, § 222 (2) ZPO); those of North
 * Rhine-Westphalia unless others are given. All days are `YYYY-MM-DD` of German legal time.
 */
export function isWorkingDay(day: string, holidays: Holidays = holidaysOfNrw): boolean {
  const weekday = weekdayOf(day);
  return weekday !== 0 && weekday !== 6 && !holidaysOf(Number(day.slice(0, 4)), holidays).has(day);
}

/** The day itself when it is a working day, else the next one. */
export function workingDayFrom(day: string, holidays: Holidays = holidaysOfNrw): string {
  let found = day;
  while (!isWorkingDay(found, holidays)) found = addDays(found, 1);
  return found;
}

const known = new WeakMap<Holidays, Map<number, ReadonlySet<string>>>();

/** The public holidays of a year; eleven in NRW. */
export function holidaysOf(year: number, holidays: Holidays = holidaysOfNrw): ReadonlySet<string> {
  const years = known.get(holidays) ?? new Map<number, ReadonlySet<string>>();
  known.set(holidays, years);
  let found = years.get(year);
  if (!found) {
    const easter = easterSunday(year);
    const moving = (holidays.weekdayBefore ?? []).map(({ weekday, before }) => {
      const day = `${year}-${before}`;
      return addDays(day, -((weekdayOf(day) - weekday + 6) % 7 + 1));
    });
    found = new Set([...holidays.fixed.map((day) => `${year}-${day}`), ...holidays.fromEaster.map((days) => addDays(easter, days)), ...moving, ...(holidays.once ?? [])]);
    years.set(year, found);
  }
  return found;
}

const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

/** Gregorian Easter Sunday (the anonymous algorithm, Nature 1876; Meeus, Astronomical Algorithms, chapter 8). */
export function easterSunday(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return `${year}-${String(Math.floor(n / 31)).padStart(2, "0")}-${String((n % 31) + 1).padStart(2, "0")}`;
}

/**
 * Last day of a term of months that begins with an event on `day`: the day of the same number, or the last one of a shorter
 * month (§§ 187 (1), 188 (2) and (3) BGB), moved to the next working day (§ 193 BGB, § 57 (2) VwGO with § 222 (2) ZPO).
 */
export function monthTermEnd(day: string, months: number, holidays: Holidays = holidaysOfNrw): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const target = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  target.setUTCDate(Math.min(date, last));
  return workingDayFrom(target.toISOString().slice(0, 10), holidays);
}
