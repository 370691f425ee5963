import { type OfficeDetails, type OpeningSpan, officeDetails, weekdays } from "#modules/catalogue";
import type { StaffVisit } from "../../frame/index.ts";
import { type Errors, lineOf, linesOf } from "../form-state.ts";
import { readHours, typedHours } from "./opening-hours.ts";

/** The inputs of an office, by their names; hours and contact persons have names of their own. */
export const officeLabels = {
  name: "Name", "name-en": "Name auf Englisch", beschreibung: "Was das Amt tut", "beschreibung-en": "Was das Amt tut, auf Englisch", strasse: "Straße", hausnummer: "Hausnummer", plz: "Postleitzahl", ort: "Ort", gebaeude: "Gebäude", raum: "Raum",
  telefon: "Telefon", email: "E-Mail-Adresse", web: "Internetseite", "zeiten-hinweis": "Hinweis zu den Zeiten", "zeiten-hinweis-en": "Hinweis zu den Zeiten, auf Englisch", "barrierefrei-hinweis": "Hinweis zur Barrierefreiheit",
} as const;
type Name = keyof typeof officeLabels;
const several: readonly Name[] = ["beschreibung", "beschreibung-en", "zeiten-hinweis", "zeiten-hinweis-en", "barrierefrei-hinweis"];

export const accessWords = { stepFree: "ohne Stufen erreichbar", lift: "Aufzug", accessibleToilet: "barrierefreie Toilette", accessibleParking: "Behindertenparkplatz", hearingLoop: "Induktionsschleife" } as const;
export const accessNames = Object.keys(accessWords) as (keyof typeof accessWords)[];

export interface OfficeInput {
  readonly line: Readonly<Record<Name, string>>;
  readonly hours: Readonly<Record<string, string>>;
  /** Nothing is said about access until the town says it has looked. */
  readonly access: { readonly known: boolean; readonly has: readonly string[] };
  readonly people: readonly { readonly name: string; readonly telefon: string; readonly raum: string }[];
}

const emptyPeople = 2;
const mostPeople = 50;

export function officeInput(details: OfficeDetails | undefined): OfficeInput {
  const { address, accessibility } = details ?? {};
  return {
    line: {
      name: details?.name.de ?? "", "name-en": details?.name.en ?? "", beschreibung: details?.description?.de ?? "", "beschreibung-en": details?.description?.en ?? "", strasse: address?.street ?? "", hausnummer: address?.houseNumber ?? "",
      plz: address?.postalCode ?? "", ort: address?.locality ?? "", gebaeude: details?.building ?? "", raum: details?.room ?? "", telefon: details?.phone ?? "", email: details?.email ?? "", web: details?.url ?? "",
      "zeiten-hinweis": details?.hoursNote?.de ?? "", "zeiten-hinweis-en": details?.hoursNote?.en ?? "", "barrierefrei-hinweis": accessibility?.note?.de ?? "",
    },
    hours: Object.fromEntries(weekdays.map((day) => [day, typedHours(details?.hours ?? [], day)])),
    access: { known: accessibility !== undefined, has: accessibility === undefined ? [] : accessNames.filter((name) => accessibility[name]) },
    people: [...(details?.contactPersons ?? []).map(({ name, phone, room }) => ({ name, telefon: phone, raum: room ?? "" })), ...Array.from({ length: emptyPeople }, () => ({ name: "", telefon: "", raum: "" }))],
  };
}

export function readOffice(visit: StaffVisit): OfficeInput {
  const count = Math.min(mostPeople, Number(/^\d{1,2}$/.exec(visit.field("personen"))?.[0] ?? "0"));
  return {
    line: Object.fromEntries((Object.keys(officeLabels) as Name[]).map((name) => [name, several.includes(name) ? linesOf(visit, name) : lineOf(visit, name)])) as Record<Name, string>,
    hours: Object.fromEntries(weekdays.map((day) => [day, lineOf(visit, `zeit-${day}`)])),
    access: { known: visit.field("barrierefrei-bekannt") === "ja", has: accessNames.filter((name) => visit.fields.get("barrierefrei")?.includes(name) === true) },
    people: Array.from({ length: count }, (_, index) => ({ name: lineOf(visit, `person-${index + 1}-name`), telefon: lineOf(visit, `person-${index + 1}-telefon`), raum: lineOf(visit, `person-${index + 1}-raum`) })),
  };
}

const bilingual = (de: string, en: string) => (de === "" ? {} : { de, ...(en === "" ? {} : { en }) });
/** Without a telephone nobody is reached, and without a name nobody knows whom. */
const isPhone = (value: string): boolean => /^\+?[\d\s()/-]{3,60}$/.test(value) && value.replace(/\D/g, "").length >= 3;

