import { createHmac, timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";

/** Token for the forms of one session. It reveals nothing of the session's secret and needs no storage. */
export function csrfToken(sessionSecret: string): string {
  return createHmac("sha256", sessionSecret).update("csrf/1").digest("base64url");
}

/** Compares without telling by its duration how much was right. */
export function csrfTokenMatches(expected: string, given: string | undefined): boolean {
  if (given === undefined) return false;
  const a = Buffer.from(expected);
  const b = Buffer.from(given);
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * A request that changes something must come from our own page. Browsers say so in `Sec-Fetch-Site` and `Origin`;
 * a request that carries neither and no cookie cannot act for anybody, so it may pass to the other checks.
 * Returns what is wrong, or undefined.
 */
export function crossSiteProblem(request: FastifyRequest): string | undefined {
  if (request.method === "GET" || request.method === "HEAD" || request.method === "OPTIONS") return undefined;
  const site = request.headers["sec-fetch-site"];
  if (typeof site === "string" && site !== "same-origin" && site !== "none") return `sec-fetch-site ${site}`;
  const origin = request.headers.origin;
  if (origin !== undefined) {
    const host = request.headers.host ?? "";
    let given: string;
    try { given = new URL(origin).host; } catch { return "origin is not a URL"; }
    if (given !== host.toLowerCase()) return "origin differs from host";
    return undefined;
  }
  if (site === undefined && request.headers.cookie !== undefined && request.headers["user-agent"]?.includes("Mozilla")) return "a browser sent neither origin nor sec-fetch-site";
  return undefined;
}
