import { randomUUID } from "node:crypto";
import { writeNamed } from "../codec/codec.ts";
import type { XtaLimits } from "../limits.ts";
import { writeMtom, type OutgoingPart } from "../mime/write-multipart.ts";
import type { Operation, Port } from "../operations.ts";
import { openMessage, readBody, type OpenedMessage } from "../read-message.ts";
import { tolerate, type Deviation } from "../reading.ts";
import { receiveMessage } from "../receive-message.ts";
import { requestAddressing } from "../soap/addressing.ts";
import { writeEnvelope } from "../soap/envelope.ts";
import type { XtaHeaders } from "../soap/headers.ts";
import { isFault } from "../soap/soap-fault.ts";
import { writeHeaders } from "../soap/write-headers.ts";
import { readXtaFault } from "../soap/xta-fault.ts";
import { writeXml } from "../xml/write-xml.ts";
import { XtaFormatError } from "../xta-format-error.ts";
import type { XtaTransport } from "../xta-transport.ts";
import { XtaUnreachable } from "./xta-unreachable.ts";

export interface ExchangeOptions {
  readonly endpoints: Readonly<Record<Port, string>>;
  readonly transport: XtaTransport;
  readonly timeoutMs: number;
  readonly lenient: boolean;
  readonly limits: XtaLimits;
  /** Told of each deviation that was tolerated in an answer. */
  readonly onDeviation: (deviation: Deviation, operation: string) => void;
}

export interface Sent<Q> {
  readonly body?: Q;
  readonly headers: XtaHeaders;
  readonly parts?: readonly OutgoingPart[];
}

export interface Answer<A> extends Pick<OpenedMessage, "headers" | "includes" | "parts"> {
  readonly body: A | undefined;
}

/**
 * One request and its answer, handed to `read` while the connection is open.
 * @throws XtaException what XTA says, XtaSoapFault a fault of another kind, XtaUnreachable no usable answer
 */
export async function exchange<Q, A, R>(options: ExchangeOptions, operation: Operation<Q, A>, sent: Sent<Q>, read: (answer: Answer<A>) => Promise<R>): Promise<R> {
  const { endpoints, limits } = options;
  const messageId = `urn:uuid:${randomUUID()}`;
  const url = endpoints[operation.port];
  const body = sent.body === undefined || !operation.request.body ? undefined : writeNamed(operation.request.body, sent.body);
  const envelope = writeXml(writeEnvelope({ blocks: [...requestAddressing({ action: operation.action, messageId, to: url }), ...writeHeaders(sent.headers)], body }));
  const response = await post(options, url, writeMtom(envelope, sent.parts ?? [], operation.action));
  if (![200, 400, 500].includes(response.status)) {
    response.close();
    throw new XtaUnreachable("http", undefined, response.status);
  }
  try {
    const received = await receiveMessage(response.contentType, response.body, limits);
    const message = await openMessage(received, options.lenient, limits);
    if (isFault(message.body)) throw readXtaFault(message.body);
    if (response.status !== 200) throw new XtaUnreachable("http", undefined, response.status);
    checkAddressing(message, operation.action, messageId);
    const answer = { ...message, body: readBody(operation.response, message) };
    for (const deviation of message.reading.deviations) options.onDeviation(deviation, operation.action);
    return await read(answer);
  } catch (error) {
    response.close();
    // An error page of some proxy is no answer of the server.
    if (error instanceof XtaFormatError && response.status !== 200) throw new XtaUnreachable("http", error, response.status);
    throw error instanceof XtaFormatError ? new XtaUnreachable("bad-answer", error) : networkError(error);
  }
}

async function post({ transport, timeoutMs }: ExchangeOptions, url: string, { contentType, body }: ReturnType<typeof writeMtom>): ReturnType<XtaTransport> {
  try {
    return await transport({ url, contentType, body, signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    throw networkError(error, true);
  }
}

/** Errors of the network become XtaUnreachable; everything else stays what it is. */
function networkError(error: unknown, fromTransport = false): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === "TimeoutError" || error.name === "AbortError" || (error.cause instanceof Error && error.cause.name === "TimeoutError")) return new XtaUnreachable("timeout", error);
  return fromTransport || ("code" in error && typeof error.code === "string" && /^(?:E[A-Z]+|ERR_(?:STREAM|SSL|TLS)_\w+|HPE_\w+)$/.test(error.code)) ? new XtaUnreachable("network", error) : error;
}

/** WS-Addressing 1.0 Core 3.4: the answer says what it is and to what it belongs. */
function checkAddressing({ addressing, reading }: OpenedMessage, action: string, messageId: string): void {
  if (addressing.action === undefined) tolerate(reading, "missing-response-action", new XtaFormatError("addressing", "Action", "the answer has no action"));
  else if (addressing.action !== action) throw new XtaFormatError("addressing", "Action", "the answer has another action");
  if (addressing.relatesTo === undefined) tolerate(reading, "missing-relates-to", new XtaFormatError("addressing", "RelatesTo", "the answer does not say to what it belongs"));
  else if (addressing.relatesTo !== messageId) throw new XtaFormatError("addressing", "RelatesTo", "the answer belongs to another request");
}
