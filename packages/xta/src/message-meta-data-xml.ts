import { readNamed, writeNamed } from "./codec/codec.ts";
import { standardLimits } from "./limits.ts";
import { messageMetaData, type MessageMetaData } from "./model/message-meta-data.ts";
import { startReading } from "./reading.ts";
import { isNamed } from "./xml/xml-element.ts";
import { readXml } from "./xml/read-xml.ts";
import { writeXml } from "./xml/write-xml.ts";
import { XtaFormatError } from "./xta-format-error.ts";

/** The transport order as a document of its own, to be kept as evidence. */
export function writeMessageMetaData(metaData: MessageMetaData): Uint8Array {
  return writeXml(writeNamed(messageMetaData, metaData));
}

/** @throws XtaFormatError */
export function readMessageMetaData(xml: Uint8Array): MessageMetaData {
  const root = readXml(xml, standardLimits);
  if (!isNamed(root, messageMetaData.namespace, messageMetaData.name)) throw new XtaFormatError("unexpected", root.name, "this is no MessageMetaData");
  return readNamed(messageMetaData, root, startReading());
}
