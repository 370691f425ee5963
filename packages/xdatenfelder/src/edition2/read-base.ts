import { Children } from "../children.ts";
import { defined } from "../defined.ts";
import type { Baukastenelement, Bezug, Identifikation, Regel } from "../model.ts";
import type { Problems } from "../problem.ts";
import type { XmlElement } from "../xml-tree.ts";
import { longId, longIdsIn, longVersion, SHORT_ID } from "./ids.ts";

/** Names of the base block of XDatenfelder 2; `bezeichnungEingabe` and `bezeichnungAusgabe` belong to every element there. */
export const BASE_NAMES = [
  "identifikation", "name", "bezeichnungEingabe", "bezeichnungAusgabe", "beschreibung", "definition", "bezug", "status", "gueltigAb", "gueltigBis",
  "fachlicherErsteller", "versionshinweis", "freigabedatum", "veroeffentlichungsdatum", "regel",
] as const;

const IDENTIFIKATION = new Set(["id", "version"]);
const REGEL = new Set<string>([...BASE_NAMES, "script"]);
const STATUS = ["aktiv", "inVorbereitung", "inaktiv"] as const;
const NONE: ReadonlySet<string> = new Set();

/** `released`: the date of the element around, which holds for what has none of its own. */
export function readBase(children: Children, problems: Problems, released: string | undefined): Baukastenelement {
  const identifikation = readIdentifikation(children, problems);
  const date = children.text("freigabedatum") ?? released;
  return {
    identifikation,
    name: children.requiredText("name"),
    bezug: children.all("bezug").flatMap((element) => readBezug(element, problems)),
    freigabestatus: statusOf(children, identifikation.version !== undefined && date !== undefined, problems),
    relation: [],
    stichwort: [],
    regel: children.all("regel").map((element) => readRegel(element, problems)),
    zeile: children.element.line,
    ...defined({
      beschreibung: children.text("beschreibung"),
      definition: children.text("definition"),
      statusGesetztAm: date,
      statusGesetztDurch: children.text("fachlicherErsteller"),
      gueltigAb: children.text("gueltigAb"),
      gueltigBis: children.text("gueltigBis"),
      versionshinweis: children.text("versionshinweis"),
      veroeffentlichungsdatum: children.text("veroeffentlichungsdatum"),
    }),
  };
}

/** Official conversion: inactive is 7; without version or date it is being worked on (2); anything else is released (6). */
function statusOf(children: Children, dated: boolean, problems: Problems): string {
  const status = children.codeOf("status", STATUS);
  if (status === "inaktiv") return "7";
  if (!dated) return "2";
  const { element } = children;
  if (status === "inVorbereitung" && element.name === "stammdatenschema") {
    problems.warn("unknown-code", element.line, element.path, `Das Schema ist »in Vorbereitung«, trägt aber Version und Freigabedatum. Es gilt deshalb als freigegeben; fragen Sie im Zweifel die Redaktion (Zeile ${element.line}).`);
  }
  return "6";
}

export function readIdentifikation(children: Children, problems: Problems): Identifikation {
  const element = children.required("identifikation");
  if (element === undefined) return { id: "" };
  const inner = new Children(element, IDENTIFIKATION, problems);
  const id = inner.requiredText("id");
  const version = inner.text("version");
  if (id !== "" && !SHORT_ID.test(id)) inner.invalid(element, `»${id.slice(0, 30)}« ist keine Kennung: XDatenfelder 2 erwartet einen Buchstaben (S, F, G, D, R oder C) mit 8 Ziffern.`);
  if (version !== undefined && !/^\d+\.\d+$/.test(version)) inner.invalid(element, `»${version.slice(0, 30)}« ist keine Versionsnummer der Form 1.0.`);
  return { id: longId(id), ...defined({ version: version === undefined ? undefined : longVersion(version) }), ...inner.unknown() };
}

/** One element holds several references: split at semicolons, and where a line ends before the next paragraph. */
export function readBezug(element: XmlElement, problems: Problems): readonly Bezug[] {
  const own = new Children(element, NONE, problems);
  const texts = (own.ownText() ?? "").split(/;|\r?\n(?=\s*(?:§|Art\b))/).map((text) => text.trim()).filter((text) => text !== "");
  return texts.map((text, index) => ({ text, ...(index === 0 ? own.unknown() : {}) }));
}

function readRegel(element: XmlElement, problems: Problems): Regel {
  const children = new Children(element, REGEL, problems);
  const text = children.text("definition");
  if (text === undefined) problems.warn("missing", element.line, element.path, `Die Regel hat keinen Text (definition, Zeile ${element.line}).`);
  return {
    identifikation: readIdentifikation(children, problems),
    name: children.text("name") ?? "",
    freitextRegel: longIdsIn(text ?? ""),
    bezug: children.all("bezug").flatMap((bezug) => readBezug(bezug, problems)),
    stichwort: [],
    typ: "K",
    zeile: element.line,
    ...defined({ beschreibung: children.text("beschreibung"), fachlicherErsteller: children.text("fachlicherErsteller"), skript: children.text("script") }),
    ...children.unknown(),
  };
}
