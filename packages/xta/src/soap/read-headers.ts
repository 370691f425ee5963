import { readNamed } from "../codec/codec.ts";
import { ns } from "../names.ts";
import type { Reading } from "../reading.ts";
import { isNamed, type XmlElement } from "../xml/xml-element.ts";
import { XtaFormatError } from "../xta-format-error.ts";
import { readAddressing, type Addressing } from "./addressing.ts";
import { headerBlocks, type HeaderName, type XtaHeaders } from "./headers.ts";

const FOR_US = new Set([`${ns.soap}/role/ultimateReceiver`, `${ns.soap}/role/next`, ""]);
const soapAttribute = (block: XmlElement, name: string): string => block.attributes.find((attribute) => attribute.namespace === ns.soap && attribute.name === name)?.value ?? "";

/**
 * Sorts the header blocks. One that XTA does not know is ignored, unless it must be understood (SOAP 1.2 Part 1, 2.4); one that
 * it knows may stand once, so that no two readers can take different ones for true. @throws XtaFormatError
 */
export function readHeaders(blocks: readonly XmlElement[], reading: Reading): { readonly addressing: Addressing; readonly headers: XtaHeaders } {
  const ours = blocks.filter((block) => FOR_US.has(soapAttribute(block, "role")));
  const known = new Map<HeaderName, XmlElement>();
  for (const block of ours) {
    const name = nameOf(block);
    if (name === undefined) {
      if (block.namespace !== ns.wsa && /^\s*(?:true|1)\s*$/.test(soapAttribute(block, "mustUnderstand"))) {
        throw new XtaFormatError("must-understand", block.name, "a header that must be understood is not known");
      }
      continue;
    }
    if (known.has(name)) throw new XtaFormatError("header-repeated", block.name, "a header stands twice");
    known.set(name, { ...block, attributes: block.attributes.filter(({ namespace }) => namespace !== ns.soap) });
  }
  const take = <T>(name: HeaderName, read: (block: XmlElement) => T): T | undefined => {
    const block = known.get(name);
    return block && read(block);
  };
  const author = take("author", (block) => readNamed(headerBlocks.author, block, reading));
  const metaData = take("metaData", (block) => readNamed(headerBlocks.metaData, block, reading));
  const msgBox = take("msgBox", (block) => readNamed(headerBlocks.msgBox, block, reading));
  const certificates = known.get("certificates");
  return {
    addressing: readAddressing(ours.filter(({ namespace }) => namespace === ns.wsa)),
    headers: { ...(author && { author }), ...(metaData && { metaData }), ...(msgBox && { msgBox }), ...(certificates && { certificates }) },
  };
}

function nameOf(block: XmlElement): HeaderName | undefined {
  const names: readonly HeaderName[] = ["author", "metaData", "msgBox", "certificates"];
  return names.find((name) => isNamed(block, headerBlocks[name].namespace, headerBlocks[name].name));
}
