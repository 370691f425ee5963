import { ns } from "../names.ts";
import { childElements, isNamed, ownText, xmlElement, type XmlElement } from "../xml/xml-element.ts";
import { XtaFormatError } from "../xta-format-error.ts";

export interface Envelope {
  readonly blocks: readonly XmlElement[];
  /** The one element in the body, or nothing. */
  readonly body: XmlElement | undefined;
}

export function writeEnvelope({ blocks, body }: Envelope): XmlElement {
  return xmlElement(ns.soap, "Envelope", [xmlElement(ns.soap, "Header", blocks), xmlElement(ns.soap, "Body", body ? [body] : [])]);
}

/** SOAP 1.2 Part 1, section 5: Header at most once and first, Body exactly once, nothing else. @throws XtaFormatError */
export function readEnvelope(root: XmlElement): Envelope {
  if (isNamed(root, ns.soap11, "Envelope")) throw new XtaFormatError("soap-version", "Envelope", "this is SOAP 1.1; XTA speaks SOAP 1.2");
  if (!isNamed(root, ns.soap, "Envelope")) throw new XtaFormatError("soap", root.name, "this is no SOAP envelope");
  const children = [...childElements(root)];
  const first = children[0];
  const header = first && isNamed(first, ns.soap, "Header") ? children.shift() : undefined;
  const [body, ...more] = children;
  if (!body || !isNamed(body, ns.soap, "Body") || more.length > 0) throw new XtaFormatError("soap", "Envelope", "an envelope has one header and one body");
  for (const part of [root, body, ...(header ? [header] : [])]) {
    if (/[^\t\n\r ]/.test(ownText(part))) throw new XtaFormatError("soap", part.name, "text stands where only elements may stand");
    if (part.attributes.some(({ namespace }) => namespace === "" || namespace === ns.soap)) throw new XtaFormatError("soap", part.name, "an attribute is not allowed here");
  }
  const [content, ...others] = childElements(body);
  if (others.length > 0) throw new XtaFormatError("soap", "Body", "a body has one element");
  return { blocks: header ? childElements(header) : [], body: content };
}
