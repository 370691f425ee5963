import type { RecordOf } from "./codec/codec.ts";
import type { ContentBytes } from "./mime/write-multipart.ts";
import type { contentAttributes } from "./model/content-container.ts";
import type { XmlElement } from "./xml/xml-element.ts";

export type ContentAttributes = RecordOf<typeof contentAttributes>;

export interface OutgoingContent extends ContentAttributes {
  readonly bytes: ContentBytes;
}

/** What is sent: a message with attachments, or both encrypted by the author (the cipher value aside, everything as built). */
export type OutgoingContainer =
  | { readonly kind: "plain"; readonly message: OutgoingContent; readonly attachments?: readonly OutgoingContent[] }
  | { readonly kind: "encrypted"; readonly element: XmlElement; readonly cipher: ContentBytes };

export interface ReceivedContent<T> extends ContentAttributes {
  /** What the sink made of the bytes. */
  readonly content: T;
}

export type ReceivedContainer<T> =
  | { readonly kind: "plain"; readonly message: ReceivedContent<T>; readonly attachments: readonly ReceivedContent<T>[] }
  | { readonly kind: "encrypted"; readonly element: XmlElement; readonly cipher: T };

export interface ContentPlace {
  readonly role: "message" | "attachment" | "cipher";
  /** Of the attachment, from 0. */
  readonly index: number;
  readonly attributes: ContentAttributes | undefined;
}

/**
 * Takes one content as a stream, in memory, to a file, wherever. What it stored counts only when the whole message was read:
 * a later part may still prove the message wrong.
 */
export type ContentSink<T> = (place: ContentPlace, bytes: AsyncIterable<Uint8Array>) => Promise<T>;
