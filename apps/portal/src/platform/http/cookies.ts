import type { FastifyReply, FastifyRequest } from "fastify";

/**
 * Every cookie is host-only: the prefix `__Host-` makes the browser insist on Secure, Path=/ and no Domain, so no town can set
 * or read another's. Lax: a link from a mail opens the session, a foreign POST does not. `partitioned` is for a page in another site's frame: the
 * browser keeps the cookie for that site alone (CHIPS), so it follows nobody, and one that knows no partitions takes none where it blocks those of third parties.
 */
export function setCookie(reply: FastifyReply, name: string, value: string, options: { readonly maxAgeSeconds?: number; readonly sameSite?: "Lax" | "Strict" | "partitioned" } = {}): void {
  if (!/^[A-Za-z0-9-]+$/.test(name) || !/^[A-Za-z0-9._~-]*$/.test(value)) throw new Error("a cookie holds only URL-safe characters");
  const age = options.maxAgeSeconds === undefined ? "" : `; Max-Age=${Math.floor(options.maxAgeSeconds)}`;
  append(reply, `__Host-${name}=${value}; Path=/; Secure; HttpOnly; SameSite=${options.sameSite === "partitioned" ? "None; Partitioned" : (options.sameSite ?? "Lax")}${age}`);
}

export function clearCookie(reply: FastifyReply, name: string): void {
  append(reply, `__Host-${name}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`);
}

function append(reply: FastifyReply, cookie: string): void {
  const before = reply.getHeader("set-cookie");
  const list = Array.isArray(before) ? before.map(String) : before === undefined ? [] : [String(before)];
  const name = `${cookie.split("=", 1)[0]}=`;
  reply.removeHeader("set-cookie");
  void reply.header("set-cookie", [...list.filter((other) => !other.startsWith(name)), cookie]);
}

/** The value of a cookie, or undefined; a cookie that appears twice is not believed. */
export function cookieOf(request: FastifyRequest, name: string): string | undefined {
  const header = request.headers.cookie;
  if (!header || header.length > 8_192 || !header.includes(name)) return undefined;
  let found: string | undefined;
  for (const part of header.split(";")) {
    const equals = part.indexOf("=");
    if (equals < 0 || part.slice(0, equals).trim() !== `__Host-${name}`) continue;
    if (found !== undefined) return undefined;
    found = part.slice(equals + 1).trim();
  }
  return found;
}
