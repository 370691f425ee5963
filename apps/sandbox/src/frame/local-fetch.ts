import { request as httpRequest, type IncomingMessage } from "node:http";
import { pipeline } from "node:stream/promises";
import type { HttpRequest } from "@kommunalportal/fit-connect";

/** `fetch` for `*.localhost`, which Node does not resolve: to 127.0.0.1, with the name as Host. Bodies stream both ways, redirects are not followed. */
export function localFetch(url: string, { method, headers, body, signal }: HttpRequest): Promise<Response> {
  const { hostname, port, host, pathname, search } = new URL(url);
  if (!hostname.endsWith(".localhost")) throw new Error("the sandbox speaks only to this machine");
  return new Promise((resolve, reject) => {
    const call = httpRequest({ host: "127.0.0.1", port, path: pathname + search, method, headers: { ...headers, host }, signal }, (incoming) => {
      const status = incoming.statusCode ?? 502;
      const answered = new Headers(Object.entries(incoming.headers).flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as [string, string]] : [])));
      if (status === 204) incoming.resume();
      resolve(new Response(status === 204 ? null : bodyOf(incoming), { status, headers: answered }));
    });
    call.on("error", reject);
    if (body instanceof ReadableStream) pipeline(chunksOf(body), call).catch(reject);
    else call.end(body);
  });
}

/** Chunk by chunk as they come from the socket: reading the stream's own buffer would join them into ever new memory. */
function bodyOf(incoming: IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      incoming.on("data", (chunk: Buffer<ArrayBuffer>) => { incoming.pause(); controller.enqueue(chunk); });
      incoming.on("end", () => { controller.close(); });
      incoming.on("error", (error) => { controller.error(error); });
      incoming.pause();
    },
    pull: () => { incoming.resume(); },
    cancel: () => { incoming.destroy(); },
  }, { highWaterMark: 0 });
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = body.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
