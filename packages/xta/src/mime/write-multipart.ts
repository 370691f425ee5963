import { randomUUID } from "node:crypto";

/** Bytes at hand, or a function that opens them as a stream when their turn comes. */
export type ContentBytes = Uint8Array | (() => AsyncIterable<Uint8Array>);

export interface OutgoingPart {
  readonly contentId: string;
  readonly contentType: string;
  readonly bytes: ContentBytes;
}

export interface OutgoingBody {
  readonly contentType: string;
  readonly body: AsyncIterable<Uint8Array>;
}

/** A SOAP 1.2 message as MTOM (SOAP MTOM 1.0, 3; XOP 1.0, 4): root first, then the parts in order, streamed. */
export function writeMtom(envelope: Uint8Array, parts: readonly OutgoingPart[], action: string): OutgoingBody {
  // 122 random bits: no content can be made to contain it.
  const boundary = `kommunalportal-${randomUUID()}`;
  const rootId = `root.${randomUUID()}@kommunalportal`;
  const text = (value: string): Uint8Array => Buffer.from(value, "latin1");
  const header = (contentType: string, contentId: string): Uint8Array =>
    text(`--${boundary}\r\nContent-Type: ${contentType}\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <${contentId}>\r\n\r\n`);
  return {
    contentType: `multipart/related; type="application/xop+xml"; start="<${rootId}>"; start-info="application/soap+xml"; action="${action}"; boundary="${boundary}"`,
    body: (async function* () {
      yield header('application/xop+xml; charset=UTF-8; type="application/soap+xml"', rootId);
      yield envelope;
      for (const part of parts) {
        yield text("\r\n");
        yield header(part.contentType, part.contentId);
        if (typeof part.bytes === "function") yield* part.bytes();
        else yield part.bytes;
      }
      yield text(`\r\n--${boundary}--\r\n`);
    })(),
  };
}

/** The same without MTOM, for a message without content. */
export function writePlain(envelope: Uint8Array, action: string): OutgoingBody {
  return {
    contentType: `application/soap+xml; charset=utf-8; action="${action}"`,
    body: (async function* () { yield envelope; })(),
  };
}
