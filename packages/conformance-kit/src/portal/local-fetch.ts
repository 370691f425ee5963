import http from "node:http";
import { Readable } from "node:stream";

/**
 * `fetch` that also finds `*.localhost`, where a demonstration portal lives: browsers and curl resolve these names to this machine, Node does not.
 * Follows nothing, like the checks themselves.
 */
export const localFetch: typeof fetch = async (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  if (url.protocol !== "http:" || !url.hostname.endsWith(".localhost")) return fetch(input, init);
  const request = new Request(input, init);
  const body = Buffer.from(await request.arrayBuffer());
  return new Promise((resolve, reject) => {
    const sent = http.request({ host: "127.0.0.1", port: url.port || 80, path: url.pathname + url.search, method: request.method, headers: { ...Object.fromEntries(request.headers), host: url.host, "content-length": String(body.length) }, signal: request.signal }, (answer) => {
      const headers = new Headers();
      for (const [name, value] of Object.entries(answer.headers)) for (const one of [value].flat()) if (one !== undefined) headers.append(name, one);
      const status = answer.statusCode ?? 502;
      const empty = status === 204 || status === 304;
      if (empty) answer.resume();
      resolve(new Response(empty ? null : Readable.toWeb(answer) as ReadableStream, { status, headers }));
    });
    sent.once("error", reject);
    sent.end(body);
  });
};
