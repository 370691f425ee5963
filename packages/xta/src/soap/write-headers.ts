import { writeNamed } from "../codec/codec.ts";
import type { XmlElement } from "../xml/xml-element.ts";
import { headerBlocks, type XtaHeaders } from "./headers.ts";

export function writeHeaders({ author, metaData, msgBox, certificates }: XtaHeaders): XmlElement[] {
  return [
    ...(author ? [writeNamed(headerBlocks.author, author)] : []),
    ...(metaData ? [writeNamed(headerBlocks.metaData, metaData)] : []),
    ...(msgBox ? [writeNamed(headerBlocks.msgBox, msgBox)] : []),
    ...(certificates ? [writeNamed(headerBlocks.certificates, certificates)] : []),
  ];
}
