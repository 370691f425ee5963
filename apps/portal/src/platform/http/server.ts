import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import Fastify, { type FastifyInstance } from "fastify";
import type { Log } from "#platform/log";
import { newId } from "#platform/ids";
import { closeSoon } from "./close-soon.ts";
import { routable } from "./routable.ts";
import { securityHeaders } from "./security-headers.ts";
import { answerUnreadable } from "./unreadable-request.ts";

export type App = FastifyInstance;

export interface ServerOptions {
  readonly log: Log;
  /** Addresses of the proxies in front (CIDR); never `true`: anybody could then claim any address. */
  readonly trustedProxies: readonly string[];
  /** The public address is https: then browsers are told to insist on it. */
  readonly secureOrigin: boolean;
  /** Rewrites the path before routing (the language prefix). */
  readonly rewriteUrl?: (request: { url?: string | undefined }) => string;
  /** Asked before everything else; true: it has answered. */
  readonly first?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/** What comes in is read by our own readers and what goes out written by us: Fastify's compilers for JSON Schema (5 MB) stay unloaded. */
const noSchemas = () => (): never => { throw new Error("routes here have no schema of Fastify's"); };

/** An HTTP server with limits, security headers and no routes. */
export function createServer(options: ServerOptions): App {
  const { first, rewriteUrl } = options;
  const app = Fastify({
    logger: false,
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    genReqId: () => newId(),
    bodyLimit: 1_000_000,
    connectionTimeout: 60_000,
    requestTimeout: 300_000,
    keepAliveTimeout: 72_000,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 },
    ...(options.trustedProxies.length > 0 ? { trustProxy: [...options.trustedProxies] } : {}),
    rewriteUrl: (request) => routable(rewriteUrl?.(request) ?? request.url ?? "/"),
    clientErrorHandler: answerUnreadable,
    ...(first ? { serverFactory: (handler: (request: IncomingMessage, response: ServerResponse) => void) => createHttpServer({ keepAliveTimeout: 72_000, requestTimeout: 300_000, connectionsCheckingInterval: 10_000 }, (request, response) => { if (!first(request, response)) handler(request, response); }) } : {}),
  });
  const aboutToClose = closeSoon(app.server);
  app.addHook("preClose", async () => { aboutToClose(); });
  const headers = securityHeaders(options.secureOrigin);
  app.addHook("onRequest", async (_request, reply) => { void reply.headers(headers); });
  app.addHook("onResponse", async (request, reply) => {
    // The route's pattern, not the address: an address may hold a reference.
    const line = { req: request.id, method: request.method, route: request.routeOptions.url ?? "none", status: reply.statusCode, ms: Math.round(reply.elapsedTime) };
    if (reply.statusCode >= 500) options.log.error(line, "request");
    else options.log.debug(line, "request");
  });
  app.removeAllContentTypeParsers();
  // Bodies are read by whoever expects them: forms as text, uploads as streams.
  app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) => { done(null, body); });
  app.addContentTypeParser(/^multipart\/form-data/, (_request, _payload, done) => { done(null); });
  return app;
}
