import { Children, XDF2_NAMESPACE, XDF3_NAMESPACE } from "./children.ts";
import { defined } from "./defined.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import { edition2 } from "./edition2/read-elements.ts";
import type { ReadLimits } from "./limits.ts";
import type { Header, Nachricht, Stammdatenschema } from "./model.ts";
import { Problems } from "./problem.ts";
import type { XdfError } from "./problem.ts";
import { readDatenfeld, readDatenfeldgruppe, readStammdatenschema } from "./read-elements.ts";
import { readTree } from "./xml-tree.ts";
import type { XmlElement } from "./xml-tree.ts";

export interface ReadOptions extends Partial<ReadLimits> {
  /** Keeps `relation` elements, for a file that shall be written again. */
  readonly keepRelations?: boolean;
}

/** Either the whole model or every error that was found; warnings name what was passed over. */
export type ReadResult<T> =
  | { readonly ok: true; readonly schema: T; readonly warnings: readonly XdfError[] }
  | { readonly ok: false; readonly errors: readonly XdfError[]; readonly warnings: readonly XdfError[] };

/**
 * Reads an XDatenfelder 3.0.0 or 2.0 Stammdatenschema (message 0102). Pure and bounded: refuses any DOCTYPE before parsing, streams,
 * keeps to the limits, does not depend on the order of elements, never throws because of the file.
 */
export function readSchema(xml: string | Uint8Array, options: ReadOptions = {}): ReadResult<Stammdatenschema> {
  const result = readNachricht(xml, options);
  if (!result.ok) return result;
  const { inhalt } = result.schema;
  if (inhalt.art === "stammdatenschema") return { ok: true, schema: inhalt, warnings: result.warnings };
  const message = `Die Datei enthält ${inhalt.art === "datenfeld" ? "ein einzelnes Datenfeld" : "eine einzelne Datenfeldgruppe"}. Für ein Formular wird ein Stammdatenschema gebraucht.`;
  return { ok: false, errors: [{ code: "wrong-root", line: inhalt.zeile, path: "", message }], warnings: result.warnings };
}

/** Reads any of the messages 0102 (Stammdatenschema), 0103 (Datenfeldgruppe) and 0104 (Datenfeld). */
export function readNachricht(xml: string | Uint8Array, options: ReadOptions = {}): ReadResult<Nachricht> {
  const { nachricht, problems } = readTolerantly(xml, options);
  if (nachricht === undefined || problems.errors.length > 0) return { ok: false, errors: problems.errors, warnings: problems.warnings };
  return { ok: true, schema: nachricht, warnings: problems.warnings };
}

/** What could be read of a file with errors: where something is missing or wrong stands an empty or the first allowed value. For reports only. */
export function readTolerantly(xml: string | Uint8Array, options: ReadOptions): { readonly nachricht: Nachricht | undefined; readonly problems: Problems } {
  const limits = { ...DEFAULT_LIMITS, ...options };
  const problems = new Problems(limits.maxProblems);
  const root = readTree(xml, limits, problems, options.keepRelations === true ? new Set() : SKIPPED);
  return { nachricht: root === undefined ? undefined : readRoot(root, problems), problems };
}

const SKIPPED: ReadonlySet<string> = new Set(["relation"]);

const ROOTS = {
  "xdatenfelder.stammdatenschema.0102": "stammdatenschema",
  "xdatenfelder.datenfeldgruppe.0103": "datenfeldgruppe",
  "xdatenfelder.datenfeld.0104": "datenfeld",
} as const;

const EDITIONS = new Map([
  [XDF3_NAMESPACE, { stammdatenschema: readStammdatenschema, datenfeldgruppe: readDatenfeldgruppe, datenfeld: readDatenfeld }],
  [XDF2_NAMESPACE, edition2],
]);

function readRoot(root: XmlElement, problems: Problems): Nachricht | undefined {
  const edition = EDITIONS.get(root.namespace);
  if (edition === undefined) {
    const message = /xdatenfelder_1(\.\d+)*$/.test(root.namespace)
      ? "Das ist XDatenfelder 1. Diese Fassung wird nicht mehr gelesen; im FIM-Portal gibt es das Schema auch in Fassung 3."
      : `Der Namensraum »${root.namespace.slice(0, 100)}« ist weder XDatenfelder 3.0.0 (${XDF3_NAMESPACE}) noch XDatenfelder 2 (${XDF2_NAMESPACE}).`;
    problems.error("wrong-namespace", root.line, root.path, message);
    return undefined;
  }
  const name = Object.entries(ROOTS).find(([message]) => message === root.name)?.[1];
  if (name === undefined) {
    problems.error("wrong-root", root.line, root.path, `Das Wurzelelement »${root.name.slice(0, 100)}« ist kein Schema, keine Gruppe und kein Feld.`);
    return undefined;
  }
  const children = new Children(root, new Set(["header", name]), problems);
  const header = children.one("header");
  const content = children.required(name);
  if (content === undefined) return undefined;
  return { header: header === undefined ? { nachrichtID: "" } : readHeader(header, problems), inhalt: edition[name](content, problems), ...children.unknown() };
}

function readHeader(element: XmlElement, problems: Problems): Header {
  const children = new Children(element, new Set(["nachrichtID", "erstellungszeitpunkt", "referenzID"]), problems);
  return { nachrichtID: children.text("nachrichtID") ?? "", ...defined({ erstellungszeitpunkt: children.text("erstellungszeitpunkt"), referenzID: children.text("referenzID") }), ...children.unknown() };
}
