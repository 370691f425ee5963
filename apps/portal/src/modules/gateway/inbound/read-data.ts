import { readXml, standardLimits, XtaFormatError, type XmlElement } from "@kommunalportal/xta";

/** One value of Fachdaten with the names that lead to it; numbers are places in a list, from 1. */
export interface Leaf { readonly path: readonly (string | number)[]; readonly value: string }
export interface ReadData {
  readonly leaves: readonly Leaf[];
  /** There was more than is shown; all of it lies in the file itself. */
  readonly more: boolean;
}

/** Not well-formed, or built to harm. */
export class DataRefused extends Error {}

/** Fachdaten are a form's answers: nobody fills in more than this. What is larger is still kept as a file. */
export const dataLimits = { leaves: 3_000, depth: 30, value: 3_000, nodes: 200_000 } as const;

/**
 * Any JSON or XML as values under names, whatever its schema. Bounded before anything is built: depth, number of nodes; XML without DOCTYPE, so without entities.
 * @throws DataRefused
 */
export function readData(bytes: Uint8Array, mimeType: "application/json" | "application/xml"): ReadData {
  const found: Leaf[] = [];
  let nodes = 0;
  let more = false;
  const enter = (depth: number): void => {
    nodes += 1;
    if (nodes > dataLimits.nodes) throw new DataRefused(`more than ${dataLimits.nodes} nodes`);
    if (depth > dataLimits.depth) throw new DataRefused(`more than ${dataLimits.depth} levels`);
  };
  const add = (path: readonly (string | number)[], value: string): void => {
    const text = value.trim();
    if (text === "") return;
    if (found.length >= dataLimits.leaves) { more = true; return; }
    if (text.length > dataLimits.value) more = true;
    found.push({ path, value: text.length > dataLimits.value ? `${text.slice(0, dataLimits.value)} …` : text });
  };
  if (mimeType === "application/json") walkJson(readJson(bytes), [], 0, enter, add);
  else walkXml(root(bytes), [], enter, add);
  return { leaves: found, more };
}

type Enter = (depth: number) => void;
type Add = (path: readonly (string | number)[], value: string) => void;

/** @throws DataRefused for anything that is no JSON in UTF-8 */
export function readJson(bytes: Uint8Array): unknown {
  try { return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)); } catch (cause) { throw new DataRefused("not JSON", { cause }); }
}

function root(bytes: Uint8Array): XmlElement {
  try {
    return readXml(bytes, { ...standardLimits, maxEnvelopeBytes: bytes.byteLength, maxDepth: dataLimits.depth, maxElements: dataLimits.nodes });
  } catch (cause) {
    if (cause instanceof XtaFormatError) throw new DataRefused(cause.problem, { cause });
    throw cause;
  }
}

function walkJson(value: unknown, path: readonly (string | number)[], depth: number, enter: Enter, add: Add): void {
  enter(depth);
  if (typeof value === "string") add(path, value);
  else if (typeof value === "number") add(path, String(value).replace(".", ","));
  else if (typeof value === "boolean") add(path, value ? "ja" : "nein");
  else if (Array.isArray(value)) value.forEach((entry: unknown, index) => { walkJson(entry, value.length === 1 ? path : [...path, index + 1], depth + 1, enter, add); });
  else if (typeof value === "object" && value !== null) for (const [name, entry] of Object.entries(value)) if (!name.startsWith("$")) walkJson(entry, [...path, name], depth + 1, enter, add);
}

function walkXml(element: XmlElement, path: readonly (string | number)[], enter: Enter, add: Add): void {
  enter(path.length);
  for (const { name, namespace, value } of element.attributes) if (namespace !== "http://www.w3.org/2001/XMLSchema-instance") add([...path, name], value);
  const children = element.children.filter((child): child is XmlElement => typeof child !== "string");
  // A code of XÖV (`<code>`, `<name>`) says its name.
  if (children.length === 0) add(path, element.children.filter((child) => typeof child === "string").join(""));
  const times = Map.groupBy(children, ({ name }) => name);
  const seen = new Map<string, number>();
  for (const child of children) {
    const at = (seen.get(child.name) ?? 0) + 1;
    seen.set(child.name, at);
    walkXml(child, (times.get(child.name)?.length ?? 0) > 1 ? [...path, child.name, at] : [...path, child.name], enter, add);
  }
}
