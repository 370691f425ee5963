import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { listenProblem } from "./start-problem.ts";
import type { Site } from "./site.ts";

export const BASE_HOST = "sandbox.localhost";

/** 500 MB arrive in this time even on a machine that is busy with other things. */
const UPLOAD_TIMEOUT = 15 * 60_000;

export interface Frame {
  readonly port: number;
  /** Opens the sites; until then every request is asked to come back. */
  open(sites: readonly Site[]): void;
  /** Ends all connections; the sites are closed by who made them. */
  close(): Promise<void>;
}

/** One HTTP server on 127.0.0.1 that hands each request to the site its Host names. The port is known before the sites are. */
export async function openFrame(port: number): Promise<Frame> {
  let sites: ReadonlyMap<string, Site> | undefined;
  const server = createServer({ requestTimeout: UPLOAD_TIMEOUT, headersTimeout: 20_000 }, (request, response) => {
    if (request.url === "/health") return answer(response, sites ? 200 : 503, sites ? "ok" : "starting");
    if (!sites) return answer(response, 503, "Die Sandbox startet gerade.");
    const site = sites.get(siteNameOf(request));
    if (!site) return answer(response, 421, `Diese Adresse gibt es in der Sandbox nicht. Beginnen Sie bei http://${BASE_HOST}:${portOf(server)}/`);
    site.handle(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => { reject(listenProblem(error, "Sandbox", port, "SANDBOX_PORT")); });
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: portOf(server),
    open(opened) { sites = new Map(opened.map((site) => [site.name, site])); },
    async close() {
      const closed = new Promise<void>((resolve) => { server.close(() => { resolve(); }); });
      server.closeAllConnections();
      await closed;
    },
  };
}

/** "payment" of `payment.sandbox.localhost:8090`, "" of the bare name; anything else names no site. */
function siteNameOf(request: IncomingMessage): string {
  const host = (request.headers.host ?? "").toLowerCase().replace(/:\d{1,5}$/, "");
  if (host === BASE_HOST) return "";
  return host.endsWith(`.${BASE_HOST}`) ? host.slice(0, -BASE_HOST.length - 1) : "?";
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", "x-content-type-options": "nosniff", ...(status === 503 && { "retry-after": "1" }) });
  response.end(`${text}\n`);
}
