import fc from "fast-check";
import type { Arbitrary } from "fast-check";
import type { Anschrift, Code, Frist, Fristauswahl, Identifikator, Kommunikation, Kosten, Kostenauswahl, Leistung, Modulkopf, OffenerCode, Onlinedienst, Organisationseinheit, Sprachversion, Struktur, Text, Transfer, Verweis, Versionsinformation, Zeitraum, Zustaendigkeit, Objekt } from "../index.ts";
import { LOESCHKLASSEN } from "../index.ts";

/** Any text that XML can carry and the reader does not trim. */
const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }).map((text) => text.replace(/[\p{Cc}\p{Cs}\ufffe\uffff\ufeff]/gu, "").trim().replace(/\s+/g, " ")).filter((text) => text !== "");
const lines = fc.array(word, { minLength: 1, maxLength: 3 }).map((all) => all.join("\n"));
const few = <T>(one: Arbitrary<T>): Arbitrary<readonly T[]> => fc.array(one, { maxLength: 2 });

/** An object whose optional properties are sometimes there; an absent one is absent, never undefined. */
function object<T extends object>(model: { readonly [K in keyof T]-?: Arbitrary<Exclude<T[K], undefined>> }, requiredKeys: readonly (keyof T)[]): Arbitrary<T> {
  return fc.record(model as { [K in keyof T]: Arbitrary<T[K]> }, { requiredKeys: [...requiredKeys] as never[], noNullPrototype: true }) as unknown as Arbitrary<T>;
}

const digits = fc.stringMatching(/^[0-9]{1,14}$/);
const identifikator = object<Identifikator>({ value: word, schemeID: word, schemeName: word, schemeAgencyID: word, schemeAgencyName: word, schemeVersionID: word, schemeDataURI: word, schemeURI: word }, ["value"]);
const code = object<Code>({ code: digits, name: word, listURI: word, listVersionID: word }, ["code"]);
const offenerCode = object<OffenerCode>({ code: digits, name: word, nichtGelisteterWert: word, listURI: word, listVersionID: word }, []);
const text = object<Text>({ text: lines, languageCode: fc.constantFrom("de", "en", "de-DE") }, ["text"]);
const zahl = fc.integer({ min: -1_000_000, max: 1_000_000 });
const verweis = object<Verweis>({ languageCode: word, uri: fc.webUrl(), titel: word, beschreibung: word, positionDarstellung: zahl }, ["uri"]);
const zeitraum = object<Zeitraum>({ beginn: word, ende: word, zusatz: few(text) }, ["zusatz"]);
const head: { readonly [K in Exclude<keyof Modulkopf, "zugangskanal">]-?: Arbitrary<Exclude<Modulkopf[K], undefined>> } = { positionDarstellung: zahl, id: identifikator, idSekundaer: few(identifikator), gueltigkeit: few(zeitraum) };
/** A module: the head, and what is its own. */
const modul = <T extends object>(model: { readonly [K in keyof T]: Arbitrary<T[K]> }, optional: readonly (keyof T & string)[] = []): Arbitrary<never> => {
  const all: Record<string, Arbitrary<unknown>> = { ...head, ...model };
  return fc.record(all, { requiredKeys: Object.keys(all).filter((key) => key !== "positionDarstellung" && key !== "id" && !optional.some((name) => name === key)), noNullPrototype: true }) as unknown as Arbitrary<never>;
};
const einheit = fc.constantFrom("JAHR", "MONAT", "WOCHE", "TAG", "WERKTAG", "ARBEITSTAG", "STUNDE", "MINUTE", "SEKUNDE");
const fristauswahl: Arbitrary<Fristauswahl> = fc.oneof(
  object<Extract<Fristauswahl, { art: "FristDauer" }>>({ art: fc.constant("FristDauer"), dauer: zahl, einheit, dauerBis: zahl, einheitBis: einheit }, ["art", "dauer", "einheit"]),
  object<Extract<Fristauswahl, { art: "FristStichtag" }>>({ art: fc.constant("FristStichtag"), von: word, bis: word }, ["art"]),
);
const betrag = object<{ betrag: string; currencyCode?: string }>({ betrag: fc.stringMatching(/^[0-9]{1,6}(\.[0-9]{2})?$/), currencyCode: fc.constant("EUR") }, ["betrag"]);
const kostenauswahl: Arbitrary<Kostenauswahl> = fc.oneof(
  fc.record({ art: fc.constant("KostenFix" as const), betrag }, { noNullPrototype: true }),
  fc.record({ art: fc.constant("KostenFrei" as const), beschreibungKostenfreiheit: few(text) }, { noNullPrototype: true }),
  object<Extract<Kostenauswahl, { art: "KostenVariabel" }>>({ art: fc.constant("KostenVariabel"), betragUntergrenze: betrag, betragObergrenze: betrag, beschreibungVariabilitaet: few(text) }, ["art", "beschreibungVariabilitaet"]),
);
const fristOhneTyp = { fristauswahl, beschreibung: few(text), positionDarstellung: zahl, gueltigkeit: few(zeitraum) };
const frist = object<Frist>({ typ: offenerCode, ...fristOhneTyp }, ["beschreibung", "gueltigkeit"]);
const dauer = object<Omit<Frist, "typ">>(fristOhneTyp, ["beschreibung", "gueltigkeit"]);
const kosten = object<Kosten>({ typ: offenerCode, kostenauswahl, beschreibung: few(text), vorkasse: fc.boolean(), linkKostenbildung: word, positionDarstellung: zahl, gueltigkeit: few(zeitraum) }, ["beschreibung", "gueltigkeit"]);
const struktur = object<Struktur>({
  art: fc.constantFrom("LeistungsstrukturObjekt", "LeistungsstrukturObjektMitVerrichtung", "LeistungsstrukturObjektMitVerrichtungUndDetail"), leistungsgruppierung: code, leistungsobjektID: identifikator, verrichtung: code, verrichtungsdetail: few(text),
}, ["art", "verrichtungsdetail"]);
const stand: { readonly [K in keyof Versionsinformation]-?: Arbitrary<string> } = { erstelltDatumZeit: word, erstelltDurch: word, geaendertDatumZeit: word, geaendertDurch: word, version: word };
const versionsinformation = object<Versionsinformation>(stand, []);
const sprachversion = object<Omit<Sprachversion, "kennzeichenMaschinelleUebersetzung">>({ languageCode: fc.constantFrom("de", "en"), sprachbezeichnungDeutsch: word, sprachbezeichnungNativ: word, ...stand }, []);
const links = { weiterfuehrenderLink: few(verweis) };
const once = <T>(one: Arbitrary<T>): Arbitrary<readonly T[]> => fc.array(one, { maxLength: 1 });
const dokument = fc.record({ typ: offenerCode, bezeichnung: few(text), beschreibung: few(text), referenzFormularID: few(identifikator), angabeSignatur: code }, { requiredKeys: ["bezeichnung", "beschreibung", "referenzFormularID"], noNullPrototype: true });
const benannt = { id: identifikator, idSekundaer: few(identifikator), bezeichnung: few(text), beschreibung: few(text) };

