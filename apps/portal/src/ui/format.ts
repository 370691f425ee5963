import type { Lang } from "./text.ts";

const zone = "Europe/Berlin";
const locale: Readonly<Record<Lang, string>> = { de: "de-DE", en: "en-GB" };

function perLanguage<T>(make: (locale: string) => T): Readonly<Record<Lang, T>> {
  return { de: make(locale.de), en: make(locale.en) };
}

const money = perLanguage((tag) => new Intl.NumberFormat(tag, { style: "currency", currency: "EUR" }));
const number = perLanguage((tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: 20 }));
const size = perLanguage((tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: 1 }));
const day = perLanguage((tag) => new Intl.DateTimeFormat(tag, { day: "numeric", month: "long", year: "numeric", timeZone: zone }));
const shortDay = perLanguage((tag) => new Intl.DateTimeFormat(tag, { day: "2-digit", month: "2-digit", year: "numeric", timeZone: zone }));
const clock = perLanguage((tag) => new Intl.DateTimeFormat(tag, { hour: "2-digit", minute: "2-digit", timeZone: zone }));
const seconds = perLanguage((tag) => new Intl.DateTimeFormat(tag, { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: zone }));

/** Integer cents as euros: 1250 → »12,50 €«. */
export function formatMoney(cents: number, lang: Lang): string {
  if (!Number.isSafeInteger(cents)) throw new TypeError("Money is counted in whole cents");
  return money[lang].format(cents / 100);
}

export function formatNumber(value: number, lang: Lang): string {
  return number[lang].format(value);
}

/** A `YYYY-MM-DD` (no time zone) or an instant in German legal time (§ 1 ZeitG): »12. August 1984«. */
export function formatDate(value: string | Date, lang: Lang): string {
  return day[lang].format(instant(value));
}

/** The last day of what ends at this instant: at midnight the day before, in German legal time. */
export function formatLastDay(end: Date, lang: Lang): string {
  return formatDate(new Date(end.getTime() - 1), lang);
}

/** »12.08.1984«, for tables. */
export function formatShortDate(value: string | Date, lang: Lang): string {
  return shortDay[lang].format(instant(value));
}

const clockKnown = perLanguage(() => new Map<number, string>());
const mostKnown = 256;

/** »14:30«, German legal time. Every page of somebody signed in says one, mostly the same minute, and asking Intl costs more than the words around it. */
export function formatTime(value: Date, lang: Lang): string {
  const minute = Math.floor(value.getTime() / 60_000);
  const known = clockKnown[lang];
  let time = known.get(minute);
  if (time === undefined) {
    time = clock[lang].format(value);
    if (known.size >= mostKnown) known.clear();
    known.set(minute, time);
  }
  return time;
}

/** »12. August 2026, 14:30 Uhr«. */
export function formatDateTime(value: Date, lang: Lang): string {
  return lang === "de" ? `${formatDate(value, lang)}, ${formatTime(value, lang)} Uhr` : `${formatDate(value, lang)}, ${formatTime(value, lang)}`;
}

/** »12.08.2026, 14:30:05«, for tables in which the order of things within a minute counts. */
export function formatExactTime(value: Date, lang: Lang): string {
  return `${formatShortDate(value, lang)}, ${seconds[lang].format(value)}`;
}

/** Bytes in the unit people know: »2,4 MB« (1 MB = 1,048,576 bytes, as file managers count). */
export function formatFileSize(bytes: number, lang: Lang): string {
  if (bytes < 1_024) return `${size[lang].format(bytes)} Byte`;
  if (bytes < 1_048_576) return `${size[lang].format(bytes / 1_024)} KB`;
  return `${size[lang].format(bytes / 1_048_576)} MB`;
}

/** The address for a `tel:` link: German numbers with their country code, everything but digits gone. */
export function phoneHref(phone: string): string {
  const digits = phone.replace(/\(0\)/g, "").replace(/[^\d+]/g, "");
  if (digits.startsWith("+")) return `tel:${digits}`;
  if (digits.startsWith("00")) return `tel:+${digits.slice(2)}`;
  return digits.startsWith("0") ? `tel:+49${digits.slice(1)}` : `tel:${digits}`;
}

/** Media types as people say them: »PDF, JPG oder PNG«. */
export function formatMediaTypes(types: readonly string[], lang: Lang): string {
  const names = types.map((type) => mediaNames[type] ?? type);
  return new Intl.ListFormat(locale[lang], { type: "disjunction" }).format(names);
}

const mediaNames: Readonly<Record<string, string>> = {
  "application/pdf": "PDF", "image/jpeg": "JPG", "image/png": "PNG", "image/webp": "WebP", "image/heic": "HEIC", "image/tiff": "TIFF", "text/plain": "TXT",
};

function instant(value: string | Date): Date {
  if (value instanceof Date) return value;
  // Noon in UTC is the same day in Berlin in winter and summer.
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) throw new TypeError(`Not a date as YYYY-MM-DD: ${value.length} characters`);
  return new Date(`${value}T12:00:00Z`);
}
