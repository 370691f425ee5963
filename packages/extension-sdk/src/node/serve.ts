import { createServer, type IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

export interface Served { readonly port: number; close(): Promise<void> }

/** Serves a handler of the web's own kind (`Request` in, `Response` out) with Node's HTTP server. A handler that throws answers 500 without saying why. */
export async function serve(handler: (request: Request) => Response | Promise<Response>, options: { readonly port: number; readonly host?: string; readonly onFault?: (error: unknown) => void }): Promise<Served> {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      let answer: Response;
      try {
        answer = await handler(requestOf(incoming));
      } catch (error) {
        options.onFault?.(error);
        answer = new Response(null, { status: 500 });
      }
      outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
      if (answer.body) await pipeline(Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]), outgoing).catch(() => { outgoing.destroy(); });
      else outgoing.end();
    })();
  });
  await new Promise<void>((resolve, reject) => { server.once("error", reject); server.listen(options.port, options.host ?? "127.0.0.1", resolve); });
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : options.port,
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => { resolve(); }); }),
  };
}

function requestOf(incoming: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) for (const one of [value].flat()) if (one !== undefined) headers.append(name, one);
  const url = URL.parse(incoming.url ?? "/", `http://${incoming.headers.host ?? "localhost"}`) ?? new URL("http://localhost/");
  const method = incoming.method ?? "GET";
  return new Request(url, { method, headers, ...(method === "GET" || method === "HEAD" ? {} : { body: Readable.toWeb(incoming) as ReadableStream, duplex: "half" }) });
}
