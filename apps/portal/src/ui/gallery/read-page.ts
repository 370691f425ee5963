import { parse, type DefaultTreeAdapterMap } from "parse5";

/** One element of a page, with the text inside it and the classes of its ancestors. */
export interface PageElement { readonly tag: string; readonly attributes: ReadonlyMap<string, string>; readonly text: string; readonly rawText: string; readonly path: string }

type ParsedNode = DefaultTreeAdapterMap["node"];

/** Reads a page strictly: every error of the parser is kept. */
export function readPage(markup: string): { readonly parseErrors: readonly string[]; readonly all: readonly PageElement[] } {
  const parseErrors: string[] = [];
  const document = parse(markup, { onParseError: (error) => parseErrors.push(`${error.code} in line ${error.startLine}`) });
  const all: PageElement[] = [];
  const walk = (node: ParsedNode, path: string): string => {
    if ("value" in node) return node.value;
    if (!("childNodes" in node)) return "";
    if (!("tagName" in node)) return node.childNodes.map((child) => walk(child, path)).join("");
    const attributes = new Map(node.attrs.map(({ name, value }) => [name, value]));
    const at = all.length;
    all.push({ tag: node.tagName, attributes, text: "", rawText: "", path });
    const text = node.childNodes.map((child) => walk(child, `${path} ${attributes.get("class") ?? ""}`)).join("");
    all[at] = { tag: node.tagName, attributes, text: text.trim(), rawText: text, path };
    return text;
  };
  walk(document, "");
  return { parseErrors, all };
}
