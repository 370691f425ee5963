import { Children } from "./children.ts";
import type { Anzahl, Bezug, Datenfeld, Datenfeldgruppe, Struktur } from "./model.ts";
import type { Problems } from "./problem.ts";
import type { XmlElement } from "./xml-tree.ts";

/** How one edition of the standard writes what stands in a position. */
export interface ElementReaders {
  readonly datenfeld: (element: XmlElement, problems: Problems) => Datenfeld;
  readonly datenfeldgruppe: (element: XmlElement, problems: Problems) => Datenfeldgruppe;
  readonly bezug: (element: XmlElement, problems: Problems) => readonly Bezug[];
}

const STRUKTUR = new Set(["anzahl", "bezug", "enthaelt"]);
const ENTHAELT = new Set(["datenfeld", "datenfeldgruppe"]);

/** The positions of a schema or group; without any, an error. Both editions of the standard write them alike. */
export function readStrukturen(children: Children, problems: Problems, readers: ElementReaders): readonly Struktur[] {
  const strukturen = children.all("struktur").flatMap((element) => readStruktur(element, problems, readers));
  if (children.all("struktur").length === 0) children.missing("struktur");
  return strukturen;
}

function readStruktur(element: XmlElement, problems: Problems, readers: ElementReaders): readonly Struktur[] {
  const children = new Children(element, STRUKTUR, problems);
  const anzahl = readAnzahl(children);
  const holder = children.required("enthaelt");
  if (holder === undefined) return [];
  const inner = children.within(holder, ENTHAELT);
  const held = [...inner.all("datenfeld"), ...inner.all("datenfeldgruppe")];
  const [first, second] = held;
  if (second !== undefined) problems.error("duplicate", second.line, second.path, "»enthaelt« darf nur ein Element enthalten.");
  if (first === undefined) {
    inner.missing("datenfeld oder datenfeldgruppe");
    return [];
  }
  const enthaelt = first.name === "datenfeld" ? readers.datenfeld(first, problems) : readers.datenfeldgruppe(first, problems);
  return [{ anzahl, bezug: children.all("bezug").flatMap((bezug) => readers.bezug(bezug, problems)), enthaelt, ...children.unknown() }];
}

/** `min:max` with `*` for no limit (QS 1021, 1046, 1047). */
function readAnzahl(children: Children): Anzahl {
  const text = children.requiredText("anzahl");
  const match = /^(\d{1,6}):(\d{1,6}|\*)$/.exec(text);
  const min = Number(match?.[1] ?? 1);
  const max = match?.[2] === "*" ? "*" : Number(match?.[2] ?? 1);
  if (text !== "" && (match === null || (max !== "*" && (max < min || max === 0)))) {
    children.invalid(children.one("anzahl") ?? children.element, `»${text.slice(0, 30)}« ist keine gültige Anzahl; erwartet wird zum Beispiel 0:1, 1:1 oder 0:*.`);
  }
  return { min, max };
}
