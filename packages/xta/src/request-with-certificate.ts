import { Agent, request as httpsRequest } from "node:https";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { XtaTransport } from "./xta-transport.ts";

export interface ClientCertificate {
  readonly cert?: string;
  readonly key?: string;
  readonly pfx?: Uint8Array;
  readonly passphrase?: string;
  /** Trust these instead of the public list. */
  readonly ca?: string | readonly string[];
}

/**
 * A transport for Node with a client certificate, as the WSDL's `HttpsToken RequireClientCertificate` wants. The server's
 * certificate is always checked; TLS 1.2 and newer (BSI TR-02102-2). Each request has a connection of its own (TLS sessions are
 * resumed): one that the server closes while it is idle would leave the fate of a message unknown. `close` ends what is open.
 */
export function requestWithCertificate({ cert, key, pfx, passphrase, ca }: ClientCertificate): { readonly transport: XtaTransport; close(): void } {
  const agent = new Agent({
    keepAlive: false, maxSockets: 16, minVersion: "TLSv1.2", rejectUnauthorized: true,
    ...(cert !== undefined && { cert }), ...(key !== undefined && { key }), ...(passphrase !== undefined && { passphrase }),
    ...(pfx !== undefined && { pfx: Buffer.from(pfx) }), ...(ca !== undefined && { ca: typeof ca === "string" ? ca : [...ca] }),
  });
  const transport: XtaTransport = ({ url, contentType, body, signal }) => new Promise((resolve, reject) => {
    const call = httpsRequest(url, { method: "POST", agent, signal, headers: { "content-type": contentType, "user-agent": "kommunalportal-xta" } });
    call.on("response", (incoming) => {
      resolve({ status: incoming.statusCode ?? 502, contentType: incoming.headers["content-type"], body: incoming, close: () => { incoming.destroy(); } });
    });
    call.on("error", reject);
    // A server may answer before it has read all; then the rest of the request fails, and the answer counts.
    pipeline(Readable.from(body), call).catch(reject);
  });
  return { transport, close: () => { agent.destroy(); } };
}
