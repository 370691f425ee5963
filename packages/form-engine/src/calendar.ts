/** Dates as `YYYY-MM-DD` strings: no time zone, no clock. ISO strings compare like the days they name. */

const isoDate = /^(\d{4})-(\d{2})-(\d{2})$/;
const isoTime = /^([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/;

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** True for a day that exists in the Gregorian calendar, from year 1 to 9999. */
export function isDay(value: string): boolean {
  const match = isoDate.exec(value);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** True for `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
export function isPartialDay(value: string): boolean {
  if (/^\d{4}$/.test(value)) return value !== "0000";
  if (/^\d{4}-\d{2}$/.test(value)) return isDay(`${value}-01`);
  return isDay(value);
}

/** True for `HH:MM` or `HH:MM:SS`. */
export function isTime(value: string): boolean {
  return isoTime.test(value);
}

/**
 * Completed years of life on a day, § 187 (2) and § 188 (2) BGB: the year is completed at the end of the day before
 * the birthday, so on the birthday itself the new age counts. Born on 29 February: 1 March in other years.
 */
export function ageOn(birth: string, day: string): number | null {
  if (!isDay(birth) || !isDay(day)) return null;
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) >= birth.slice(5) ? years : years - 1;
}

const pad = (value: number, length: number) => String(value).padStart(length, "0");

export function isoOf(year: number, month?: number, day?: number): string {
  return [pad(year, 4), ...(month === undefined ? [] : [pad(month, 2)]), ...(day === undefined ? [] : [pad(day, 2)])].join("-");
}

const months = {
  de: ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
  en: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
} as const;

const otherSpellings: ReadonlyMap<string, number> = new Map([["jänner", 1], ["feber", 2], ["maerz", 3], ["mrz", 3], ["mar", 3], ["sept", 9]]);

/** 1 to 12 for `1`, `01`, `Jan`, `Jan.`, `Januar` or `January`; undefined when nothing fits. */
export function monthNumber(typed: string): number | undefined {
  if (/^\d{1,2}$/.test(typed)) return Number(typed);
  const word = typed.toLowerCase().replace(/\.$/, "");
  const spelled = otherSpellings.get(word);
  if (spelled !== undefined) return spelled;
  if (word.length < 3) return undefined;
  const index = months.de.findIndex((name, i) => name.toLowerCase().startsWith(word) || months.en[i]?.toLowerCase().startsWith(word));
  return index < 0 ? undefined : index + 1;
}

/** `12.08.1984`, `August 1984`, `1984`; English `12 August 1984`. */
export function dayInWords(iso: string, lang: "de" | "en"): string {
  const [year = "", month, day] = iso.split("-");
  if (lang === "de" && day !== undefined) return `${day}.${month}.${year}`;
  const name = month === undefined ? undefined : months[lang][Number(month) - 1];
  return [day === undefined ? undefined : String(Number(day)), name, year].filter((part) => part !== undefined).join(" ");
}
