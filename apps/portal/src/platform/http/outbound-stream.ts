import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import { pipeline } from "node:stream/promises";
import { lookupFor, targetOf } from "./addresses.ts";
import { answerHeaders } from "./answer-headers.ts";

export interface StreamedRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A stream is read as fast as the other side takes it. Without a `content-length` it travels in chunks. */
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** Ends the exchange at any moment, also while the answer is being read. */
  readonly signal: AbortSignal;
}

/** Like `fetch` without redirects, both bodies as streams. The answer's body must be read to its end or cancelled. */
export type OutboundStream = (url: string | URL, request: StreamedRequest) => Promise<Response>;

export interface ClientCertificate {
  /** PEM, chain included. */
  readonly certificate: string;
  /** PEM. */
  readonly key: string;
  /** PEM. Trust these and no others; absent: the public list. */
  readonly authorities?: string | readonly string[];
}

export interface OutboundStreamOptions {
  /** As in `createOutbound`: the operator's own settings, exempt from the rules about addresses. */
  readonly trustedHosts: readonly string[];
  /** Shows this to the server (mutual TLS). Each call then has a connection of its own. */
  readonly clientCertificate?: ClientCertificate;
  /** Milliseconds in which neither side may be silent, from the first look-up to the last byte. Default 60,000. */
  readonly silenceMs?: number;
  /** Bytes of an answer. Default 1 GiB: twice the largest attachment of FIT-Connect. What is smaller, the caller bounds. */
  readonly maxBytes?: number;
}

/** The other side sent more than may come. */
export class AnswerTooLarge extends Error {}

/** Calls to other systems whose bodies are too large for memory. The rules about addresses are those of `createOutbound`. TLS 1.2 and newer (BSI TR-02102-2). */
export function createOutboundStream({ trustedHosts, clientCertificate, silenceMs = 60_000, maxBytes = 1_073_741_824 }: OutboundStreamOptions): OutboundStream {
  const trusted = new Set(trustedHosts);
  const secure = {
    minVersion: "TLSv1.2", rejectUnauthorized: true,
    ...(clientCertificate ? { cert: clientCertificate.certificate, key: clientCertificate.key } : {}),
    ...(clientCertificate?.authorities === undefined ? {} : { ca: typeof clientCertificate.authorities === "string" ? clientCertificate.authorities : [...clientCertificate.authorities] }),
  } as const;
  // One connection serves many calls of a delivery, and as many stay open as deliveries may be on their way to one server and be looked after at once; with a certificate the server may tie state to the connection, so each has its own.
  const keep = { keepAlive: clientCertificate === undefined, maxFreeSockets: 32 };
  const agents = { "https:": new https.Agent({ ...keep, ...secure }), "http:": new http.Agent(keep) };

  return async (given, { method, headers, body, signal }) => {
    const { url, exempt } = targetOf(given, trusted);
    const plain = url.protocol === "http:";
    // Why we ended it ourselves: once the answer has begun, its stream would only say that the connection is gone.
    let ended: Error | undefined;
    return new Promise((resolve, reject) => {
      const call = (plain ? http : https).request(url, {
        method, signal, agent: plain ? agents["http:"] : agents["https:"], lookup: lookupFor(exempt), timeout: silenceMs,
        headers: { ...headers, host: url.host, ...(typeof body === "string" || body instanceof Uint8Array ? { "content-length": String(Buffer.byteLength(body)) } : {}) },
      }, (answer) => {
        const status = answer.statusCode ?? 502;
        const empty = [101, 204, 205, 304].includes(status);
        if (empty) answer.resume();
        resolve(new Response(empty ? null : bodyOf(answer, maxBytes, () => ended ?? (signal.aborted ? abortOf(signal) : undefined)), { status: status < 200 ? 502 : status, headers: answerHeaders(answer) }));
      });
      call.on("timeout", () => {
        ended = Object.assign(new Error("nothing moved for too long"), { name: "TimeoutError", code: "ETIMEDOUT" });
        call.destroy(ended);
      });
      // A server may answer before it has read all: then the rest of the request fails, and the answer counts.
      call.on("error", reject);
      if (body === undefined || typeof body === "string" || body instanceof Uint8Array) call.end(body);
      else pipeline(body, call).catch(reject);
    });
  };
}

const abortOf = ({ reason }: AbortSignal): Error => (reason instanceof Error ? reason : Object.assign(new Error("no longer wanted", { cause: reason }), { name: "AbortError" }));

/** Chunk by chunk as they come from the socket: reading the stream's own buffer would join them into ever new memory. */
function bodyOf(answer: IncomingMessage, maxBytes: number, ours: () => Error | undefined): ReadableStream<Uint8Array<ArrayBuffer>> {
  let size = 0;
  return new ReadableStream({
    start(controller) {
      let over = false;
      const end = (error?: Error): void => {
        if (over) return;
        over = true;
        if (error) controller.error(ours() ?? error); else controller.close();
      };
      answer.on("data", (chunk: Buffer<ArrayBuffer>) => {
        size += chunk.length;
        if (over) return;
        if (size > maxBytes) { answer.destroy(); end(new AnswerTooLarge(`the answer is larger than ${maxBytes} bytes`)); return; }
        answer.pause();
        controller.enqueue(chunk);
      });
      answer.on("end", () => { end(); });
      answer.on("error", end);
      // Cut off without an error of its own: never an end in good order.
      answer.on("close", () => { end(Object.assign(new Error("the connection ended before the answer did"), { code: "ECONNRESET" })); });
      answer.pause();
    },
    pull: () => { answer.resume(); },
    cancel: () => { answer.destroy(); },
  }, { highWaterMark: 0 });
}
