import { createHash } from "node:crypto";
import { readXml, standardLimits, type ContentSink } from "@kommunalportal/xta";
import type { CaseFileEntry } from "./case-file.ts";

export interface Examined extends CaseFileEntry {
  /** The beginning of a text, for the page. */
  readonly excerpt: string;
  /** Why a message cannot be worked with. */
  readonly problem: string | undefined;
}

const KEPT = 1024 * 1024;

/** Reads a content as a Fachverfahren does: counts, hashes, and looks whether XML is XML. */
export const examine: ContentSink<Examined> = async ({ role, attributes }, bytes) => {
  const digest = createHash("sha256");
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const piece of bytes) {
    digest.update(piece);
    if (role === "message" && size < KEPT) kept.push(Uint8Array.from(piece));
    size += piece.byteLength;
  }
  const contentType = attributes?.contentType ?? "application/octet-stream";
  const text = Buffer.concat(kept);
  const isXml = role === "message" && /[/+]xml\b/.test(contentType);
  return {
    role, name: attributes?.filename ?? "", contentType, size, sha256: digest.digest("hex"),
    excerpt: role === "message" && /^text\/|[/+](?:xml|json)\b/.test(contentType) ? text.toString("utf8").slice(0, 4000) : "",
    problem: isXml && size <= KEPT && !wellFormed(text) ? "Die Nachricht ist kein wohlgeformtes XML." : undefined,
  };
};

function wellFormed(text: Uint8Array): boolean {
  try {
    readXml(text, standardLimits);
    return true;
  } catch {
    return false;
  }
}
