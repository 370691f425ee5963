import type { Findings } from "../check.ts";

/** What of a page lets others in: a policy that admits what is not its own, a frame of somebody else's, a code that leaves in a referrer, something from elsewhere. */
export function pageMisfits(text: string, headers: Headers, given: { /** Origin that shows it in a frame; undefined: nobody may. */ readonly framedBy: string | undefined; readonly everybodys?: boolean }): Findings {
  const policy = headers.get("content-security-policy") ?? "";
  const ancestors = (/frame-ancestors ([^;]+)/.exec(policy)?.[1] ?? "").trim().split(" ");
  return [
    ...(/default-src 'none'|default-src 'self'/.test(policy) ? [] : ["has no Content-Security-Policy that keeps others out"]),
    ...(given.framedBy === undefined ? (ancestors.join(" ") === "'none'" ? [] : ["may be shown in a frame"]) : ancestors.includes(given.framedBy) ? [] : ["does not name the portal in frame-ancestors"]),
    ...(ancestors.includes("*") ? ["may be shown in everybody's frame"] : []),
    ...(given.everybodys === true || headers.get("referrer-policy") === "no-referrer" ? [] : ["hands its address, with the code, to others (Referrer-Policy)"]),
    ...(/<html[^>]* lang="/.test(text) ? [] : ["has no language"]), ...(/(?:src|href)="https?:\/\//.test(text.replace(/<a [^>]*>/g, "")) ? ["loads from elsewhere"] : []),
    ...(/<script|style="| on[a-z]+="/.test(text) && !/script-src|style-src/.test(policy) ? ["has inline scripts or styles"] : []),
  ];
}
