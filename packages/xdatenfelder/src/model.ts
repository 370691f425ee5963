import type { MitUnbekanntem } from "./unknown.ts";

/** The parts of an XDatenfelder 3.0.0 Stammdatenschema, spelled as in the standard. */

/** Identification of an element; without `version` it is a working copy (Arbeitskopie). */
export interface Identifikation extends MitUnbekanntem {
  readonly id: string;
  readonly version?: string;
}

/** A legal or technical reference; `link` is only kept when it is http(s). */
export interface Bezug extends MitUnbekanntem {
  readonly text: string;
  readonly link?: string;
}

export interface Stichwort extends MitUnbekanntem {
  readonly text: string;
  readonly uri?: string;
}

/** How the element is related to another one; code of `urn:xoev-de:fim-datenfelder:codeliste:relation`. */
export interface Relation extends MitUnbekanntem {
  readonly praedikat: string;
  readonly objekt: Identifikation;
}

/** What schema, group and field have in common (Baukastenelement). */
export interface Baukastenelement extends MitUnbekanntem {
  readonly identifikation: Identifikation;
  readonly name: string;
  readonly beschreibung?: string;
  readonly definition?: string;
  readonly bezug: readonly Bezug[];
  /** Code of `urn:xoev-de:xprozess:codeliste:status`; 5 and 6 are released. */
  readonly freigabestatus: string;
  readonly statusGesetztAm?: string;
  readonly statusGesetztDurch?: string;
  readonly gueltigAb?: string;
  readonly gueltigBis?: string;
  readonly versionshinweis?: string;
  readonly veroeffentlichungsdatum?: string;
  readonly letzteAenderung?: string;
  /** Only read on demand (`keepRelations`): a portal export carries thousands, and no form needs one. */
  readonly relation: readonly Relation[];
  readonly stichwort: readonly Stichwort[];
  readonly regel: readonly Regel[];
  /** Line of the start tag in the file, counted from 1. */
  readonly zeile: number;
}

/** A rule. In all known exports the binding content is the German sentence in `freitextRegel`. */
export interface Regel extends MitUnbekanntem {
  readonly identifikation: Identifikation;
  readonly name: string;
  readonly beschreibung?: string;
  readonly freitextRegel: string;
  readonly bezug: readonly Bezug[];
  readonly stichwort: readonly Stichwort[];
  readonly fachlicherErsteller?: string;
  readonly letzteAenderung?: string;
  readonly typ?: string;
  readonly skript?: string;
  readonly zeile: number;
}

/** How often an element may occur at a position: `min:max`, `max` is `"*"` without limit. */
export interface Anzahl {
  readonly min: number;
  readonly max: number | "*";
}

/** A position: it belongs to the parent, the element it holds may occur at many positions. */
export interface Struktur extends MitUnbekanntem {
  readonly anzahl: Anzahl;
  readonly bezug: readonly Bezug[];
  readonly enthaelt: Datenfeld | Datenfeldgruppe;
}

export interface Stammdatenschema extends Baukastenelement {
  readonly art: "stammdatenschema";
  readonly bezeichnung: string;
  readonly hilfetext?: string;
  readonly ableitungsmodifikationenStruktur?: string;
  readonly ableitungsmodifikationenRepraesentation?: string;
  readonly dokumentsteckbrief?: Identifikation;
  readonly struktur: readonly Struktur[];
}

interface Eingabeelement extends Baukastenelement {
  readonly bezeichnungEingabe: string;
  readonly bezeichnungAusgabe?: string;
  /** ABS, HAR or RNG. */
  readonly schemaelementart?: string;
  readonly hilfetextEingabe?: string;
  readonly hilfetextAusgabe?: string;
}

export interface Datenfeldgruppe extends Eingabeelement {
  readonly art: "datenfeldgruppe";
  /** `X` makes it an Auswahlgruppe: exactly one child (list datenfelder.gruppenart 1.0). */
  readonly gruppenart?: string;
  readonly struktur: readonly Struktur[];
}

export const FELDARTEN = ["input", "select", "label", "hidden", "locked"] as const;
export type Feldart = (typeof FELDARTEN)[number];

export const DATENTYPEN = [
  "text", "text_latin", "date", "time", "datetime", "bool", "num", "num_int", "num_currency", "file", "obj",
] as const;
export type Datentyp = (typeof DATENTYPEN)[number];

/** Attributes of the empty element `praezisierung`, as written. */
export interface Praezisierung {
  readonly minLength?: string;
  readonly maxLength?: string;
  readonly minValue?: string;
  readonly maxValue?: string;
  readonly pattern?: string;
}

export interface Wert extends MitUnbekanntem {
  readonly code: string;
  readonly name: string;
  readonly hilfe?: string;
}

export interface CodelisteReferenz extends MitUnbekanntem {
  readonly canonicalIdentification: string;
  /** Absent: whatever is current at the time of use. */
  readonly version?: string;
  readonly canonicalVersionUri?: string;
}

export interface Datenfeld extends Eingabeelement {
  readonly art: "datenfeld";
  readonly feldart: Feldart;
  readonly datentyp: Datentyp;
  readonly praezisierung: Praezisierung;
  readonly inhalt?: string;
  /** keine, optional or verpflichtend. */
  readonly vorbefuellung: string;
  readonly werte?: readonly Wert[];
  readonly codelisteReferenz?: CodelisteReferenz;
  readonly codeKey?: string;
  readonly nameKey?: string;
  readonly helpKey?: string;
  /** Bytes. */
  readonly maxSize?: number;
  readonly mediaType: readonly string[];
}

export interface Header extends MitUnbekanntem {
  readonly nachrichtID: string;
  readonly erstellungszeitpunkt?: string;
  readonly referenzID?: string;
}

/** A read message. Groups and fields can be exported alone (messages 0103 and 0104). */
export interface Nachricht extends MitUnbekanntem {
  readonly header: Header;
  readonly inhalt: Stammdatenschema | Datenfeldgruppe | Datenfeld;
}
