import type { XtaLimits } from "./limits.ts";
import { ByteSource, collectBytes } from "./mime/byte-source.ts";
import { readContentType, type ContentType } from "./mime/content-type.ts";
import { readMultipart, type Part } from "./mime/read-multipart.ts";
import { ns } from "./names.ts";
import { isElement, isNamed, type XmlElement } from "./xml/xml-element.ts";
import { readXml } from "./xml/read-xml.ts";
import { includeHref } from "./xml/xop-include.ts";
import { XtaFormatError } from "./xta-format-error.ts";

export interface ReceivedMessage {
  readonly envelope: XmlElement;
  readonly mtom: boolean;
  /** Every `action` that the Content-Types named; SOAP 1.2 (RFC 3902) has it there instead of in an HTTP header. */
  readonly actions: readonly string[];
  /** The parts after the root; none for a message without MTOM. Read them once. */
  readonly parts: AsyncIterable<Part>;
  /** Gives up reading. */
  stop(): Promise<void>;
}

/** Reads the envelope of a message and stops before its parts. @throws XtaFormatError */
export async function receiveMessage(header: string | undefined, body: AsyncIterable<Uint8Array>, limits: XtaLimits): Promise<ReceivedMessage> {
  const source = new ByteSource(body, limits.maxMessageBytes);
  const contentType = readContentType(header, "Content-Type");
  const stop = (): Promise<void> => source.stop();
  if (contentType.type === "application/soap+xml") {
    checkCharset(contentType);
    const envelope = readXml(await collectBytes(source.rest(), limits.maxEnvelopeBytes, "Envelope"), limits);
    return { envelope, mtom: false, actions: actionsOf(contentType), parts: nothing(), stop };
  }
  if (contentType.type !== "multipart/related" || contentType.parameters.get("type")?.toLowerCase() !== "application/xop+xml") {
    throw new XtaFormatError("content-type", "Content-Type", "neither SOAP 1.2 nor MTOM");
  }
  const parts = readMultipart(source, contentType, limits);
  const { value: root } = await parts.next();
  if (!root) throw new XtaFormatError("mime", "", "there is no root part");
  const start = contentType.parameters.get("start");
  if (start !== undefined && start !== `<${root.contentId ?? ""}>`) throw new XtaFormatError("mime", "start", "the root is not the first part");
  if (root.contentType.type !== "application/xop+xml" || !isSoap(root.contentType.parameters.get("type"))) throw new XtaFormatError("content-type", "root", "the root part is no SOAP 1.2");
  checkCharset(root.contentType);
  const envelope = readXml(await collectBytes(root.bytes, limits.maxEnvelopeBytes, "Envelope"), limits);
  return { envelope, mtom: true, actions: [...actionsOf(contentType), ...actionsOf(root.contentType)], parts, stop };
}

const isSoap = (type: string | undefined): boolean => type !== undefined && /^application\/soap\+xml\s*(;|$)/i.test(type);

function checkCharset({ parameters }: ContentType): void {
  if (!/^utf-8$/i.test(parameters.get("charset") ?? "utf-8")) throw new XtaFormatError("not-utf8", "Content-Type", "only UTF-8 is read");
}

/** `action`, or the one inside `start-info` or `type`, where some stacks put it. */
function actionsOf({ parameters }: ContentType): string[] {
  const nested = ["start-info", "type"].map((name) => parameters.get(name)).filter((value) => isSoap(value)).map((value) => readContentType(value, "start-info").parameters.get("action"));
  return [parameters.get("action"), ...nested].filter((action) => action !== undefined && action !== "").map(String);
}

async function* nothing(): AsyncGenerator<Part, void> {}

/** Puts the parts of a message without content back to where they are included, as base64: each is small and kept in memory. */
export async function inlineParts({ envelope, parts }: ReceivedMessage, limits: XtaLimits): Promise<XmlElement> {
  const bytes = new Map<string, string>();
  for await (const part of parts) {
    if (part.contentId === undefined || bytes.has(part.contentId)) throw new XtaFormatError("part-repeated", "part", "a part has no name or one that is taken");
    bytes.set(part.contentId, (await collectBytes(part.bytes, limits.maxSmallPartBytes, "part")).toString("base64"));
  }
  const replace = (element: XmlElement): XmlElement => {
    const href = includeHref(element, element.name);
    if (href !== undefined) {
      const text = bytes.get(href);
      if (text === undefined) throw new XtaFormatError("part-missing", element.name, "an included part is not there, or is included twice");
      bytes.delete(href);
      return { ...element, children: [text] };
    }
    return element.children.some(isElement) ? { ...element, children: element.children.map((child) => (isElement(child) ? replace(child) : child)) } : element;
  };
  const whole = isNamed(envelope, ns.xop, "Include") ? envelope : replace(envelope);
  if (bytes.size > 0) throw new XtaFormatError("part-unknown", "part", "a part is not included anywhere");
  return whole;
}
