import type { Identifikator, Leistung, Text, Textmodul } from "./model.ts";
import type { Onlinedienst, Organisationseinheit } from "./model-stellen.ts";

/** A Leistung with nothing but its id; the rest is spread over it. */
export function emptyLeistung(id: Identifikator): Leistung {
  return {
    id, idSekundaer: [], referenzLeiKa: [], modulText: [], modulTextIndividuell: [], modulFrist: [], modulKosten: [], modulBearbeitungsdauer: [], modulBegriffImKontext: [], modulFachlicheFreigabe: [], modulAuskunftshinweis: [],
    modulDokument: [], modulUrsprungsportal: [], typisierung: [], leistungsadressat: [], kategorie: [], klassifizierung: [], informationsbereichSDG: [], idLeistungImKontext: [], idProzess: [], gueltigkeitGebietID: [],
    relevantFuerWirtschaftszweig: [], relevantFuerRechtsform: [], relevantFuerStaatsangehoerigkeit: [], sprachversion: [], gueltigkeit: [],
  };
}

export function emptyOrganisationseinheit(id: Identifikator): Organisationseinheit {
  return { id, idSekundaer: [], name: [], kurzbezeichnung: [], beschreibung: [], internetadresse: [], anschrift: [], kommunikation: [], kontaktperson: [], zustaendigkeit: [] };
}

export function emptyOnlinedienst(id: Identifikator): Onlinedienst {
  return { id, idSekundaer: [], bezeichnung: [], kurzbezeichnung: [], teaser: [], beschreibung: [], link: [], gueltigkeit: [], sprachversion: [], zustaendigkeit: [] };
}

/** What makes an object unique: the agency together with the value. */
export function objektKey({ schemeAgencyID, value }: Identifikator): string {
  return `${schemeAgencyID ?? ""}_${value}`;
}

/** The 14-digit keys a Leistung stands for, each once, in order. */
export function leistungsschluessel(leistung: Pick<Leistung, "referenzLeiKa">): readonly string[] {
  return [...new Set(leistung.referenzLeiKa.map(({ code }) => code).filter((code) => /^\d{14}$/.test(code)))];
}

/** The module with that code (02 Bezeichnung, 03 Bezeichnung II, 06 Volltext …), the first in the order of display. */
export function textmodul(leistung: Pick<Leistung, "modulText">, code: string): Textmodul | undefined {
  return leistung.modulText.filter(({ leikaTextmodul }) => leikaTextmodul.code === code).toSorted((a, b) => (a.positionDarstellung ?? 0) - (b.positionDarstellung ?? 0))[0];
}

/** The text in a language; for German also one that names no language. `de-DE` counts as `de`. */
export function textIn(texts: readonly Text[], language: string): string | undefined {
  const own = texts.find(({ languageCode }) => languageCode?.toLowerCase().split("-")[0] === language);
  return (own ?? (language === "de" ? texts.find(({ languageCode }) => languageCode === undefined) : undefined))?.text;
}
