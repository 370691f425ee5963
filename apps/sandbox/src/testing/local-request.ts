import { request as httpRequest } from "node:http";

export interface LocalInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly signal?: AbortSignal;
}

/** A request to `*.localhost` as the portal makes it: to 127.0.0.1, with the name as Host (Node does not resolve such names). */
export function localRequest(url: string, init: LocalInit = {}): Promise<Response> {
  const { hostname, port, host, pathname, search } = new URL(url);
  if (hostname !== "localhost" && !hostname.endsWith(".localhost")) throw new Error("tests speak only to this machine");
  return new Promise((resolve, reject) => {
    const call = httpRequest({
      host: "127.0.0.1", port, path: pathname + search, method: init.method ?? "GET", agent: false,
      headers: { host, ...init.headers, ...(init.body !== undefined && { "content-length": String(Buffer.byteLength(init.body)) }) },
      ...(init.signal && { signal: init.signal }),
    }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => { chunks.push(chunk); });
      incoming.on("error", reject);
      incoming.on("end", () => {
        const headers = new Headers();
        for (const [name, value] of Object.entries(incoming.headersDistinct)) for (const item of value ?? []) headers.append(name, item);
        const status = incoming.statusCode ?? 502;
        resolve(new Response(status === 204 || status === 304 ? null : Buffer.concat(chunks), { status, headers }));
      });
    });
    call.on("error", reject);
    call.end(init.body);
  });
}
