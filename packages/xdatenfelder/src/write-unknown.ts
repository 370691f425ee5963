import { XDF3_NAMESPACE } from "./children.ts";
import { isAttribute } from "./unknown.ts";
import type { MitUnbekanntem, RohesAttribut, RohesElement } from "./unknown.ts";
import { attributeText, escapeText } from "./xml-writer.ts";
import type { Attributes, XmlWriter } from "./xml-writer.ts";

/** Kept attributes of an element (or of the child `within`), over those the standard gives it. */
export function keptAttributes({ unbekannt = [] }: MitUnbekanntem, within?: string): Attributes {
  const kept = unbekannt.flatMap(({ inhalt, in: holder }) => (holder === within && typeof inhalt === "object" && isAttribute(inhalt) ? [inhalt] : []));
  return namedAttributes(kept);
}

/** Kept elements and texts of an element (or of the child `within`), after everything the standard knows. */
export function writeKept(out: XmlWriter, { unbekannt = [] }: MitUnbekanntem, within?: string): void {
  for (const { inhalt, in: holder } of unbekannt) {
    if (holder !== within) continue;
    if (typeof inhalt === "string") out.raw(escapeText(inhalt));
    else if (!isAttribute(inhalt)) out.raw(rawText(inhalt));
  }
}

/** True when something was kept below the child `within`, which then cannot be written as plain text. */
export function keepsContent({ unbekannt = [] }: MitUnbekanntem, within?: string): boolean {
  return unbekannt.some(({ inhalt, in: holder }) => holder === within && (typeof inhalt === "string" || !isAttribute(inhalt)));
}

function rawText(element: RohesElement): string {
  const { name, declaration } = qualified(element.name, element.namespace, "r");
  const inner = element.inhalt.map((part) => (typeof part === "string" ? escapeText(part) : rawText(part))).join("");
  return `<${name}${attributeText({ ...declaration, ...namedAttributes(element.attribute) })}>${inner}</${name}>`;
}

function namedAttributes(attributes: readonly RohesAttribut[]): Attributes {
  return Object.fromEntries(attributes.flatMap((attribute, index) => {
    const { name, declaration } = qualified(attribute.name, attribute.namespace, `a${index}`);
    return [...Object.entries(declaration), [name, attribute.wert] as const];
  }));
}

/** Names of the standard take the file's prefix; others declare theirs on the spot. */
function qualified(name: string, namespace: string, prefix: string): { readonly name: string; readonly declaration: Attributes } {
  if (namespace === "") return { name, declaration: {} };
  if (namespace === XDF3_NAMESPACE) return { name: `xdf3:${name}`, declaration: {} };
  if (namespace === "http://www.w3.org/XML/1998/namespace") return { name: `xml:${name}`, declaration: {} };
  return { name: `${prefix}:${name}`, declaration: { [`xmlns:${prefix}`]: namespace } };
}
