import { Children } from "./children.ts";
import { defined } from "./defined.ts";
import { DATENTYPEN, FELDARTEN } from "./model.ts";
import type { CodelisteReferenz, Datenfeld, Datenfeldgruppe, Praezisierung, Stammdatenschema, Wert } from "./model.ts";
import type { Problems } from "./problem.ts";
import { BASE_NAMES, readBase, readBezug, readIdentifikation } from "./read-base.ts";
import { readStrukturen } from "./read-struktur.ts";
import type { XmlElement } from "./xml-tree.ts";

const SCHEMA = new Set<string>([
  ...BASE_NAMES, "bezeichnung", "hilfetext", "ableitungsmodifikationenStruktur", "ableitungsmodifikationenRepraesentation", "dokumentsteckbrief", "struktur",
]);
const EINGABE = ["bezeichnungEingabe", "bezeichnungAusgabe", "schemaelementart", "hilfetextEingabe", "hilfetextAusgabe"] as const;
const GRUPPE = new Set<string>([...BASE_NAMES, ...EINGABE, "art", "struktur"]);
const FELD = new Set<string>([
  ...BASE_NAMES, ...EINGABE, "feldart", "datentyp", "praezisierung", "inhalt", "vorbefuellung", "werte", "codelisteReferenz", "codeKey", "nameKey",
  "helpKey", "maxSize", "mediaType",
]);
const WERTE = new Set(["wert"]);
const WERT = new Set(["code", "name", "hilfe"]);
const REFERENZ = new Set(["canonicalIdentification", "version", "canonicalVersionUri"]);
const VORBEFUELLUNG = ["keine", "optional", "verpflichtend"] as const;

export function readStammdatenschema(element: XmlElement, problems: Problems): Stammdatenschema {
  const children = new Children(element, SCHEMA, problems);
  const base = readBase(children, problems);
  const bezeichnung = children.text("bezeichnung");
  if (bezeichnung === undefined) problems.warn("missing", element.line, element.path, `Das Element »bezeichnung« fehlt oder ist leer; gezeigt wird der Name »${base.name.slice(0, 100)}« (Zeile ${element.line}).`, "bezeichnung");
  return {
    art: "stammdatenschema",
    ...base,
    bezeichnung: bezeichnung ?? base.name,
    struktur: readStrukturen(children, problems, READERS),
    ...defined({
      hilfetext: children.text("hilfetext"),
      ableitungsmodifikationenStruktur: children.code("ableitungsmodifikationenStruktur"),
      ableitungsmodifikationenRepraesentation: children.code("ableitungsmodifikationenRepraesentation"),
      dokumentsteckbrief: children.one("dokumentsteckbrief") === undefined ? undefined : readIdentifikation(children, "dokumentsteckbrief", problems),
    }),
    ...children.unknown(),
  };
}

export function readDatenfeldgruppe(element: XmlElement, problems: Problems): Datenfeldgruppe {
  const children = new Children(element, GRUPPE, problems);
  const gruppenart = children.code("art");
  if (gruppenart !== undefined && gruppenart !== "X") children.invalid(element, `»${gruppenart}« ist keine bekannte Gruppenart; erlaubt ist X (Auswahlgruppe).`, "art");
  return {
    art: "datenfeldgruppe",
    ...readBase(children, problems),
    ...readEingabe(children),
    struktur: readStrukturen(children, problems, READERS),
    ...defined({ gruppenart }),
    ...children.unknown(),
  };
}

export function readDatenfeld(element: XmlElement, problems: Problems): Datenfeld {
  const children = new Children(element, FELD, problems);
  const werte = children.one("werte");
  const referenz = children.one("codelisteReferenz");
  const maxSize = children.text("maxSize");
  if (maxSize !== undefined && !/^[1-9]\d{0,14}$/.test(maxSize)) children.invalid(element, `maxSize »${maxSize.slice(0, 30)}« ist keine Anzahl von Bytes.`, "maxSize");
  return {
    art: "datenfeld",
    ...readBase(children, problems),
    ...readEingabe(children),
    feldart: children.codeOf("feldart", FELDARTEN),
    datentyp: children.codeOf("datentyp", DATENTYPEN),
    praezisierung: readPraezisierung(children),
    vorbefuellung: children.one("vorbefuellung") === undefined ? "keine" : children.codeOf("vorbefuellung", VORBEFUELLUNG),
    mediaType: children.all("mediaType").flatMap((type) => children.within(type, NONE).ownText()?.toLowerCase() ?? []),
    ...defined({
      inhalt: children.text("inhalt"),
      werte: werte === undefined ? undefined : readWerte(children.within(werte, WERTE), problems),
      codelisteReferenz: referenz === undefined ? undefined : readReferenz(referenz, problems),
      codeKey: children.text("codeKey"),
      nameKey: children.text("nameKey"),
      helpKey: children.text("helpKey"),
      maxSize: maxSize === undefined ? undefined : Number(maxSize),
    }),
    ...children.unknown(),
  };
}

const READERS = { datenfeld: readDatenfeld, datenfeldgruppe: readDatenfeldgruppe, bezug: readBezug };

function readEingabe(children: Children): Pick<Datenfeldgruppe, "bezeichnungEingabe" | "bezeichnungAusgabe" | "schemaelementart" | "hilfetextEingabe" | "hilfetextAusgabe"> {
  return {
    bezeichnungEingabe: children.requiredText("bezeichnungEingabe"),
    ...defined({
      bezeichnungAusgabe: children.text("bezeichnungAusgabe"),
      schemaelementart: children.code("schemaelementart"),
      hilfetextEingabe: children.text("hilfetextEingabe"),
      hilfetextAusgabe: children.text("hilfetextAusgabe"),
    }),
  };
}

const PRAEZISIERUNG = ["minLength", "maxLength", "minValue", "maxValue", "pattern"] as const;
const LIMITS: ReadonlySet<string> = new Set(PRAEZISIERUNG);
const NONE: ReadonlySet<string> = new Set();

function readPraezisierung(children: Children): Praezisierung {
  const element = children.one("praezisierung");
  if (element === undefined) return {};
  children.within(element, NONE, LIMITS);
  const value = (name: (typeof PRAEZISIERUNG)[number]): string | undefined => element.attributes.get(name)?.trim() || undefined;
  return defined({ minLength: value("minLength"), maxLength: value("maxLength"), minValue: value("minValue"), maxValue: value("maxValue"), pattern: value("pattern") });
}

function readWerte(children: Children, problems: Problems): readonly Wert[] {
  const seen = new Set<string>();
  return children.all("wert").map((wert) => {
    const inner = new Children(wert, WERT, problems);
    const code = inner.requiredText("code");
    if (seen.has(code)) inner.invalid(wert, `Der Code »${code}« kommt in dieser Liste zweimal vor.`);
    seen.add(code);
    return { code, name: inner.requiredText("name"), ...defined({ hilfe: inner.text("hilfe") }), ...inner.unknown() };
  });
}

function readReferenz(element: XmlElement, problems: Problems): CodelisteReferenz {
  const children = new Children(element, REFERENZ, problems);
  return {
    canonicalIdentification: children.requiredText("canonicalIdentification"),
    ...defined({ version: children.text("version"), canonicalVersionUri: children.text("canonicalVersionUri") }),
    ...children.unknown(),
  };
}
