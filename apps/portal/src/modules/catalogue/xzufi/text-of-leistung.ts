import { htmlLines, textIn, textmodul, type Leistung, type Text, type Verweis } from "@kommunalportal/xzufi";
import type { Lang } from "../service.ts";
import { serviceText, type SectionName, type ServiceText } from "../service-text.ts";

/** Sections that a transfer fills; `note` is the town's alone. The title (02, 03) stays that of the catalogue. */
export const transferSections = ["teaser", "description", "who", "documents", "feeNote", "duration", "deadline", "steps", "legalBasis", "competentOffice", "remarks"] as const satisfies readonly SectionName[];

/** The sections of a Leistung in one language, as plain lines, and those that are too long for us. */
export function textOfLeistung(leistung: Leistung, lang: Lang): { readonly text: ServiceText; readonly tooLong: readonly SectionName[] } {
  const lines = (code: string): readonly string[] => htmlLines(textIn(textmodul(leistung, code)?.inhalt ?? [], lang) ?? "");
  const of = (modules: readonly { readonly beschreibung: readonly Text[] }[], parts: readonly { readonly beschreibung: readonly Text[] }[]): readonly string[] =>
    [...new Set([...modules, ...parts].flatMap(({ beschreibung }) => htmlLines(textIn(beschreibung, lang) ?? "")))];
  const first = (...codes: readonly string[]): readonly string[] => codes.map(lines).find((found) => found.length > 0) ?? [];
  const found: Readonly<Record<(typeof transferSections)[number], readonly string[]>> = {
    teaser: first("24", "05"), description: lines("06"), who: lines("09"), documents: lines("08"),
    feeNote: of(leistung.modulKosten, leistung.modulKosten.flatMap(({ kosten }) => kosten)),
    duration: of(leistung.modulBearbeitungsdauer, leistung.modulBearbeitungsdauer.flatMap(({ bearbeitungsdauer }) => bearbeitungsdauer)),
    deadline: of(leistung.modulFrist, leistung.modulFrist.flatMap(({ frist }) => frist)),
    steps: lines("11"), legalBasis: [...lines("07"), ...links(textmodul(leistung, "07")?.weiterfuehrenderLink ?? [], lang)], competentOffice: first("22", "23"), remarks: lines("16"),
  };
  const text: Record<string, unknown> = {};
  const tooLong: SectionName[] = [];
  for (const name of transferSections) {
    if (found[name].length === 0) continue;
    const value = lists.has(name) ? found[name] : found[name].join(" ");
    if (serviceText.safeParse({ [name]: value }).success) text[name] = value;
    else tooLong.push(name);
  }
  return { text: serviceText.parse(text), tooLong };
}

const lists: ReadonlySet<SectionName> = new Set(["who", "documents", "steps"]);

/** The legal basis often stands in its links only. */
function links(given: readonly Verweis[], lang: Lang): readonly string[] {
  return given.filter(({ languageCode }) => (languageCode ?? "de").toLowerCase().startsWith(lang)).map(({ titel, uri }) => (titel === undefined ? uri : `${titel} (${uri})`));
}
