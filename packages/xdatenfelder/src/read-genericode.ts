import type { Codelist } from "./codelist.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import type { ReadLimits } from "./limits.ts";
import { Problems } from "./problem.ts";
import type { XdfError } from "./problem.ts";
import { readTree } from "./xml-tree.ts";
import type { XmlElement } from "./xml-tree.ts";

export type GenericodeResult =
  | { readonly ok: true; readonly codelist: Codelist; readonly warnings: readonly XdfError[] }
  | { readonly ok: false; readonly errors: readonly XdfError[]; readonly warnings: readonly XdfError[] };

/**
 * Reads an OASIS Genericode 1.0 code list as the XRepository exports it. Elements are matched by local name, because most files
 * leave them without namespace and some do not; a `Value` without `ColumnRef` belongs to the column after the one before it.
 */
export function readGenericode(xml: string | Uint8Array, options: Partial<ReadLimits> = {}): GenericodeResult {
  const limits = { ...DEFAULT_LIMITS, ...options };
  const problems = new Problems(limits.maxProblems);
  const root = readTree(xml, limits, problems, SKIPPED);
  const codelist = root === undefined ? undefined : readCodelist(root, problems);
  if (codelist === undefined || problems.errors.length > 0) return { ok: false, errors: problems.errors, warnings: problems.warnings };
  return { ok: true, codelist, warnings: problems.warnings };
}

const SKIPPED: ReadonlySet<string> = new Set(["Description"]);

function readCodelist(root: XmlElement, problems: Problems): Codelist | undefined {
  if (root.name !== "CodeList") {
    problems.error("wrong-root", root.line, root.path, `Das Wurzelelement »${root.name.slice(0, 100)}« ist keine Codeliste (Genericode: CodeList).`);
    return undefined;
  }
  const identification = child(root, "Identification");
  const columnSet = child(root, "ColumnSet");
  const simple = child(root, "SimpleCodeList");
  const [canonicalUri, version, canonicalVersionUri] = ["CanonicalUri", "Version", "CanonicalVersionUri"].map((name) => text(identification, name));
  const columns = (columnSet?.children ?? []).filter((element) => element.name === "Column").map((element) => element.attributes.get("Id") ?? "").filter((id) => id !== "");
  if (canonicalUri === undefined || version === undefined) problems.error("missing", (identification ?? root).line, (identification ?? root).path, "Kennung (CanonicalUri) oder Version der Codeliste fehlt.");
  if (columns.length === 0) problems.error("missing", (columnSet ?? root).line, (columnSet ?? root).path, "Die Codeliste hat keine Spalten.");
  if (simple === undefined) problems.error("missing", root.line, root.path, "Die Codeliste hat keinen Inhalt (SimpleCodeList).");
  if (canonicalUri === undefined || version === undefined || simple === undefined) return undefined;
  return {
    canonicalUri,
    version,
    canonicalVersionUri: canonicalVersionUri ?? `${canonicalUri}_${version}`,
    name: text(identification, "LongName") ?? text(identification, "ShortName") ?? canonicalUri,
    columns,
    keyColumn: keyColumn(columnSet, columns),
    rows: simple.children.filter((element) => element.name === "Row").map((row) => readRow(row, columns, problems)),
  };
}

/** The key marked `recommendedKeyColumn`, else the first key, else the first column. */
function keyColumn(columnSet: XmlElement | undefined, columns: readonly string[]): string {
  const keys = (columnSet?.children ?? []).filter((element) => element.name === "Key");
  const recommended = keys.find((key) => child(child(key, "Annotation"), "AppInfo")?.children.some((info) => info.name === "recommendedKeyColumn"));
  const referenced = child(recommended ?? keys[0], "ColumnRef")?.attributes.get("Ref");
  return referenced !== undefined && columns.includes(referenced) ? referenced : (columns[0] ?? "");
}

function readRow(row: XmlElement, columns: readonly string[], problems: Problems): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let position = 0;
  for (const value of row.children) {
    if (value.name !== "Value") continue;
    const column = value.attributes.get("ColumnRef") ?? columns[position];
    if (column === undefined || !columns.includes(column)) {
      problems.error("invalid", value.line, value.path, `Der Wert gehört zu keiner Spalte der Liste${column === undefined ? "" : ` (»${column.slice(0, 60)}«)`}.`);
      continue;
    }
    position = columns.indexOf(column) + 1;
    const simple = text(value, "SimpleValue");
    if (simple !== undefined) values.set(column, simple);
  }
  return values;
}

function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((candidate) => candidate.name === name);
}

function text(element: XmlElement | undefined, name: string): string | undefined {
  return child(element, name)?.text.trim() || undefined;
}
