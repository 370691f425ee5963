import { lookup as systemLookup, type LookupAddress } from "node:dns";
import http from "node:http";
import https from "node:https";
import { BlockList, isIP } from "node:net";
import type { Readable } from "node:stream";

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

/** The address is not one we talk to. */
export class AddressRefused extends Error {}

/**
 * Calls to other systems. Addresses of private networks are refused (RFC 1918, loopback, link-local, unique local), so that an
 * address from a form or a manifest cannot reach inside; `trustedHosts` are the operator's own settings and exempt.
 * `*.localhost` resolves to the loopback here because Node does not do it, only for trusted hosts.
 */
export function createOutbound(options: { readonly trustedHosts: readonly string[] }): Outbound {
  const trusted = new Set(options.trustedHosts);
  return async (target, init = {}) => {
    const url = new URL(target);
    if (url.protocol !== "https:" && url.protocol !== "http:") throw new AddressRefused(`no calls by ${url.protocol}`);
    const exempt = trusted.has(url.host);
    if (!exempt && url.protocol !== "https:") throw new AddressRefused("only https");
    return exchange(url, init, exempt);
  };
}

function exchange(url: URL, init: OutboundInit, exempt: boolean): Promise<Response> {
  const transport = url.protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const request = transport.request(url, {
      method: init.method ?? "GET",
      headers: { ...init.headers, host: url.host, ...(init.body === undefined ? {} : { "content-length": String(Buffer.byteLength(init.body)) }) },
      signal: AbortSignal.timeout(init.timeoutMs ?? 15_000),
      agent: exempt ? undefined : false,
      lookup: (hostname, lookupOptions, callback) => { resolveAddress(hostname, exempt, lookupOptions, callback); },
    }, (answer) => {
      readAll(answer, init.maxBytes ?? 2_097_152).then((body) => {
        const headers = new Headers();
        for (const [name, value] of Object.entries(answer.headers)) if (value !== undefined) for (const one of [value].flat()) headers.append(name, one);
        const status = answer.statusCode ?? 502;
        resolve(new Response(status === 204 || status === 304 ? null : new Uint8Array(body), { status, headers }));
      }, reject);
    });
    if (isIP(url.hostname.replace(/^\[|\]$/g, "")) && !exempt && isPrivate(url.hostname.replace(/^\[|\]$/g, ""))) {
      request.destroy(new AddressRefused("the address lies in a private network"));
    }
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

type LookupDone = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/** Checks the address that is really connected to, so a name cannot change its mind between check and call. */
function resolveAddress(hostname: string, exempt: boolean, options: { readonly all?: boolean | undefined }, done: LookupDone): void {
  const answer = (addresses: LookupAddress[]): void => {
    if (!exempt && addresses.some(({ address }) => isPrivate(address))) { done(new AddressRefused("the address lies in a private network"), []); return; }
    if (options.all) done(null, addresses);
    else done(null, addresses[0]!.address, addresses[0]!.family);
  };
  if (exempt && (hostname === "localhost" || hostname.endsWith(".localhost"))) { answer([{ address: "127.0.0.1", family: 4 }]); return; }
  systemLookup(hostname, { all: true }, (error, addresses) => {
    if (error) done(error, []);
    else answer(addresses);
  });
}

const privateNetworks = new BlockList();
for (const [network, bits] of [["0.0.0.0", 8], ["10.0.0.0", 8], ["100.64.0.0", 10], ["127.0.0.0", 8], ["169.254.0.0", 16], ["172.16.0.0", 12], ["192.0.0.0", 24],
  ["192.168.0.0", 16], ["198.18.0.0", 15], ["224.0.0.0", 3]] as const) privateNetworks.addSubnet(network, bits, "ipv4");
for (const [network, bits] of [["::", 127], ["fc00::", 7], ["fe80::", 10], ["ff00::", 8], ["64:ff9b::", 96]] as const) privateNetworks.addSubnet(network, bits, "ipv6");

function isPrivate(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return privateNetworks.check(mapped, "ipv4");
  return privateNetworks.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}