const leistung: Arbitrary<Leistung> = object<Leistung>({
  id: identifikator, idSekundaer: few(identifikator), struktur, referenzLeiKa: few(code), modulText: few(modul({ leikaTextmodul: code, leikaTextmodulAbweichendeBezeichnung: few(text), inhalt: few(text), ...links })),
  modulTextIndividuell: few(modul({ individuellesTextmodultyp: code, inhalt: few(text), ...links }, ["individuellesTextmodultyp"])), modulFrist: once(modul({ frist: few(frist), beschreibung: few(text), ...links })),
  modulKosten: once(modul({ kosten: few(kosten), beschreibung: few(text), ...links })), modulBearbeitungsdauer: once(modul({ bearbeitungsdauer: few(dauer), beschreibung: few(text), ...links })),
  modulBegriffImKontext: few(modul({ begriffImKontext: few(fc.record({ begriff: text, typ: code }, { requiredKeys: [], noNullPrototype: true })) })),
  modulFachlicheFreigabe: once(modul({ fachlichFreigegebenAm: word, fachlichFreigegebenDurch: few(text) }, ["fachlichFreigegebenAm"])), modulAuskunftshinweis: once(modul({ inhalt: few(text), ...links })),
  modulDokument: once(modul({ dokumentEingehend: few(dokument), dokumentAusgehend: few(dokument), beschreibung: few(text), ...links })), modulUrsprungsportal: few(modul({ languageCode: word, uri: word, titel: word }, ["languageCode", "titel"])),
  typisierung: few(code), vertrauensniveau: code, leistungsadressat: few(code), kennzeichenSchriftformerfordernis: fc.boolean(),
  kategorie: few(fc.record({ ...benannt, uebergeordneteKategorieID: identifikator, untergeordneteKategorieID: few(identifikator), klasse: fc.record({ id: identifikator, bezeichnung: few(text), beschreibung: few(text), version: word }, { noNullPrototype: true }) }, { noNullPrototype: true })),
  klassifizierung: few(code), informationsbereichSDG: few(code), idLeistungImKontext: few(identifikator), idProzess: few(identifikator),
  herausgeber: fc.record({ ...benannt, kurzbezeichnung: few(text), standardZustaendigkeitsgebiet: few(identifikator) }, { noNullPrototype: true }), gueltigkeitGebietID: few(identifikator), kennzeichenEA: fc.boolean(),
  relevantFuerWirtschaftszweig: few(fc.record({ code, spezifischeID: identifikator }, { requiredKeys: [], noNullPrototype: true })), relevantFuerRechtsform: few(code), relevantFuerStaatsangehoerigkeit: few(code), versionsinformation, sprachversion: few(sprachversion), gueltigkeit: few(zeitraum),
} as unknown as { readonly [K in keyof Leistung]-?: Arbitrary<Exclude<Leistung[K], undefined>> }, [
  "id", "idSekundaer", "referenzLeiKa", "modulText", "modulTextIndividuell", "modulFrist", "modulKosten", "modulBearbeitungsdauer", "modulBegriffImKontext", "modulFachlicheFreigabe", "modulAuskunftshinweis", "modulDokument", "modulUrsprungsportal", "typisierung",
  "leistungsadressat", "kategorie", "klassifizierung", "informationsbereichSDG", "idLeistungImKontext", "idProzess", "gueltigkeitGebietID", "relevantFuerWirtschaftszweig", "relevantFuerRechtsform", "relevantFuerStaatsangehoerigkeit", "sprachversion", "gueltigkeit",
]);