/** What is stored, or what is wrong by the name of the input. Kept from before: what has no input here (the English note on access). */
export function officeOf({ line, hours, access, people }: OfficeInput, before: OfficeDetails | undefined): { readonly details: OfficeDetails } | { readonly errors: Errors } {
  const errors: Record<string, string | undefined> = {};
  const limit = (name: Name, most: number): void => { if (line[name].length > most) errors[name] ??= `Höchstens ${most.toLocaleString("de-DE")} Zeichen.`; };
  for (const name of several) limit(name, 2_000);
  for (const name of ["name", "name-en", "strasse", "ort", "gebaeude", "raum"] as const) limit(name, 200);
  limit("hausnummer", 20);
  if (line.name === "") errors["name"] ??= "Geben Sie den Namen des Amtes ein.";
  for (const [german, english] of [["beschreibung", "beschreibung-en"], ["zeiten-hinweis", "zeiten-hinweis-en"]] as const) if (line[german] === "" && line[english] !== "") errors[german] ??= "Schreiben Sie es auch auf Deutsch.";
  const somewhere = line.strasse !== "" || line.plz !== "" || line.ort !== "" || line.hausnummer !== "";
  if (somewhere) {
    if (line.strasse === "") errors["strasse"] ??= "Geben Sie die Straße ein.";
    if (!/^\d{5}$/.test(line.plz)) errors["plz"] ??= "Geben Sie die Postleitzahl mit fünf Ziffern ein.";
    if (line.ort === "") errors["ort"] ??= "Geben Sie den Ort ein.";
  }
  if (line.telefon !== "" && !isPhone(line.telefon)) errors["telefon"] ??= "Geben Sie die Telefonnummer mit Vorwahl ein, zum Beispiel 0999 555-0.";
  const spans: OpeningSpan[] = [];
  for (const day of weekdays) {
    const read = readHours(hours[day] ?? "", day);
    if (read === undefined) errors[`zeit-${day}`] = "Schreiben Sie die Zeiten so: 8:00 bis 12:00, 14:00 bis 16:00.";
    else spans.push(...read);
  }
  const contactPersons = people.flatMap(({ name, telefon, raum }, index) => {
    if (name === "" && telefon === "" && raum === "") return [];
    if (name === "" || name.length > 200) errors[`person-${index + 1}-name`] = "Geben Sie einen Namen mit höchstens 200 Zeichen ein.";
    if (!isPhone(telefon)) errors[`person-${index + 1}-telefon`] = "Geben Sie die Telefonnummer mit Vorwahl ein.";
    if (raum.length > 200) errors[`person-${index + 1}-raum`] = "Höchstens 200 Zeichen.";
    return [{ name, phone: telefon, ...(raum === "" ? {} : { room: raum }) }];
  });
  const note = line["barrierefrei-hinweis"];
  const given = {
    name: bilingual(line.name, line["name-en"]), ...(line.beschreibung === "" ? {} : { description: bilingual(line.beschreibung, line["beschreibung-en"]) }),
    ...(somewhere ? { address: { street: line.strasse, houseNumber: line.hausnummer, postalCode: line.plz, locality: line.ort } } : {}),
    ...(line.gebaeude === "" ? {} : { building: line.gebaeude }), ...(line.raum === "" ? {} : { room: line.raum }), ...(line.telefon === "" ? {} : { phone: line.telefon }), ...(line.email === "" ? {} : { email: line.email }), ...(line.web === "" ? {} : { url: line.web }),
    hours: spans, ...(line["zeiten-hinweis"] === "" ? {} : { hoursNote: bilingual(line["zeiten-hinweis"], line["zeiten-hinweis-en"]) }),
    ...(access.known ? { accessibility: { ...Object.fromEntries(accessNames.map((name) => [name, access.has.includes(name)])), ...(note === "" ? {} : { note: { ...before?.accessibility?.note, de: note } }) } } : {}),
    contactPersons,
  };
  const checked = officeDetails.safeParse(given);
  if (checked.success) return Object.values(errors).some((message) => message !== undefined) ? { errors } : { details: checked.data };
  for (const { path } of checked.error.issues) {
    if (path[0] === "email") errors["email"] ??= "Geben Sie die E-Mail-Adresse so ein: name@stadt.example.";
    if (path[0] === "url") errors["web"] ??= "Geben Sie eine Adresse ein, die mit https:// beginnt.";
  }
  if (Object.keys(errors).length === 0) throw new Error(`an office does not fit and no input says why: ${checked.error.issues.map(({ path }) => path.join(".")).join(", ")}`);
  return { errors };
}
