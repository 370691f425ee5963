import http from "node:http";
import https from "node:https";
import type { Readable } from "node:stream";

export interface Answer { readonly status: number; readonly headers: http.IncomingHttpHeaders; readonly content: Readable }

/** One request. Node does not resolve `*.localhost`, where a demonstration portal lives: for these names it goes to this machine. */
export function call(method: string, url: string, headers: Readonly<Record<string, string>>, body?: string): Promise<Answer> {
  const target = new URL(url);
  const local = target.hostname === "localhost" || target.hostname.endsWith(".localhost");
  return new Promise((resolve, reject) => {
    const request = (target.protocol === "https:" ? https : http).request(target, {
      method, headers: { ...headers, ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }) }, signal: AbortSignal.timeout(30_000), ...(local ? { hostname: "127.0.0.1", setHost: false } : {}),
    }, (answer) => { resolve({ status: answer.statusCode ?? 0, headers: answer.headers, content: answer }); });
    if (local) request.setHeader("host", target.host);
    request.once("error", reject);
    request.end(body);
  });
}

export async function textOf(answer: Answer): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of answer.content as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}
