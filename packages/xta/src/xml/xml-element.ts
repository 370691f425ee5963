export interface XmlAttribute {
  /** "" for an attribute without prefix. */
  readonly namespace: string;
  readonly name: string;
  readonly value: string;
}

/** An element without comments; prefixes are not kept, so a signature over a part of it must be checked on the bytes received. */
export interface XmlElement {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlNode[];
  /** Prefixes in scope where it was read: a name in text, such as a fault code, needs them. */
  readonly scope?: ReadonlyMap<string, string>;
}

export type XmlNode = XmlElement | string;

export function xmlElement(namespace: string, name: string, children: readonly XmlNode[] = [], attributes: readonly XmlAttribute[] = []): XmlElement {
  return { namespace, name, attributes, children };
}

export function isElement(node: XmlNode): node is XmlElement {
  return typeof node !== "string";
}

export function isNamed(element: XmlElement, namespace: string, name: string): boolean {
  return element.name === name && element.namespace === namespace;
}

export function childElements(element: XmlElement): readonly XmlElement[] {
  return element.children.filter(isElement);
}

/** Own text, without that of children. */
export function ownText(element: XmlElement): string {
  return element.children.map((child) => (isElement(child) ? "" : child)).join("");
}
