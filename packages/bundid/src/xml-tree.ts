import { ParseOption, XmlDocument, XmlElement } from "libxml2-wasm";
import { reject } from "./bundid-rejection.ts";

/** A document type declaration has no place in SAML and is the door to entity attacks: refused before any parser sees the text. */
export function refuseDoctype(xml: string): void {
  if (/<!\s*(?:DOCTYPE|ENTITY)/i.test(xml)) reject("doctype");
}

/** Parses without network, without entity replacement, without the size overrides. The caller disposes the document. */
export function parseXml(xml: string): XmlDocument {
  refuseDoctype(xml);
  // Text arrives decoded; another declared encoding would only serve to make two parsers disagree.
  const declared = /^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']*)["']/i.exec(xml)?.[1];
  if (declared !== undefined && declared.toUpperCase() !== "UTF-8") reject("not-utf8");
  try {
    return XmlDocument.fromString(xml, { option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE });
  } catch (cause) {
    return reject("not-well-formed", cause);
  }
}

/** Child elements in document order, only direct ones, by namespace and local name. */
export function childElements(parent: XmlElement, namespace: string, name?: string): XmlElement[] {
  const found: XmlElement[] = [];
  for (let node = parent.firstChild; node !== null; node = node.next) {
    if (node instanceof XmlElement && node.namespaceUri === namespace && (name === undefined || node.name === name)) found.push(node);
  }
  return found;
}

/** The one direct child of that name; undefined when there is none or more than one. */
export function onlyChild(parent: XmlElement | undefined, namespace: string, name: string): XmlElement | undefined {
  if (parent === undefined) return undefined;
  const found = childElements(parent, namespace, name);
  return found.length === 1 ? found[0] : undefined;
}

/** An attribute without namespace. */
export function attribute(element: XmlElement | undefined, name: string): string | undefined {
  return element?.attrs.find((candidate) => candidate.name === name && candidate.namespaceUri === "")?.value;
}

/** An attribute of a namespace. */
export function attributeNs(element: XmlElement, namespace: string, name: string): string | undefined {
  return element.attrs.find((candidate) => candidate.name === name && candidate.namespaceUri === namespace)?.value;
}

/** The text of an element, whole: comments and processing instructions inside do not cut it (CVE-2017-11427 and its family). */
export function text(element: XmlElement | undefined): string | undefined {
  return element === undefined ? undefined : element.content;
}
