import { XtaFormatError } from "../xta-format-error.ts";
import { readContentType, type ContentType } from "./content-type.ts";

export interface PartHeaders {
  /** Without its angle brackets. */
  readonly contentId: string | undefined;
  readonly contentType: ContentType;
}

/** Reads the header of a part (RFC 2045, 2392). A header that stands twice and any encoding of the bytes are refused. */
export function readPartHeaders(bytes: Buffer): PartHeaders {
  const refuse = (detail: string): XtaFormatError => new XtaFormatError("mime-header", "", detail);
  const headers = new Map<string, string>();
  const lines = bytes.toString("latin1").replace(/\r\n[ \t]+/g, " ").split("\r\n").filter((line) => line !== "");
  for (const line of lines) {
    const match = /^([!-9;-~]+):[ \t]*(.*)$/.exec(line);
    const name = match?.[1]?.toLowerCase();
    if (name === undefined || headers.has(name)) throw refuse("a header of a part is broken or stands twice");
    headers.set(name, (match?.[2] ?? "").trimEnd());
  }
  const encoding = headers.get("content-transfer-encoding")?.toLowerCase() ?? "binary";
  if (!["binary", "8bit", "7bit"].includes(encoding)) throw refuse("a part is encoded");
  const id = headers.get("content-id");
  const contentId = id === undefined ? undefined : /^<([^<>\s]{1,400})>$/.exec(id)?.[1];
  if (id !== undefined && contentId === undefined) throw refuse("a Content-ID is broken");
  return { contentId, contentType: readContentType(headers.get("content-type") ?? "application/octet-stream", "part") };
}
