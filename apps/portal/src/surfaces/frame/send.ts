import { textBytes } from "#platform/http";
import { embeddedPolicy, embeddedRedirect } from "./embedding.ts";
import type { FrameParts } from "./frame.ts";
import type { Answer, Visit } from "./visit.ts";

/** Sends a handler's answer. Whatever is not explicitly public is kept out of every cache (ASVS 14.3.2). */
export async function send(visit: Visit, answer: Answer, parts: FrameParts): Promise<void> {
  const { reply } = visit;
  if ("missing" in answer) { await parts.errorPages.notFound(visit); return; }
  if (!reply.hasHeader("cache-control")) void reply.header("cache-control", "private, no-store");
  if ("redirect" in answer) { await reply.redirect(visit.embedded ? embeddedRedirect(visit, answer.redirect) : answer.redirect, answer.status ?? 303); return; }
  if (answer.headers) void reply.headers(answer.headers);
  void reply.status(answer.status ?? 200);
  if ("page" in answer) {
    const policy = visit.embedded ? embeddedPolicy(parts.pagePolicy, visit) : parts.pagePolicy;
    void reply.header("content-security-policy", withTargets(policyFor(policy, answer), answer.formTargets));
    if (answer.framing === "embedded") void reply.header("x-frame-options", "SAMEORIGIN");
    await reply.type("text/html; charset=utf-8").send(textBytes(answer.page));
    return;
  }
  // A file is shown or stored, never run: no scripts, no frames, and its type is what we say.
  void reply.header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
  const name = answer.download ?? answer.inline;
  if (name !== undefined) void reply.header("content-disposition", disposition(answer.download === undefined ? "inline" : "attachment", name));
  await reply.type(answer.type).send(answer.body);
}

/** `form-action` is the last directive of the pages' policy. */
function withTargets(policy: string, targets: readonly string[] | undefined): string {
  return targets === undefined ? policy : policy.replace(/form-action [^;]*/, (directive) => `${directive} ${targets.join(" ")}`);
}

/** The pages' policy and what this page needs beside it. Origins only: whatever could end the directive is a fault. */
export function policyFor(policy: string, { framing, frames = [] }: { readonly framing?: "embeds" | "embedded"; readonly frames?: readonly string[] }): string {
  const shown = [...(framing === "embeds" ? ["'self'"] : []), ...new Set(frames.map((url) => new URL(url).origin))];
  if (shown.length > 0) return `${policy}; frame-src ${shown.join(" ")}`;
  return framing === "embedded" ? policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'") : policy;
}

/** RFC 6266 with RFC 8187 for names beyond ASCII. */
export function disposition(kind: "inline" | "attachment", name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`;
}
