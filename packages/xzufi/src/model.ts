/** The words are those of XZuFi. A list is always there, if empty; what is absent in the file is absent here. */

/** Unique by `schemeAgencyID` (the Redaktion) together with `value`, never by the value alone. */
export interface Identifikator {
  readonly value: string;
  readonly schemeID?: string;
  readonly schemeName?: string;
  readonly schemeAgencyID?: string;
  readonly schemeAgencyName?: string;
  readonly schemeVersionID?: string;
  readonly schemeDataURI?: string;
  readonly schemeURI?: string;
}

/** A code of a list. Always a string: leading zeros count. */
export interface Code {
  readonly code: string;
  readonly name?: string;
  readonly listURI?: string;
  readonly listVersionID?: string;
}

/** A code, or a value that the list does not have. */
export interface OffenerCode {
  readonly code?: string;
  readonly name?: string;
  readonly nichtGelisteterWert?: string;
  readonly listURI?: string;
  readonly listVersionID?: string;
}

/** A text in one language. Fields named HTML in the standard carry markup: {@link cleanHtml}, {@link htmlLines}. */
export interface Text {
  readonly text: string;
  readonly languageCode?: string;
}

/** HyperlinkErweitert. */
export interface Verweis {
  readonly languageCode?: string;
  readonly uri: string;
  readonly titel?: string;
  readonly beschreibung?: string;
  readonly positionDarstellung?: number;
}

export interface Zeitraum {
  readonly beginn?: string;
  readonly ende?: string;
  readonly zusatz: readonly Text[];
}

/** What every module begins with. `zugangskanal` is new in 2.3.1. */
export interface Modulkopf {
  readonly positionDarstellung?: number;
  readonly id?: Identifikator;
  readonly idSekundaer: readonly Identifikator[];
  readonly gueltigkeit: readonly Zeitraum[];
  readonly zugangskanal?: Code;
}

export interface Textmodul extends Modulkopf {
  readonly leikaTextmodul: Code;
  readonly leikaTextmodulAbweichendeBezeichnung: readonly Text[];
  readonly inhalt: readonly Text[];
  readonly weiterfuehrenderLink: readonly Verweis[];
}

export interface TextmodulIndividuell extends Modulkopf {
  readonly individuellesTextmodultyp?: Code;
  readonly inhalt: readonly Text[];
  readonly weiterfuehrenderLink: readonly Verweis[];
}

export type Zeiteinheit = "JAHR" | "MONAT" | "WOCHE" | "TAG" | "WERKTAG" | "ARBEITSTAG" | "STUNDE" | "MINUTE" | "SEKUNDE";

export type Fristauswahl =
  | { readonly art: "FristDauer"; readonly dauer: number; readonly einheit: Zeiteinheit; readonly dauerBis?: number; readonly einheitBis?: Zeiteinheit }
  /** A date or `--MM-DD`. */
  | { readonly art: "FristStichtag"; readonly von?: string; readonly bis?: string };

/** `fristauswahl` is absent where it could not be understood; `beschreibung` is always kept. */
export interface Frist {
  readonly typ?: OffenerCode;
  readonly fristauswahl?: Fristauswahl;
  readonly beschreibung: readonly Text[];
  readonly positionDarstellung?: number;
  readonly gueltigkeit: readonly Zeitraum[];
}

export interface Fristmodul extends Modulkopf {
  readonly frist: readonly Frist[];
  readonly beschreibung: readonly Text[];
  readonly weiterfuehrenderLink: readonly Verweis[];
}

export interface Bearbeitungsdauermodul extends Modulkopf {
  readonly bearbeitungsdauer: readonly Omit<Frist, "typ">[];
  readonly beschreibung: readonly Text[];
  readonly weiterfuehrenderLink: readonly Verweis[];
}

/** Decimal number as it stands in the file, so that no amount is ever rounded. */
export interface Betrag { readonly betrag: string; readonly currencyCode?: string }

export type Kostenauswahl =
  | { readonly art: "KostenFix"; readonly betrag: Betrag }
  | { readonly art: "KostenFrei"; readonly beschreibungKostenfreiheit: readonly Text[] }
  | { readonly art: "KostenVariabel"; readonly betragUntergrenze?: Betrag; readonly betragObergrenze?: Betrag; readonly beschreibungVariabilitaet: readonly Text[] };

export interface Kosten {
  readonly typ?: OffenerCode;
  readonly kostenauswahl?: Kostenauswahl;
  readonly beschreibung: readonly Text[];
  readonly vorkasse?: boolean;
  readonly linkKostenbildung?: string;
  readonly positionDarstellung?: number;
  readonly gueltigkeit: readonly Zeitraum[];
}

export interface Kostenmodul extends Modulkopf {
  readonly kosten: readonly Kosten[];
  readonly beschreibung: readonly Text[];
  readonly weiterfuehrenderLink: readonly Verweis[];
}

export interface BegriffImKontext { readonly begriff?: Text; readonly typ?: Code }
export interface BegriffImKontextModul extends Modulkopf { readonly begriffImKontext: readonly BegriffImKontext[] }
export interface FachlicheFreigabe extends Modulkopf { readonly fachlichFreigegebenAm?: string; readonly fachlichFreigegebenDurch: readonly Text[] }
export interface Auskunftshinweis extends Modulkopf { readonly inhalt: readonly Text[]; readonly weiterfuehrenderLink: readonly Verweis[] }

