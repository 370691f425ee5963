import { Children } from "../children.ts";
import { defined } from "../defined.ts";
import type { CodelisteReferenz, Datenfeld, Datenfeldgruppe, Stammdatenschema } from "../model.ts";
import type { Problems } from "../problem.ts";
import { readStrukturen } from "../read-struktur.ts";
import type { ElementReaders } from "../read-struktur.ts";
import type { XmlElement } from "../xml-tree.ts";
import { readPraezisierung } from "./praezisierung.ts";
import { BASE_NAMES, readBase, readBezug } from "./read-base.ts";

const SCHEMA = new Set<string>([...BASE_NAMES, "hilfetext", "ableitungsmodifikationenStruktur", "ableitungsmodifikationenRepraesentation", "struktur"]);
const EINGABE = ["schemaelementart", "hilfetextEingabe", "hilfetextAusgabe"] as const;
const GRUPPE = new Set<string>([...BASE_NAMES, ...EINGABE, "struktur"]);
const FELD = new Set<string>([...BASE_NAMES, ...EINGABE, "feldart", "datentyp", "praezisierung", "inhalt", "codelisteReferenz"]);
const FELDARTEN = ["input", "select", "label"] as const;
const DATENTYPEN = ["text", "date", "bool", "num", "num_int", "num_currency", "file", "obj"] as const;
const REFERENZ = new Set(["identifikation", "genericodeIdentification"]);
const LISTE = new Set(["id", "version"]);
const GENERICODE = new Set(["canonicalIdentification", "version", "canonicalVersionUri"]);

/** The reader of XDatenfelder 2. It gives the model of 3.0.0: ids in their long form, `status` as `freigabestatus`, rule texts from `definition`. */
export const edition2 = {
  stammdatenschema: readStammdatenschema,
  datenfeldgruppe: (element: XmlElement, problems: Problems): Datenfeldgruppe => readDatenfeldgruppe(element, problems, undefined),
  datenfeld: (element: XmlElement, problems: Problems): Datenfeld => readDatenfeld(element, problems, undefined),
};

function readStammdatenschema(element: XmlElement, problems: Problems): Stammdatenschema {
  const children = new Children(element, SCHEMA, problems);
  const base = readBase(children, problems, undefined);
  return {
    art: "stammdatenschema",
    ...base,
    bezeichnung: children.text("bezeichnungEingabe") ?? base.name,
    struktur: readStrukturen(children, problems, readersWithin(base.statusGesetztAm)),
    ...defined({
      hilfetext: children.text("hilfetext"),
      ableitungsmodifikationenStruktur: children.code("ableitungsmodifikationenStruktur"),
      ableitungsmodifikationenRepraesentation: children.code("ableitungsmodifikationenRepraesentation"),
    }),
    ...children.unknown(),
  };
}

function readDatenfeldgruppe(element: XmlElement, problems: Problems, released: string | undefined): Datenfeldgruppe {
  const children = new Children(element, GRUPPE, problems);
  const base = readBase(children, problems, released);
  return { art: "datenfeldgruppe", ...base, ...readEingabe(children, base.name, problems), struktur: readStrukturen(children, problems, readersWithin(base.statusGesetztAm)), ...children.unknown() };
}

function readDatenfeld(element: XmlElement, problems: Problems, released: string | undefined): Datenfeld {
  const children = new Children(element, FELD, problems);
  const base = readBase(children, problems, released);
  return {
    art: "datenfeld",
    ...base,
    ...readEingabe(children, base.name, problems),
    feldart: children.codeOf("feldart", FELDARTEN),
    datentyp: children.codeOf("datentyp", DATENTYPEN),
    praezisierung: readPraezisierung(children),
    vorbefuellung: "keine",
    mediaType: [],
    ...defined({ inhalt: children.text("inhalt"), codelisteReferenz: readReferenz(children, problems) }),
    ...children.unknown(),
  };
}

function readersWithin(released: string | undefined): ElementReaders {
  return {
    datenfeld: (element, problems) => readDatenfeld(element, problems, released),
    datenfeldgruppe: (element, problems) => readDatenfeldgruppe(element, problems, released),
    bezug: readBezug,
  };
}

/** Files of this age leave the label of a group empty now and then; then the name stands in for it. */
function readEingabe(children: Children, name: string, problems: Problems): Pick<Datenfeldgruppe, "bezeichnungEingabe" | "bezeichnungAusgabe" | "schemaelementart" | "hilfetextEingabe" | "hilfetextAusgabe"> {
  const label = children.text("bezeichnungEingabe");
  const { line, path } = children.element;
  if (label === undefined) problems.warn("missing", line, path, `Das Element »bezeichnungEingabe« fehlt oder ist leer; gezeigt wird der Name »${name.slice(0, 100)}« (Zeile ${line}).`, "bezeichnungEingabe");
  return {
    bezeichnungEingabe: label ?? name,
    ...defined({
      bezeichnungAusgabe: children.text("bezeichnungAusgabe"),
      schemaelementart: children.code("schemaelementart"),
      hilfetextEingabe: children.text("hilfetextEingabe"),
      hilfetextAusgabe: children.text("hilfetextAusgabe"),
    }),
  };
}

/** The list's own FIM id says nothing that the URN does not; both are read, only the URN is used. */
function readReferenz(children: Children, problems: Problems): CodelisteReferenz | undefined {
  const element = children.one("codelisteReferenz");
  if (element === undefined) return undefined;
  const outer = new Children(element, REFERENZ, problems);
  const own = outer.one("identifikation");
  if (own !== undefined) outer.within(own, LISTE);
  const genericode = outer.required("genericodeIdentification");
  if (genericode === undefined) return undefined;
  const inner = outer.within(genericode, GENERICODE);
  return {
    canonicalIdentification: inner.requiredText("canonicalIdentification"),
    ...defined({ version: inner.text("version"), canonicalVersionUri: inner.text("canonicalVersionUri") }),
    ...outer.unknown(),
  };
}
