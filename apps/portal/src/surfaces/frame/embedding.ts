import type { IncomingMessage } from "node:http";
import { inLanguage, withoutLanguage, type Lang } from "./language.ts";
import type { Visit } from "./visit.ts";

const prefix = "/eingebettet";
/** Pages of an application. Everything else – signing in, paying, one's own area – never stands in another site's frame. */
const embeddable = /^\/(?:antrag|eingang)\/|^\/eigenes-fenster(?:[?#]|$)/;

const framed = new WeakSet<object>();

/** Cuts language and embedding off the address before routing: `/en/eingebettet/antrag/x` is routed as `/antrag/x`. For the server's `rewriteUrl`. */
export function withoutPrefixes(request: { url?: string | undefined }): string {
  const url = withoutLanguage(request);
  const rest = url.startsWith(`${prefix}/`) ? url.slice(prefix.length) : url;
  if (rest === url || !embeddable.test(rest)) return url;
  framed.add(request);
  return rest;
}

/** Whether the request came by an address for another site's frame. Such a request knows no session, only the visitor of that frame. */
export function isEmbedded(raw: IncomingMessage): boolean {
  return framed.has(raw);
}

/** The same page inside the frame; what may not stand there leads to the page that opens it in a tab of its own. */
export function embeddedHref(path: string, lang: Lang): string {
  return inLanguage(embeddable.test(path) ? prefix + path : ownWindowHref(path), lang);
}

/** The page inside the frame with the button that opens `path` in a tab of its own. */
export function ownWindowHref(path: string): string {
  return `${prefix}/eigenes-fenster?ziel=${encodeURIComponent(path)}`;
}

/** A redirect that leaves the portal's host cannot be followed in a frame: it becomes the way to a tab of its own, where the page is asked for again. */
export function embeddedRedirect(visit: Visit, target: string): string {
  if (!/^https?:/.test(target)) return target;
  const { path, request, lang } = visit;
  const again = request.method === "GET" ? request.url : path.split("/").slice(0, 3).join("/");
  return inLanguage(ownWindowHref(again), lang);
}

/**
 * The pages' policy for a page in a frame: only the origins that the town has admitted may show it, and nobody where it admitted none. `X-Frame-Options`
 * knows no lists; every browser that knows `frame-ancestors` leaves it aside (CSP Level 2, 7.7.3), and it is taken away so that nothing contradicts.
 */
export function embeddedPolicy(policy: string, { reply, tenant }: Visit): string {
  const hosts = tenant?.profile.embedHosts ?? [];
  if (hosts.length === 0) return policy;
  reply.removeHeader("x-frame-options");
  return policy.replace("frame-ancestors 'none'", `frame-ancestors ${hosts.join(" ")}`);
}
