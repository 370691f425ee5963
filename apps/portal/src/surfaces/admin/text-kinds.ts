import type { ProfilePart, TenantProfile } from "#modules/tenants";
import { formatDate } from "#ui/format";
import type { StaffVisit } from "../frame/index.ts";
import { type Errors, linesOf } from "./form-state.ts";

/** A text that a town writes itself. */
export interface TextKind {
  readonly part: ProfilePart;
  readonly title: string;
  readonly hint: string;
  /** Where people read it. */
  readonly path: string;
  /** `written`: `## heading`, paragraphs, `- item`. `easy`: every line stands alone. `lead`: one paragraph without markup. */
  readonly look: "written" | "easy" | "lead";
  readonly english: boolean;
  /** Has the day of its last review. */
  readonly reviewed?: true;
  readonly most: number;
}

export interface TextInput { readonly de: string; readonly en: string; /** `YYYY-MM-DD`, where the text is reviewed. */ readonly day: string }

/** By the last part of the address. */
export const textKinds = {
  willkommen: { part: "welcome", title: "Willkommenstext", hint: "Ein Satz unter der Überschrift der Startseite.", path: "/", look: "lead", english: true, most: 300 },
  impressum: { part: "imprint", title: "Impressum", hint: "Angaben nach § 5 Digitale-Dienste-Gesetz: Name, Anschrift, wer vertritt, Telefon, E-Mail, Aufsicht.", path: "/impressum", look: "written", english: true, most: 20_000 },
  datenschutz: { part: "privacy", title: "Datenschutz", hint: "Für die Seiten allgemein (Artikel 13 DSGVO). Zu jedem Online-Dienst gibt es einen eigenen Hinweis.", path: "/datenschutz", look: "written", english: true, most: 20_000 },
  barrierefreiheit: { part: "accessibility", title: "Erklärung zur Barrierefreiheit", hint: "Nach § 4 BITVNRW. Mindestens einmal im Jahr und nach größeren Änderungen zu prüfen.", path: "/barrierefreiheit", look: "written", english: true, reviewed: true, most: 20_000 },
  "leichte-sprache": { part: "easy-language", title: "Leichte Sprache", hint: "Was hier zu finden ist, wie man sich zurechtfindet, was in der Erklärung zur Barrierefreiheit steht. Ein Satz je Zeile.", path: "/leichte-sprache", look: "easy", english: false, most: 20_000 },
} as const satisfies Readonly<Record<string, TextKind>>;

export type TextName = keyof typeof textKinds;

export function isTextName(name: string | undefined): name is TextName {
  return name !== undefined && Object.hasOwn(textKinds, name);
}

export function storedText(profile: TenantProfile, name: TextName): TextInput {
  switch (name) {
    case "willkommen": return fromBilingual(profile.welcome);
    case "impressum": return fromBilingual(profile.imprint);
    case "datenschutz": return fromBilingual(profile.privacy);
    case "barrierefreiheit": return { ...fromBilingual(profile.accessibility), day: profile.accessibilityReviewedOn ?? "" };
    case "leichte-sprache": return { de: profile.easyLanguage ?? "", en: "", day: "" };
  }
}

/** For the profile; without a German text it is cleared, and the installation's stands there again. */
export function profileValues(name: TextName, { de, en, day }: TextInput): Partial<TenantProfile> {
  if (de === "") return {};
  const text = { de, ...(en === "" ? {} : { en }) };
  switch (name) {
    case "willkommen": return { welcome: text };
    case "impressum": return { imprint: text };
    case "datenschutz": return { privacy: text };
    case "barrierefreiheit": return { accessibility: text, accessibilityReviewedOn: day };
    case "leichte-sprache": return { easyLanguage: de };
  }
}

export function readText(visit: StaffVisit, kind: TextKind): TextInput {
  return { de: linesOf(visit, "de"), en: kind.english ? linesOf(visit, "en") : "", day: kind.reviewed === true ? visit.field("stand").slice(0, 40) : "" };
}

/** @param today the legal day, `YYYY-MM-DD` */
export function textErrors(kind: TextKind, { de, en, day }: TextInput, today: string): Errors {
  const german = de === "" && en !== "" ? "Geben Sie den Text auch auf Deutsch ein." : problemOf(kind, de);
  return { de: german, en: problemOf(kind, en), stand: kind.reviewed === true && de !== "" ? dayProblem(day, today) : undefined };
}

function problemOf(kind: TextKind, text: string): string | undefined {
  if (text.length > kind.most) return `Kürzen Sie den Text auf ${kind.most.toLocaleString("de-DE")} Zeichen. Er hat ${text.length.toLocaleString("de-DE")}.`;
  const line = kind.look === "lead" ? -1 : text.split("\n").findIndex((one) => one.startsWith("#") && !/^## \S/.test(one));
  return line < 0 ? undefined : `Zeile ${line + 1}: Eine Überschrift beginnt mit ## und einem Leerzeichen, dann folgt ihr Text.`;
}

function dayProblem(day: string, today: string): string | undefined {
  const valid = /^\d{4}-\d{2}-\d{2}$/.test(day) && day >= "2018-09-23" && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) === true;
  if (!valid) return "Geben Sie den Tag ein, an dem die Erklärung zuletzt geprüft wurde.";
  return day > today ? `Der Tag der Prüfung darf nicht in der Zukunft liegen. Heute ist der ${formatDate(today, "de")}.` : undefined;
}

function fromBilingual(text: { readonly de: string; readonly en?: string | undefined } | undefined): TextInput {
  return { de: text?.de ?? "", en: text?.en ?? "", day: "" };
}
