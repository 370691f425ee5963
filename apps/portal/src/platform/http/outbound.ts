import http from "node:http";
import https from "node:https";
import type { Readable } from "node:stream";
import { lookupFor, targetOf, type Target } from "./addresses.ts";
import { answerHeaders } from "./answer-headers.ts";

export interface Outbound {
  /** Like `fetch` without redirects: server-to-server calls go where they were sent and nowhere else. */
  (url: string | URL, init?: OutboundInit): Promise<Response>;
}

export interface OutboundInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Milliseconds for the whole exchange. Default 15,000. */
  readonly timeoutMs?: number;
  /** Bytes of the answer that are read at most. Default 2 MiB. */
  readonly maxBytes?: number;
}

/**
 * Calls to other systems. Addresses of private networks are refused (RFC 1918, loopback, link-local, unique local), so that an
 * address from a form or a manifest cannot reach inside; `trustedHosts` are the operator's own settings and exempt.
 * `*.localhost` resolves to the loopback here because Node does not do it, only for trusted hosts. Bodies of any size: `createOutboundStream`.
 */
export function createOutbound(options: { readonly trustedHosts: readonly string[] }): Outbound {
  const trusted = new Set(options.trustedHosts);
  return async (target, init = {}) => exchange(targetOf(target, trusted), init);
}

function exchange({ url, exempt }: Target, init: OutboundInit): Promise<Response> {
  const transport = url.protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const request = transport.request(url, {
      method: init.method ?? "GET",
      headers: { ...init.headers, host: url.host, ...(init.body === undefined ? {} : { "content-length": String(Buffer.byteLength(init.body)) }) },
      signal: AbortSignal.timeout(init.timeoutMs ?? 15_000),
      agent: exempt ? undefined : false,
      lookup: lookupFor(exempt),
    }, (answer) => {
      readAll(answer, init.maxBytes ?? 2_097_152).then((body) => {
        const status = answer.statusCode ?? 502;
        resolve(new Response(status === 204 || status === 304 ? null : new Uint8Array(body), { status, headers: answerHeaders(answer) }));
      }, reject);
    });
    request.once("error", reject);
    request.end(init.body);
  });
}

async function readAll(stream: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) { stream.destroy(); throw new Error("the answer is larger than expected"); }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