const zustaendigkeit = object<Zustaendigkeit>({ id: identifikator, idSekundaer: few(identifikator), leistungID: identifikator, gebietID: few(identifikator), rolle: code, gueltigkeit: few(zeitraum) }, ["idSekundaer", "leistungID", "gebietID", "gueltigkeit"]);
const kommunikation = object<Kommunikation>({ kanal: code, kennung: word, kennungZusatz: word, zusatz: word }, []);
const anschrift = object<Anschrift>({ typ: code, strasse: word, hausnummer: word, postleitzahl: digits, ort: word, postfach: word, zusatz: word, verwaltungspolitischeKodierung: fc.record({ bundesland: code, gemeindeschluessel: code, regionalschluessel: code }, { requiredKeys: [], noNullPrototype: true }), anfahrturl: word }, []);
const organisationseinheit: Arbitrary<Organisationseinheit> = fc.record({
  id: identifikator, idSekundaer: few(identifikator), name: few(text), kurzbezeichnung: few(text), beschreibung: few(text), internetadresse: few(verweis), anschrift: few(anschrift), kommunikation: few(kommunikation),
  kontaktperson: few(fc.record({ anrede: word, titel: word, vorname: word, familienname: word, position: word, raum: word, kommunikation: few(kommunikation) }, { noNullPrototype: true })), zustaendigkeit: few(zustaendigkeit),
}, { noNullPrototype: true });
const onlinedienst: Arbitrary<Onlinedienst> = fc.record({
  id: identifikator, idSekundaer: few(identifikator), bezeichnung: few(text), kurzbezeichnung: few(text), teaser: few(text), beschreibung: few(text), link: few(fc.record({ languageCode: word, typ: code, link: word, titel: word }, { noNullPrototype: true })),
  vertrauensniveau: code, gueltigkeit: few(zeitraum), sprachversion: few(sprachversion), zustaendigkeit: few(zustaendigkeit),
}, { noNullPrototype: true });

const objekt: Arbitrary<Objekt> = fc.oneof(
  leistung.map((inhalt): Objekt => ({ art: "leistung", inhalt })), organisationseinheit.map((inhalt): Objekt => ({ art: "organisationseinheit", inhalt })), onlinedienst.map((inhalt): Objekt => ({ art: "onlinedienst", inhalt })),
  fc.record({ uebergeordnetesObjektID: identifikator, zustaendigkeit }, { noNullPrototype: true }).map((inhalt): Objekt => ({ art: "zustaendigkeitTransferObjekt", inhalt })),
);

/** A message of 2.2.0 with any content that it can carry. */
export const transfer: Arbitrary<Transfer> = fc.record({
  version: fc.constant("2.2.0" as const), wurzel: fc.constantFrom("transfer", "leistungsverzeichnis.uebertragung.0301", "a"), produktbezeichnung: word, produkthersteller: word, nachrichtenkopf: fc.record({ nachrichtUUID: fc.uuid(), erstelltDatumZeit: word }, { noNullPrototype: true }),
  schreibe: fc.array(objekt, { minLength: 1, maxLength: 4 }), loesche: few(fc.record({ klasse: fc.constantFrom(...LOESCHKLASSEN), id: identifikator }, { noNullPrototype: true })),
}, { noNullPrototype: true });