export interface Dokument {
  readonly typ?: OffenerCode;
  readonly bezeichnung: readonly Text[];
  readonly beschreibung: readonly Text[];
  readonly referenzFormularID: readonly Identifikator[];
  readonly angabeSignatur?: Code;
}
export interface Dokumentmodul extends Modulkopf {
  readonly dokumentEingehend: readonly Dokument[];
  readonly dokumentAusgehend: readonly Dokument[];
  readonly beschreibung: readonly Text[];
  readonly weiterfuehrenderLink: readonly Verweis[];
}

export interface Ursprungsportal extends Modulkopf { readonly languageCode?: string; readonly uri: string; readonly titel?: string }

export interface Struktur {
  readonly art: "LeistungsstrukturObjekt" | "LeistungsstrukturObjektMitVerrichtung" | "LeistungsstrukturObjektMitVerrichtungUndDetail";
  readonly leistungsgruppierung?: Code;
  readonly leistungsobjektID?: Identifikator;
  readonly verrichtung?: Code;
  readonly verrichtungsdetail: readonly Text[];
}

export interface Kategorieklasse { readonly id?: Identifikator; readonly bezeichnung: readonly Text[]; readonly beschreibung: readonly Text[]; readonly version?: string }
export interface Kategorie {
  readonly id?: Identifikator;
  readonly idSekundaer: readonly Identifikator[];
  readonly uebergeordneteKategorieID?: Identifikator;
  readonly untergeordneteKategorieID: readonly Identifikator[];
  readonly bezeichnung: readonly Text[];
  readonly beschreibung: readonly Text[];
  readonly klasse?: Kategorieklasse;
}

export interface Herausgeber {
  readonly id?: Identifikator;
  readonly idSekundaer: readonly Identifikator[];
  readonly bezeichnung: readonly Text[];
  readonly kurzbezeichnung: readonly Text[];
  readonly beschreibung: readonly Text[];
  readonly standardZustaendigkeitsgebiet: readonly Identifikator[];
}

export interface Versionsinformation {
  readonly erstelltDatumZeit?: string;
  readonly erstelltDurch?: string;
  readonly geaendertDatumZeit?: string;
  readonly geaendertDurch?: string;
  readonly version?: string;
}

export interface Sprachversion {
  readonly languageCode?: string;
  readonly sprachbezeichnungDeutsch?: string;
  readonly sprachbezeichnungNativ?: string;
  readonly erstelltDatumZeit?: string;
  readonly erstelltDurch?: string;
  readonly geaendertDatumZeit?: string;
  readonly geaendertDurch?: string;
  readonly version?: string;
  /** 2.3.1 only. */
  readonly kennzeichenMaschinelleUebersetzung?: boolean;
}

export interface Wirtschaftszweig { readonly code?: Code; readonly spezifischeID?: Identifikator }

/** The order is that of the FIM portal's model, very likely the order of the schema, and the one in which it is written. */
export interface Leistung {
  readonly id: Identifikator;
  readonly idSekundaer: readonly Identifikator[];
  readonly struktur?: Struktur;
  /** In 2.3.1 `referenzLeistungsschluessel`. */
  readonly referenzLeiKa: readonly Code[];
  readonly modulText: readonly Textmodul[];
  readonly modulTextIndividuell: readonly TextmodulIndividuell[];
  /** Once in 2.2.0, several (by access channel) in 2.3.1; the same for costs, duration and the others that are lists here. */
  readonly modulFrist: readonly Fristmodul[];
  readonly modulKosten: readonly Kostenmodul[];
  readonly modulBearbeitungsdauer: readonly Bearbeitungsdauermodul[];
  readonly modulBegriffImKontext: readonly BegriffImKontextModul[];
  readonly modulFachlicheFreigabe: readonly FachlicheFreigabe[];
  readonly modulAuskunftshinweis: readonly Auskunftshinweis[];
  readonly modulDokument: readonly Dokumentmodul[];
  readonly modulUrsprungsportal: readonly Ursprungsportal[];
  readonly typisierung: readonly Code[];
  readonly vertrauensniveau?: Code;
  readonly leistungsadressat: readonly Code[];
  readonly kennzeichenSchriftformerfordernis?: boolean;
  readonly kategorie: readonly Kategorie[];
  readonly klassifizierung: readonly Code[];
  readonly informationsbereichSDG: readonly Code[];
  readonly idLeistungImKontext: readonly Identifikator[];
  readonly idProzess: readonly Identifikator[];
  readonly herausgeber?: Herausgeber;
  /** ARS prefixes. */
  readonly gueltigkeitGebietID: readonly Identifikator[];
  readonly kennzeichenEA?: boolean;
  readonly relevantFuerWirtschaftszweig: readonly Wirtschaftszweig[];
  readonly relevantFuerRechtsform: readonly Code[];
  readonly relevantFuerStaatsangehoerigkeit: readonly Code[];
  readonly versionsinformation?: Versionsinformation;
  readonly sprachversion: readonly Sprachversion[];
  readonly gueltigkeit: readonly Zeitraum[];
}
