import type { IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { ProviderRequest } from "./exchange.ts";

/**
 * A `request` for Node that shows the client certificate of `auth: { kind: "mtls", … }`, which the global `fetch` cannot.
 * The provider's certificate is always checked; `ca` adds to what is trusted by replacing the public list.
 */
export const requestWithCertificate: ProviderRequest = (url, init) => new Promise((resolve, reject) => {
  const { cert, key, pfx, passphrase, ca } = init.tls ?? {};
  const call = httpsRequest(url, {
    method: init.method,
    headers: { ...init.headers, ...(init.body !== undefined && { "content-length": String(Buffer.byteLength(init.body)) }) },
    signal: init.signal,
    ...(cert !== undefined && { cert }), ...(key !== undefined && { key }), ...(ca !== undefined && { ca }),
    ...(pfx !== undefined && { pfx: Buffer.from(pfx) }), ...(passphrase !== undefined && { passphrase }),
  }, (incoming) => {
    const status = incoming.statusCode ?? 502;
    const bodyless = status === 204 || status === 205 || status === 304;
    if (bodyless) incoming.resume();
    const body = bodyless ? null : streamOf(incoming);
    resolve(new Response(body, { status }));
  });
  call.on("error", reject);
  call.end(init.body);
});

function streamOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Buffer> = incoming.iterator();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
    cancel() { incoming.destroy(); },
  });
}
