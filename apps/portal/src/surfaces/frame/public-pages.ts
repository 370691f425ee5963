import type { IncomingMessage, ServerResponse } from "node:http";
import type { CachedPage, PageCache } from "#platform/http";
import type { FrameParts } from "./frame.ts";
import { policyFor, send } from "./send.ts";
import type { Handler } from "./routes.ts";
import type { Visit } from "./visit.ts";

/** Host and whole address, which holds the language. */
const pageKey = (host: string | undefined, address: string | undefined): string => `${host ?? ""} ${address ?? ""}`;

/**
 * Answers a request for a page in memory before the framework sees it: no routing, no hooks, nothing to wait for. Whoever brings a session
 * goes the long way, as does everything that is not a plain GET of a page that is there. Returns whether it answered.
 */
export function fromMemory(pageCache: PageCache, headers: Readonly<Record<string, string>>, onServed: () => void): (request: IncomingMessage, response: ServerResponse) => boolean {
  const common = { ...headers, "cache-control": "public, no-cache", vary: "accept-encoding" };
  return (request, response) => {
    if (request.method !== "GET" || request.headers.cookie?.includes("__Host-sitzung=")) return false;
    const page = pageCache.get(pageKey(request.headers.host, request.url));
    if (!page) return false;
    onServed();
    // An answer without body, too: its headers take the place of those that the browser has kept.
    const own = page.frames.length === 0 ? common : { ...common, "content-security-policy": policyFor(String(headers["content-security-policy"]), page) };
    if (request.headers["if-none-match"] === page.etag) { response.writeHead(304, { ...own, etag: page.etag }).end(); return true; }
    const accepted = request.headers["accept-encoding"];
    const encoding = typeof accepted === "string" ? (/\bbr\b/.test(accepted) ? "br" : /\bgzip\b/.test(accepted) ? "gzip" : undefined) : undefined;
    const body = encoding === "br" ? page.brotli : encoding === "gzip" ? page.gzip() : page.plain();
    response.writeHead(200, { ...own, etag: page.etag, "content-type": page.contentType, "content-length": body.length, ...(encoding ? { "content-encoding": encoding } : {}) }).end(body);
    return true;
  };
}

/** Serves a page that is the same for everybody: from memory when it is there, made and stored when not. */
export async function servePublic(visit: Visit, handler: Handler, parts: FrameParts): Promise<void> {
  const key = pageKey(visit.request.host, visit.request.originalUrl);
  const known = parts.pageCache.get(key);
  if (known) { await sendCached(visit, known, parts); return; }
  const version = parts.pageCache.version();
  const answer = await handler(visit);
  if (!("page" in answer) || (answer.status ?? 200) !== 200 || answer.headers || visit.request.url.length > 500) { await send(visit, answer, parts); return; }
  await sendCached(visit, parts.pageCache.put(key, answer.page, "text/html; charset=utf-8", version, answer.frames), parts);
}

/** `no-cache` = may be kept, must be asked for again: with the ETag that costs 304 and no page. */
async function sendCached(visit: Visit, page: CachedPage, parts: FrameParts): Promise<void> {
  const { request, reply } = visit;
  void reply.header("cache-control", "public, no-cache").header("vary", "accept-encoding").header("etag", page.etag).header("content-security-policy", policyFor(parts.pagePolicy, page));
  if (request.headers["if-none-match"] === page.etag) { await reply.status(304).send(); return; }
  void reply.type(page.contentType);
  const accepted = String(request.headers["accept-encoding"] ?? "");
  if (/\bbr\b/.test(accepted)) { await reply.header("content-encoding", "br").send(page.brotli); return; }
  if (/\bgzip\b/.test(accepted)) { await reply.header("content-encoding", "gzip").send(page.gzip()); return; }
  await reply.send(page.plain());
}
