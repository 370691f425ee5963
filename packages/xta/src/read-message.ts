import { readNamed } from "./codec/codec.ts";
import type { XtaLimits } from "./limits.ts";
import type { Part } from "./mime/read-multipart.ts";
import type { Shape } from "./operations.ts";
import { startReading, tolerate, type Reading } from "./reading.ts";
import { inlineParts, type ReceivedMessage } from "./receive-message.ts";
import type { Addressing } from "./soap/addressing.ts";
import { readEnvelope } from "./soap/envelope.ts";
import type { XtaHeaders } from "./soap/headers.ts";
import { readHeaders } from "./soap/read-headers.ts";
import { countIncludes } from "./xml/xop-include.ts";
import { isNamed, type XmlElement } from "./xml/xml-element.ts";
import { XtaFormatError } from "./xta-format-error.ts";
import { genericContentContainer } from "./model/content-container.ts";

/** An envelope with its headers read; the body waits until its operation is known. */
export interface OpenedMessage {
  readonly reading: Reading;
  readonly addressing: Addressing;
  readonly headers: XtaHeaders;
  readonly body: XmlElement | undefined;
  /** Every Include of the envelope, when parts are still to come. */
  readonly includes: number;
  readonly parts: AsyncIterable<Part>;
}

/** Reads envelope and headers. A message whose body is no container is read to its end. @throws XtaFormatError */
export async function openMessage(message: ReceivedMessage, lenient: boolean, limits: XtaLimits): Promise<OpenedMessage> {
  const { body: first } = readEnvelope(message.envelope);
  const streamed = first !== undefined && isNamed(first, genericContentContainer.namespace, genericContentContainer.name);
  const { blocks, body } = streamed ? readEnvelope(message.envelope) : readEnvelope(await inlineParts(message, limits));
  const reading = startReading(lenient);
  return { ...readHeaders(blocks, reading), reading, body, includes: streamed ? countIncludes(message.envelope) : 0, parts: message.parts };
}

/** SOAP 1.2 wants the action in the Content-Type (`soapActionRequired`), and all places that name it must agree. */
export function checkAction(named: readonly string[], action: string, reading: Reading): void {
  const [first] = named;
  if (first === undefined) tolerate(reading, "missing-action-parameter", new XtaFormatError("action", "Content-Type", "the action parameter is missing"));
  if (named.some((other) => other !== action)) throw new XtaFormatError("action", "Content-Type", "the action parameter and wsa:Action differ");
}

/** The body as its operation wants it; undefined for a body that is empty and may be. @throws XtaFormatError */
export function readBody<T>(shape: Shape<T>, { body, headers, reading }: Pick<OpenedMessage, "body" | "headers" | "reading">): T | undefined {
  for (const name of shape.requires) if (!headers[name]) throw new XtaFormatError("header-missing", name, "a header is missing");
  const unexpected = (["author", "metaData", "msgBox", "certificates"] as const).find((name) => headers[name] !== undefined && !shape.allows.includes(name));
  if (unexpected !== undefined) throw new XtaFormatError("unexpected", unexpected, "a header does not belong to this operation");
  if (!shape.body) {
    if (body) throw new XtaFormatError("unexpected", `Body/${body.name}`, "the body has to be empty");
    return undefined;
  }
  if (!body) {
    if (shape.mayBeEmpty) return undefined;
    throw new XtaFormatError("missing", `Body/${shape.body.name}`, "the body is empty");
  }
  if (!isNamed(body, shape.body.namespace, shape.body.name)) throw new XtaFormatError("unexpected", `Body/${body.name}`, "the body holds something else");
  return readNamed(shape.body, body, reading, "Body");
}
