import type { CachedPage } from "#platform/http";
import type { FrameParts } from "./frame.ts";
import { send } from "./send.ts";
import type { Handler } from "./routes.ts";
import type { Visit } from "./visit.ts";

/** Serves a page that is the same for everybody: from memory when it is there, made and stored when not. */
export async function servePublic(visit: Visit, handler: Handler, parts: FrameParts): Promise<void> {
  const key = `${visit.request.host} ${visit.lang} ${visit.request.url}`;
  const known = parts.pageCache.get(key);
  if (known) { await sendCached(visit, known, parts); return; }
  const version = parts.pageCache.version();
  const answer = await handler(visit);
  if (!("page" in answer) || (answer.status ?? 200) !== 200 || answer.headers || visit.request.url.length > 500) { await send(visit, answer, parts); return; }
  await sendCached(visit, parts.pageCache.put(key, answer.page, "text/html; charset=utf-8", version), parts);
}

/** `no-cache` = may be kept, must be asked for again: with the ETag that costs 304 and no page. */
async function sendCached(visit: Visit, page: CachedPage, parts: FrameParts): Promise<void> {
  const { request, reply } = visit;
  void reply.header("cache-control", "public, no-cache").header("vary", "accept-encoding").header("etag", page.etag).header("content-security-policy", parts.pagePolicy);
  if (request.headers["if-none-match"] === page.etag) { await reply.status(304).send(); return; }
  void reply.type(page.contentType);
  const accepted = String(request.headers["accept-encoding"] ?? "");
  if (/\bbr\b/.test(accepted)) { await reply.header("content-encoding", "br").send(page.brotli); return; }
  if (/\bgzip\b/.test(accepted)) { await reply.header("content-encoding", "gzip").send(page.gzip); return; }
  await reply.send(page.plain);
}
