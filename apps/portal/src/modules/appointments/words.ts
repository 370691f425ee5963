import type { Appointment } from "./appointment.ts";

export type Lang = "de" | "en";
type When = Pick<Appointment, "startsAt" | "endsAt" | "place">;
interface Words { readonly subject: string; readonly text: string }

const formats = {
  de: { day: new Intl.DateTimeFormat("de-DE", { timeZone: "Europe/Berlin", weekday: "long", day: "numeric", month: "long", year: "numeric" }), time: new Intl.DateTimeFormat("de-DE", { timeZone: "Europe/Berlin", hour: "2-digit", minute: "2-digit" }) },
  en: { day: new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Berlin", weekday: "long", day: "numeric", month: "long", year: "numeric" }), time: new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Berlin", hour: "2-digit", minute: "2-digit" }) },
};

/** When, in German legal time: »Dienstag, 10. März 2026, 09:00 bis 09:20 Uhr«. */
export function whenInWords(lang: Lang, { startsAt, endsAt }: Pick<When, "startsAt" | "endsAt">): string {
  const { day, time } = formats[lang];
  return lang === "de" ? `${day.format(startsAt)}, ${time.format(startsAt)} bis ${time.format(endsAt)} Uhr` : `${day.format(startsAt)}, ${time.format(startsAt)} to ${time.format(endsAt)}`;
}

const inWords = (lang: Lang, one: When): string => `${whenInWords(lang, one)}, ${one.place}`;

/** What the person reads in the case and in the mailbox; a clerk reads the same in the history. */
export const told = {
  booked: (lang: Lang, one: When): Words => (lang === "de"
    ? { subject: "Ihr Termin", text: `Sie haben einen Termin: ${inWords(lang, one)}.` }
    : { subject: "Your appointment", text: `You have an appointment: ${inWords(lang, one)}.` }),
  moved: (lang: Lang, before: When, now: When): Words => (lang === "de"
    ? { subject: "Ihr Termin wurde verlegt", text: `Ihr Termin am ${inWords(lang, before)} ist verlegt. Der neue Termin: ${inWords(lang, now)}.` }
    : { subject: "Your appointment has been moved", text: `Your appointment on ${inWords(lang, before)} has been moved. The new appointment: ${inWords(lang, now)}.` }),
  cancelled: (lang: Lang, one: When): Words => (lang === "de"
    ? { subject: "Ihr Termin ist abgesagt", text: `Ihr Termin am ${inWords(lang, one)} ist abgesagt.` }
    : { subject: "Your appointment is cancelled", text: `Your appointment on ${inWords(lang, one)} is cancelled.` }),
  cancelledByPerson: (lang: Lang, one: When): Words => (lang === "de"
    ? { subject: "Sie haben Ihren Termin abgesagt", text: `Der Termin am ${inWords(lang, one)} ist von Ihnen abgesagt.` }
    : { subject: "You have cancelled your appointment", text: `The appointment on ${inWords(lang, one)} has been cancelled by you.` }),
  missed: (lang: Lang, one: When): Words => (lang === "de"
    ? { subject: "Ihre Wunschzeit ist leider vergeben", text: `Die Zeit, die Sie gewählt haben (${inWords(lang, one)}), hat inzwischen jemand anderes bekommen. Ihr Antrag ist trotzdem da; die zuständige Stelle meldet sich wegen eines neuen Termins.` }
    : { subject: "The time you chose has been taken", text: `The time you chose (${inWords(lang, one)}) has been taken by somebody else in the meantime. Your application has arrived all the same; the responsible office will contact you about a new appointment.` }),
  endedWithdrawn: (lang: Lang, one: When): Words => (lang === "de"
    ? { subject: "Ihr Termin entfällt", text: `Der Termin am ${inWords(lang, one)} entfällt, weil der Antrag zurückgenommen ist.` }
    : { subject: "Your appointment is cancelled", text: `The appointment on ${inWords(lang, one)} is cancelled because the application was withdrawn.` }),
  endedElsewhere: (lang: Lang, one: When): Words => (lang === "de"
    ? { subject: "Ihr Termin entfällt", text: `Der Termin am ${inWords(lang, one)} entfällt, weil der Antrag jetzt bei einer anderen Stadt liegt. Braucht es dort einen Termin, meldet sie sich.` }
    : { subject: "Your appointment is cancelled", text: `The appointment on ${inWords(lang, one)} is cancelled because the application is now with another town. It will tell you if an appointment is needed there.` }),
};
