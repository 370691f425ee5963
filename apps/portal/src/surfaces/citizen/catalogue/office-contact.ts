import { addressLines, inLang, weekdays, type Lang, type Office, type OpeningSpan } from "#modules/catalogue";
import type { Contact } from "#ui/contact-box";
import { say } from "./messages.ts";

/** An office as the contact box shows it. */
export function officeContact(office: Office, lang: Lang, href?: string): Contact {
  const address = addressLines(office);
  return {
    name: inLang(office.name, lang),
    ...(office.phone === undefined ? {} : { phone: office.phone }), ...(office.email === undefined ? {} : { email: office.email }),
    ...(address.length === 0 ? {} : { address }), ...(office.hours.length === 0 ? {} : { hours: knownHours(office.hours, lang) }), ...(href === undefined ? {} : { href }),
  };
}

const known = new WeakMap<readonly OpeningSpan[], Partial<Record<Lang, OpeningHours>>>();

/** An office stands on every page of an application, and what is in the catalogue's memory does not change: its hours are put into words once. */
function knownHours(hours: readonly OpeningSpan[], lang: Lang): OpeningHours {
  const inWords = known.get(hours) ?? {};
  known.set(hours, inWords);
  return inWords[lang] ??= openingHours(hours, lang);
}

export type OpeningHours = readonly { readonly days: string; readonly times?: string }[];

/** Monday to Friday always, with "closed" where nothing is open; the weekend only when the office opens then. */
export function openingHours(hours: readonly OpeningSpan[], lang: Lang): OpeningHours {
  return weekdays.flatMap((day, at) => {
    const spans = hours.filter((span) => span.day === day).toSorted((a, b) => a.opens.localeCompare(b.opens));
    if (spans.length === 0) return at < 5 ? [{ days: say(lang, day) }] : [];
    return [{ days: say(lang, day), times: spans.map(({ opens, closes }) => unbroken(say(lang, "from", { opens: plainTime(opens), closes: plainTime(closes) }))).join(say(lang, "and")) }];
  });
}

/** A line may end between two spans, not within one. */
function unbroken(span: string): string {
  return span.replaceAll(" ", "\u00a0");
}

/** "08:00" → "8", "07:30" → "7:30": as people say it. */
function plainTime(time: string): string {
  return time.replace(/^0/, "").replace(/:00$/, "");
}
