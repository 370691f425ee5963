import { ns, prefixes } from "../names.ts";
import { isElement, type XmlElement } from "./xml-element.ts";

/** Declared once at the root of an envelope. No default namespace is ever declared: unqualified elements such as `code` need that. */
const AT_THE_ROOT = [ns.soap, ns.wsa, ns.xta, ns.osci, ns.oscimeta];

/** Everything XML 1.0 cannot carry even when escaped (section 2.2). */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** The document as UTF-8. @throws TypeError for text that XML cannot carry */
export function writeXml(root: XmlElement): Uint8Array {
  const parts: string[] = ['<?xml version="1.0" encoding="UTF-8"?>\n'];
  const declared = root.namespace === ns.soap ? AT_THE_ROOT : [];
  writeElement(root, new Map(declared.map((namespace) => [namespace, prefixes.get(namespace) ?? ""])), true, parts);
  return new TextEncoder().encode(parts.join(""));
}

function writeElement(element: XmlElement, scope: ReadonlyMap<string, string>, root: boolean, parts: string[]): void {
  const inside = new Map(scope);
  const declared: string[] = root ? [...scope].map(([namespace, prefix]) => ` xmlns:${prefix}="${namespace}"`) : [];
  const qualified = (namespace: string, name: string): string => {
    if (namespace === "") return name;
    if (namespace === ns.xml) return `xml:${name}`;
    let prefix = inside.get(namespace);
    if (prefix === undefined) {
      prefix = prefixes.get(namespace) ?? `n${inside.size + 1}`;
      inside.set(namespace, prefix);
      declared.push(` xmlns:${prefix}="${escape(namespace)}"`);
    }
    return `${prefix}:${name}`;
  };
  const name = qualified(element.namespace, element.name);
  const attributes = element.attributes.map((attribute) => ` ${qualified(attribute.namespace, attribute.name)}="${escape(attribute.value)}"`);
  parts.push(`<${name}`, ...declared, ...attributes);
  if (element.children.length === 0) {
    parts.push("/>");
    return;
  }
  parts.push(">");
  for (const child of element.children) {
    if (isElement(child)) writeElement(child, inside, false, parts);
    else parts.push(escape(child));
  }
  parts.push(`</${name}>`);
}

/** Line breaks are written as references, so that no normalisation changes them. */
function escape(text: string): string {
  if (NOT_XML.test(text)) throw new TypeError("text contains a character that XML cannot carry");
  return text.replace(/[&<>"\t\n\r]/g, (char) => ESCAPES.get(char) ?? char);
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"], ["<", "&lt;"], [">", "&gt;"], ['"', "&quot;"], ["\t", "&#9;"], ["\n", "&#10;"], ["\r", "&#13;"],
]);
