import { SaxesParser } from "saxes";
import type { XtaLimits } from "../limits.ts";
import { XtaFormatError } from "../xta-format-error.ts";
import type { XmlAttribute, XmlElement, XmlNode } from "./xml-element.ts";

interface Open extends XmlElement {
  readonly children: XmlNode[];
  readonly scope: ReadonlyMap<string, string>;
}

/** Written piece by piece, so that a hostile document stops at its first fault. */
const CHUNK = 65_536;

/**
 * Parses a SOAP document: UTF-8, XML 1.0, no DOCTYPE and no processing instruction (SOAP 1.2 Part 1, section 5), within the limits.
 * Comments are dropped; text around one is one text. @throws XtaFormatError
 */
export function readXml(bytes: Uint8Array, limits: XtaLimits): XmlElement {
  if (bytes.byteLength > limits.maxEnvelopeBytes) throw new XtaFormatError("too-large", "", `the envelope is larger than ${limits.maxEnvelopeBytes} bytes`);
  const text = utf8(bytes);
  const parser = new SaxesParser({ xmlns: true });
  const open: Open[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  const refuse = (problem: "not-well-formed" | "doctype" | "processing-instruction" | "too-deep" | "too-many-elements" | "not-utf8", detail: string): never => {
    throw new XtaFormatError(problem, `line ${parser.line}`, detail);
  };

  parser.on("error", () => refuse("not-well-formed", "the XML is not well-formed"));
  parser.on("doctype", () => refuse("doctype", "a document type declaration is not allowed"));
  parser.on("processinginstruction", () => refuse("processing-instruction", "a processing instruction is not allowed"));
  parser.on("xmldecl", ({ version, encoding }) => {
    if (version !== "1.0") refuse("not-well-formed", "only XML 1.0 is read");
    if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) refuse("not-utf8", "only UTF-8 is read");
  });
  const addText = (part: string): void => { open.at(-1)?.children.push(part); };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("opentag", (tag) => {
    elements += 1;
    if (elements > limits.maxElements) refuse("too-many-elements", `more than ${limits.maxElements} elements`);
    if (open.length >= limits.maxDepth) refuse("too-deep", `more than ${limits.maxDepth} levels`);
    const parent = open.at(-1);
    const inherited = parent?.scope ?? new Map<string, string>();
    const own = Object.entries(tag.ns);
    const attributes: XmlAttribute[] = Object.values(tag.attributes)
      .filter(({ prefix, name }) => prefix !== "xmlns" && name !== "xmlns")
      .map(({ uri, local, value }) => ({ namespace: uri, name: local, value }));
    const element: Open = { namespace: tag.uri, name: tag.local, attributes, children: [], scope: own.length === 0 ? inherited : new Map([...inherited, ...own]) };
    if (parent) parent.children.push(element);
    else root = element;
    open.push(element);
  });
  parser.on("closetag", () => { open.pop(); });
  for (let at = 0; at < text.length; at += CHUNK) parser.write(text.slice(at, at + CHUNK));
  parser.close();
  return root ?? refuse("not-well-formed", "there is no element");
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new XtaFormatError("not-utf8", "", "the envelope is not UTF-8", cause);
  }
}
