import type { Code, Identifikator, Sprachversion, Text, Verweis, Zeitraum } from "./model.ts";

/** Which Leistung, where, by whom: inside its Organisationseinheit or Onlinedienst, or on its own as {@link ZustaendigkeitTransferObjekt}. */
export interface Zustaendigkeit {
  readonly id?: Identifikator;
  readonly idSekundaer: readonly Identifikator[];
  readonly leistungID: Identifikator;
  /** ARS prefixes, 2 to 12 digits. */
  readonly gebietID: readonly Identifikator[];
  /** 01 Zuständige Stelle, 02 Zuständige Stelle und Ansprechpunkt, 03 Ansprechpunkt. */
  readonly rolle?: Code;
  readonly gueltigkeit: readonly Zeitraum[];
}
export interface ZustaendigkeitTransferObjekt { readonly uebergeordnetesObjektID: Identifikator; readonly zustaendigkeit: Zustaendigkeit }

export interface VerwaltungspolitischeKodierung {
  readonly kreis?: Code;
  readonly bezirk?: Code;
  readonly bundesland?: Code;
  readonly gemeindeschluessel?: Code;
  readonly regionalschluessel?: Code;
  readonly nation?: Code;
  readonly gemeindeverband?: Code;
}
export interface Anschrift {
  /** 001 Hausanschrift, 002 Besucheranschrift, 003 Postfach, 004 Großempfänger, 005 Lieferanschrift, 006 Postanschrift. */
  readonly typ?: Code;
  readonly strasse?: string;
  readonly hausnummer?: string;
  readonly postleitzahl?: string;
  readonly ort?: string;
  readonly postfach?: string;
  readonly zusatz?: string;
  readonly verwaltungspolitischeKodierung?: VerwaltungspolitischeKodierung;
  readonly anfahrturl?: string;
}
export interface Kommunikation {
  /** List Erreichbarkeit: 01 E-Mail, 02 Telefon, 03 mobil, 04 Fax, 08 De-Mail, 09 Web … */
  readonly kanal?: Code;
  readonly kennung?: string;
  readonly kennungZusatz?: string;
  readonly zusatz?: string;
}
export interface Kontaktperson {
  readonly anrede?: string;
  readonly titel?: string;
  readonly vorname?: string;
  readonly familienname?: string;
  readonly position?: string;
  readonly raum?: string;
  readonly kommunikation: readonly Kommunikation[];
}
export interface Organisationseinheit {
  readonly id: Identifikator;
  readonly idSekundaer: readonly Identifikator[];
  readonly name: readonly Text[];
  readonly kurzbezeichnung: readonly Text[];
  readonly beschreibung: readonly Text[];
  readonly internetadresse: readonly Verweis[];
  readonly anschrift: readonly Anschrift[];
  readonly kommunikation: readonly Kommunikation[];
  readonly kontaktperson: readonly Kontaktperson[];
  readonly zustaendigkeit: readonly Zustaendigkeit[];
}

export interface OnlinedienstLink { readonly languageCode?: string; readonly typ?: Code; readonly link: string; readonly titel?: string }
export interface Onlinedienst {
  readonly id: Identifikator;
  readonly idSekundaer: readonly Identifikator[];
  readonly bezeichnung: readonly Text[];
  readonly kurzbezeichnung: readonly Text[];
  readonly teaser: readonly Text[];
  readonly beschreibung: readonly Text[];
  readonly link: readonly OnlinedienstLink[];
  readonly vertrauensniveau?: Code;
  readonly gueltigkeit: readonly Zeitraum[];
  readonly sprachversion: readonly Sprachversion[];
  readonly zustaendigkeit: readonly Zustaendigkeit[];
}
