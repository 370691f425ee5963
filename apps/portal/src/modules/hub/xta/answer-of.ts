import { readXml, standardLimits, type XmlElement } from "@kommunalportal/xta";
import { parseOfficeAnswer } from "../office-answer.ts";
import type { OfficeAnswer } from "../office-reply.ts";

/**
 * What an office system answers by XTA: JSON in the portal's schema, or XML: `antwort` in the namespace that the destination names, with `art` (`eingang`, `nachfrage`,
 * `bescheid`), `ergebnis` (`angenommen`, `abgelehnt`, `offen`, `bewilligt`), `aktenzeichen` and `text`. Undefined: neither.
 */
export function answerOf(contentType: string, bytes: Uint8Array, namespace: string): OfficeAnswer | undefined {
  try {
    if (/^application\/json\b/i.test(contentType)) return parseOfficeAnswer(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
    return fromXml(readXml(bytes, standardLimits), namespace);
  } catch {
    // Not well-formed, or past the limits: nothing that can be read.
    return undefined;
  }
}

function fromXml(root: XmlElement, namespace: string): OfficeAnswer | undefined {
  if (root.name !== "antwort" || root.namespace !== namespace) return undefined;
  const field = (name: string): string => root.children.flatMap((child) => (typeof child === "object" && child.name === name && child.namespace === namespace ? child.children.filter((node) => typeof node === "string") : [])).join("").trim();
  // Too long for the schema it is refused, and whoever sent it learns that: a decision without its end would be another one.
  const [text, outcome] = [field("text"), field("ergebnis")];
  switch (field("art")) {
    case "eingang": return outcome === "angenommen" || outcome === "abgelehnt" ? { kind: "arrival", accepted: outcome === "angenommen", receipt: field("aktenzeichen").slice(0, 200) || undefined, text: text.slice(0, 10_000) } : undefined;
    case "nachfrage": return parseOfficeAnswer({ kind: "question", text });
    case "bescheid": return outcome === "bewilligt" || outcome === "abgelehnt" ? parseOfficeAnswer({ kind: "decision", result: outcome === "bewilligt" ? "granted" : "refused", text }) : undefined;
    default: return undefined;
  }
}
