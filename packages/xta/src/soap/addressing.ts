import { inNamespace, readNamed, record, simple, writeNamed } from "../codec/codec.ts";
import { optionalAttribute, required, text } from "../codec/items.ts";
import { anyUri } from "../codec/simple-type.ts";
import { ANONYMOUS, ns } from "../names.ts";
import { startReading } from "../reading.ts";
import { isElement, xmlElement, type XmlElement } from "../xml/xml-element.ts";
import { XtaFormatError } from "../xta-format-error.ts";

const own = inNamespace(ns.wsa);
const uri = simple(anyUri, true);
const endpoint = record({ address: required(own("Address", uri)) }, true);

/** Message addressing properties (WS-Addressing 1.0 Core, 3). */
export interface Addressing {
  readonly action?: string;
  readonly messageId?: string;
  readonly to?: string;
  readonly relatesTo?: string;
}

export function requestAddressing({ action, messageId, to }: Required<Omit<Addressing, "relatesTo">>): XmlElement[] {
  const actionBlock = writeNamed(own("Action", uri), action);
  return [
    { ...actionBlock, attributes: [{ namespace: ns.soap, name: "mustUnderstand", value: "true" }] },
    writeNamed(own("MessageID", uri), messageId),
    writeNamed(own("To", uri), to),
    writeNamed(own("ReplyTo", endpoint), { address: ANONYMOUS }),
  ];
}

export function responseAddressing(action: string, relatesTo: string | undefined): XmlElement[] {
  return [writeNamed(own("Action", uri), action), ...(relatesTo === undefined ? [] : [xmlElement(ns.wsa, "RelatesTo", [relatesTo])])];
}

const relatesTo = record({ value: text(anyUri), relationshipType: optionalAttribute("RelationshipType", anyUri) }, true);
const reply = (type: string | undefined): boolean => type === undefined || type === `${ns.wsa}/reply`;

/**
 * Reads the wsa header blocks; each may stand once (RelatesTo may have other relations beside the reply). Answers may only be
 * asked for on the same connection, as the WSDL's AnonymousResponses says. @throws XtaFormatError
 */
export function readAddressing(blocks: readonly XmlElement[]): Addressing {
  const reading = startReading();
  const one = (name: string): XmlElement | undefined => {
    const [block, ...more] = blocks.filter((candidate) => candidate.name === name);
    if (more.length > 0) throw new XtaFormatError("header-repeated", name, "a header stands twice");
    return block;
  };
  const value = (name: string): string | undefined => {
    const block = one(name);
    return block && readNamed(own(name, uri), block, reading);
  };
  for (const name of ["ReplyTo", "FaultTo"]) {
    const block = one(name);
    if (!block) continue;
    const bare = { ...block, children: block.children.filter((child) => !isElement(child) || child.name === "Address") };
    const { address } = readNamed(own(name, endpoint), bare, reading);
    if (address !== ANONYMOUS) throw new XtaFormatError("addressing", name, "answers are given on the same connection only");
  }
  one("From");
  const relations = blocks.filter(({ name }) => name === "RelatesTo").map((block) => readNamed(own("RelatesTo", relatesTo), block, reading)).filter(({ relationshipType }) => reply(relationshipType));
  if (relations.length > 1) throw new XtaFormatError("header-repeated", "RelatesTo", "a header stands twice");
  const all = { action: value("Action"), messageId: value("MessageID"), to: value("To"), relatesTo: relations[0]?.value };
  return {
    ...(all.action !== undefined && { action: all.action }), ...(all.messageId !== undefined && { messageId: all.messageId }),
    ...(all.to !== undefined && { to: all.to }), ...(all.relatesTo !== undefined && { relatesTo: all.relatesTo }),
  };
}
