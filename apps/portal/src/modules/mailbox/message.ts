import type { Level } from "#modules/accounts";
import type { Language } from "#modules/applications";

export const messageKinds = ["confirmation", "question", "request", "decision", "status", "notice", "reply"] as const;
export type MessageKind = (typeof messageKinds)[number];

/** A sealed file in the store, handed on without its bytes being copied: it stays with whoever made it. */
export interface SealedFile {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  /** SHA-256 as 64 hexadecimal digits. */
  readonly sha256: string;
  readonly storeKey: string;
  readonly dek: Buffer;
  /** Context with which it was sealed (`getSealed`). */
  readonly context: string;
}

/** A file of the account's own application, opened by way of the application when it is asked for. */
export interface ApplicationFileLink {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
  readonly application: string;
  readonly file: string;
}

/** What a list needs. Of a message above the session's level neither sender nor subject is said (§ 8 Servicekonto.NRW-VO). */
export type MessageHead = OpenHead | LockedHead;

interface AnyHead {
  readonly id: string;
  readonly receivedAt: Date;
  readonly unread: boolean;
}
export interface OpenHead extends AnyHead {
  readonly locked: false;
  readonly tenant: string;
  readonly kind: MessageKind;
  readonly direction: "received" | "sent";
  readonly subject: string;
  /** Of subject and words, where it is known. */
  readonly language: Language | undefined;
  readonly application: string | undefined;
  readonly decision: string | undefined;
  readonly attachments: number;
  /** The provision ended on this instant without having been read: it can no longer be opened. */
  readonly endedAt: Date | undefined;
  readonly minimumLevel: Level;
}
export interface LockedHead extends AnyHead { readonly locked: true; readonly needed: Level }

export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** bytes */
  readonly size: number;
  readonly sha256: string;
}

export interface Message extends OpenHead {
  readonly text: string;
  /** Our own markup, made when it was delivered; a decision as a page. */
  readonly html: string | undefined;
  readonly files: readonly Attachment[];
  readonly openedAt: Date | undefined;
  /** May go to the bin: read, and nothing legal hangs on it. */
  readonly deletable: boolean;
}

export type MessageRefusal =
  | { readonly ok: false; readonly why: "not-found" | "ended" }
  | { readonly ok: false; readonly why: "level-too-low"; readonly needed: Level };
