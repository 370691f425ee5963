import type { Level } from "#modules/accounts";

/** `held`: nobody could check it for malware yet, so nobody may open it. `unchecked`: no scanner is set up, demo only. */
export type DocumentState = "kept" | "unchecked" | "held" | "found";
export type OriginKind = "upload" | "message" | "decision";
/** Where it came from; `id` is the message's attachment, so that the same file is not kept twice. */
export type Origin = { readonly kind: "upload" } | { readonly kind: "message" | "decision"; readonly id: string };

export interface SafeDocument {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** bytes */
  readonly size: number;
  /** SHA-256 as 64 hexadecimal digits. */
  readonly sha256: string;
  readonly state: DocumentState;
  readonly origin: OriginKind;
  readonly minimumLevel: Level;
  readonly keptAt: Date;
}

/** One consent: this document, for this application, on this day. */
export interface Consent { readonly id: string; readonly document: string; readonly draft: string; readonly tenant: string; readonly service: string; readonly level: Level; readonly at: Date }

export interface Usage { readonly documents: number; readonly bytes: number; readonly mostDocuments: number; readonly mostBytes: number }

export type KeepRefusal = "empty" | "too-large" | "type-not-allowed" | "name-does-not-fit" | "malware" | "cannot-be-checked" | "store-full" | "safe-full" | "already-kept";
export type KeepOutcome = { readonly ok: true; readonly document: SafeDocument } | { readonly ok: false; readonly why: KeepRefusal };

export type DocumentRefusal =
  | { readonly ok: false; readonly why: "not-found" | "held" }
  | { readonly ok: false; readonly why: "level-too-low"; readonly needed: Level };

export const acceptedTypes: readonly string[] = ["application/pdf", "image/jpeg", "image/png"];
