import { ns } from "../names.ts";
import { childElements, isNamed, ownText, xmlElement, type XmlElement } from "../xml/xml-element.ts";
import { XtaFormatError } from "../xta-format-error.ts";

/** A name with its namespace, such as a fault code. */
export interface QualifiedName {
  readonly namespace: string;
  readonly name: string;
}

export interface SoapFault {
  /** Who is to blame, in SOAP's words. */
  readonly code: "Sender" | "Receiver" | "VersionMismatch" | "MustUnderstand" | "DataEncodingUnknown";
  readonly subcodes: readonly QualifiedName[];
  /** The first reason, German if there is one. */
  readonly reason: string;
  readonly detail: XmlElement | undefined;
}

const CODES = ["Sender", "Receiver", "VersionMismatch", "MustUnderstand", "DataEncodingUnknown"] as const;

/** SOAP 1.2 Part 1, 5.4. Only names of the wsa namespace and of SOAP itself are written as codes. */
export function writeFault({ code, subcodes, reason, detail }: SoapFault): XmlElement {
  const el = (name: string, children: XmlElement["children"], attributes: XmlElement["attributes"] = []): XmlElement => xmlElement(ns.soap, name, children, attributes);
  const subcode = subcodes.reduceRight<XmlElement[]>((inner, { name }) => [el("Subcode", [el("Value", [`wsa:${name}`]), ...inner])], []);
  return el("Fault", [
    el("Code", [el("Value", [`s:${code}`]), ...subcode]),
    el("Reason", [el("Text", [reason], [{ namespace: ns.xml, name: "lang", value: "de" }])]),
    ...(detail ? [el("Detail", [detail])] : []),
  ]);
}

export function isFault(body: XmlElement | undefined): body is XmlElement {
  return body !== undefined && isNamed(body, ns.soap, "Fault");
}

/** @throws XtaFormatError for something that only looks like a fault */
export function readFault(fault: XmlElement): SoapFault {
  const find = (parent: XmlElement, name: string): XmlElement | undefined => childElements(parent).find((child) => isNamed(child, ns.soap, name));
  const codeElement = find(fault, "Code");
  const codeName = codeElement && nameIn(find(codeElement, "Value"));
  const code = CODES.find((known) => codeName?.namespace === ns.soap && known === codeName.name);
  const texts = childElements(find(fault, "Reason") ?? fault).filter((child) => isNamed(child, ns.soap, "Text"));
  const german = texts.find((text) => text.attributes.some(({ name, value }) => name === "lang" && /^de\b/i.test(value)));
  if (!code) throw new XtaFormatError("soap", "Fault/Code", "the fault has no code of SOAP 1.2");
  const subcodes: QualifiedName[] = [];
  for (let at = codeElement && find(codeElement, "Subcode"); at && subcodes.length < 5; at = find(at, "Subcode")) {
    const name = nameIn(find(at, "Value"));
    if (name) subcodes.push(name);
  }
  const detail = find(fault, "Detail");
  return { code, subcodes, reason: ownText(german ?? texts[0] ?? fault).trim().slice(0, 2000), detail: detail && childElements(detail)[0] };
}

function nameIn(element: XmlElement | undefined): QualifiedName | undefined {
  const match = element && /^\s*(?:([^\s:]+):)?([^\s:]+)\s*$/.exec(ownText(element));
  return match?.[2] === undefined ? undefined : { namespace: element?.scope?.get(match[1] ?? "") ?? "", name: match[2] };
}
