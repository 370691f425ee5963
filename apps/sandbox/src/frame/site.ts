import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { html } from "@kommunalportal/html";
import Fastify, { LogController, type FastifyError, type FastifyInstance } from "fastify";
import type { Credentials } from "./credentials.ts";
import { page } from "./page.ts";

/** What every outside system of the sandbox gets. */
export interface SandboxContext {
  readonly clock: () => Date;
  readonly dataFolder: string;
  readonly credentials: Credentials;
  /** `http://payment.sandbox.localhost:8090`, with the port really used. */
  readonly origin: (site: string) => string;
  readonly portalPort: number;
}

/** One outside system: a host name of its own, as in life. */
export interface Site {
  /** The first label of its host. */
  readonly name: string;
  readonly title: string;
  /** One sentence for the index page. */
  readonly purpose: string;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  readonly close: () => Promise<void>;
}

const STYLE = readFileSync(new URL("sandbox.css", import.meta.url));

/** Nothing may be loaded but the own style sheet; forms go to the own host and to the origins named. */
export function contentSecurityPolicy(formTargets: readonly string[] = []): string {
  return `default-src 'none'; style-src 'self'; form-action ${["'self'", ...formTargets].join(" ")}; base-uri 'none'; frame-ancestors 'none'`;
}

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": contentSecurityPolicy(),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

export const STYLE_PATH = "/sandbox.css";

/** A Fastify application with what all sites share: headers, form bodies, style sheet, pages for errors. */
export function createSiteApp(options: { readonly bodyLimit?: number } = {}): FastifyInstance {
  const app = Fastify({
    logger: false, logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: options.bodyLimit ?? 256 * 1024, routerOptions: { maxParamLength: 100 },
  });
  app.addHook("onRequest", async (_request, reply) => { reply.headers(SECURITY_HEADERS); });
  app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string", bodyLimit: 128 * 1024 }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(body.toString())));
  });
  app.get(STYLE_PATH, async (_request, reply) => reply.header("cache-control", "max-age=300").type("text/css; charset=utf-8").send(STYLE));
  app.setNotFoundHandler(async (_request, reply) => reply.code(404).type("text/html; charset=utf-8").send(errorPage("Diese Seite gibt es nicht.")));
  app.setErrorHandler(async (error: FastifyError, _request, reply) => {
    const status = error.statusCode ?? 500;
    reply.type("text/html; charset=utf-8");
    if (status < 500) return reply.code(status).send(errorPage("Diese Anfrage wird nicht verstanden."));
    const reference = randomUUID();
    process.stderr.write(`sandbox fault ${reference}: ${error.stack ?? error.message}\n`);
    return reply.code(500).send(errorPage(`Es ist ein Fehler aufgetreten (Kennung ${reference}).`));
  });
  return app;
}

/** Makes the site of a Fastify application that never listens itself. */
export async function siteOf(app: FastifyInstance, about: Pick<Site, "name" | "title" | "purpose">): Promise<Site> {
  await app.ready();
  return { ...about, handle: (request, response) => { app.routing(request, response); }, close: () => app.close() };
}

function errorPage(sentence: string): string {
  return page({ title: "Das hat nicht geklappt", site: "Sandbox", body: html`<p>${sentence}</p>` });
}
