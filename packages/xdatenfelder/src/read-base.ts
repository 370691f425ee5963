import { Children } from "./children.ts";
import type { Baukastenelement, Bezug, Identifikation, Regel, Relation, Stichwort } from "./model.ts";
import { defined } from "./defined.ts";
import type { Problems } from "./problem.ts";
import type { XmlElement } from "./xml-tree.ts";

/** Names of the base block (reference: XDatenfelder 3.0.0, Baukastenelement). */
export const BASE_NAMES = [
  "identifikation", "name", "beschreibung", "definition", "bezug", "freigabestatus", "statusGesetztAm", "statusGesetztDurch", "gueltigAb",
  "gueltigBis", "versionshinweis", "veroeffentlichungsdatum", "letzteAenderung", "relation", "stichwort", "regel",
] as const;

const STATUS = ["1", "2", "3", "4", "5", "6", "7", "8"] as const;
const ID = /^[SFGDRC]\d{11}$/;
const VERSION = /^\d+\.\d+(\.\d+)?$/;
const IDENTIFIKATION = new Set(["id", "version"]);
const RELATION = new Set(["praedikat", "objekt"]);
const NONE: ReadonlySet<string> = new Set();
const LINK = new Set(["link"]);
const URI = new Set(["uri"]);
const REGEL = new Set([
  "identifikation", "name", "beschreibung", "freitextRegel", "bezug", "stichwort", "fachlicherErsteller", "letzteAenderung", "typ", "param",
  "ziel", "skript", "fehler",
]);

export function readBase(children: Children, problems: Problems): Baukastenelement {
  return {
    identifikation: readIdentifikation(children, "identifikation", problems),
    name: children.requiredText("name"),
    bezug: children.all("bezug").flatMap((element) => readBezug(element, problems)),
    freigabestatus: children.codeOf("freigabestatus", STATUS),
    relation: children.all("relation").map((element) => readRelation(element, problems)),
    stichwort: children.all("stichwort").flatMap((element) => readStichwort(element, problems)),
    regel: children.all("regel").map((element) => readRegel(element, problems)),
    zeile: children.element.line,
    ...defined({
      beschreibung: children.text("beschreibung"),
      definition: children.text("definition"),
      statusGesetztAm: children.text("statusGesetztAm"),
      statusGesetztDurch: children.text("statusGesetztDurch"),
      gueltigAb: children.text("gueltigAb"),
      gueltigBis: children.text("gueltigBis"),
      versionshinweis: children.text("versionshinweis"),
      veroeffentlichungsdatum: children.text("veroeffentlichungsdatum"),
      letzteAenderung: children.text("letzteAenderung"),
    }),
  };
}

export function readIdentifikation(children: Children, name: string, problems: Problems): Identifikation {
  const element = children.required(name);
  if (element === undefined) return { id: "" };
  const inner = new Children(element, IDENTIFIKATION, problems);
  const id = inner.requiredText("id");
  const version = inner.text("version");
  if (id !== "" && !ID.test(id)) inner.invalid(element, `»${id}« ist keine Kennung: erwartet wird ein Buchstabe (S, F, G, D, R oder C) mit 11 Ziffern.`);
  if (version !== undefined && !VERSION.test(version)) inner.invalid(element, `»${version}« ist keine Versionsnummer der Form 1.0.0.`);
  return { id, ...defined({ version }), ...inner.unknown() };
}

export function readBezug(element: XmlElement, problems: Problems): readonly Bezug[] {
  const own = new Children(element, NONE, problems, LINK);
  const text = own.ownText();
  const link = element.attributes.get("link")?.trim() || undefined;
  const usable = link !== undefined && /^https?:\/\//i.test(link);
  if (link !== undefined && !usable) {
    problems.warn("invalid", element.line, element.path, `Der Verweis »${link.slice(0, 100)}« ist keine Webadresse; er wird nur aufbewahrt und nie gezeigt.`);
    own.keepAttribute("link", link);
  }
  if (text === undefined && link === undefined) return [];
  return [{ text: text ?? "", ...(usable ? { link } : {}), ...own.unknown() }];
}

function readStichwort(element: XmlElement, problems: Problems): readonly Stichwort[] {
  const own = new Children(element, NONE, problems, URI);
  const text = own.ownText();
  return text === undefined ? [] : [{ text, ...defined({ uri: element.attributes.get("uri") }), ...own.unknown() }];
}

function readRelation(element: XmlElement, problems: Problems): Relation {
  const children = new Children(element, RELATION, problems);
  return { praedikat: children.code("praedikat") ?? "", objekt: readIdentifikation(children, "objekt", problems), ...children.unknown() };
}

function readRegel(element: XmlElement, problems: Problems): Regel {
  const children = new Children(element, REGEL, problems);
  const freitextRegel = children.text("freitextRegel");
  if (freitextRegel === undefined) problems.warn("missing", element.line, element.path, "Die Regel hat keinen Text (freitextRegel).");
  for (const name of ["param", "ziel", "fehler"]) {
    for (const machine of children.all(name)) children.keep(machine, `»${name}« wird nicht ausgewertet, nur aufbewahrt; die Regel erscheint mit ihrem Text zur Prüfung.`);
  }
  return {
    identifikation: readIdentifikation(children, "identifikation", problems),
    name: children.text("name") ?? "",
    freitextRegel: freitextRegel ?? "",
    bezug: children.all("bezug").flatMap((bezug) => readBezug(bezug, problems)),
    stichwort: children.all("stichwort").flatMap((stichwort) => readStichwort(stichwort, problems)),
    zeile: element.line,
    ...defined({
      beschreibung: children.text("beschreibung"),
      fachlicherErsteller: children.text("fachlicherErsteller"),
      letzteAenderung: children.text("letzteAenderung"),
      typ: children.code("typ"),
      skript: children.text("skript"),
    }),
    ...children.unknown(),
  };
}
