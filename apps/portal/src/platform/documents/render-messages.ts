/** PDF/UA-1 for reading with assistive technology; PDF/A-3a for keeping, with attachments. One standard per document. */
export type PdfStandard = "ua-1" | "a-3a";

export interface DocumentAttachment {
  /** File name as shown; no path. */
  readonly name: string;
  readonly mime: string;
  readonly bytes: Buffer;
  readonly description: string;
  /** ISO 19005-3, 6.8: how the attachment relates to the document. */
  readonly relationship: "source" | "data" | "alternative" | "supplement";
}

export interface RenderRequest {
  readonly id: number;
  readonly template: string;
  /** JSON text; it reaches the template as a value and is never part of its source. */
  readonly data: string;
  readonly standard: PdfStandard;
  readonly attachments: readonly DocumentAttachment[];
  /** Seconds since 1970, written into the document. */
  readonly createdAt: number;
}

export type RenderReply =
  | { readonly kind: "ready" }
  | { readonly kind: "broken"; readonly reason: string }
  | { readonly kind: "done"; readonly id: number; readonly pdf: Uint8Array; readonly memoryBytes: number }
  | { readonly kind: "refused"; readonly id: number; readonly problems: readonly string[]; readonly memoryBytes: number };

/** The child is our own code, so its kind is enough to tell its replies. */
export function isRenderReply(message: unknown): message is RenderReply {
  return typeof message === "object" && message !== null && "kind" in message;
}

export function isRenderRequest(message: unknown): message is RenderRequest {
  return typeof message === "object" && message !== null && "template" in message && "data" in message;
}
