import { createHash, randomBytes } from "node:crypto";
import { open, seal } from "#platform/crypto";
import type { ApplicationFileLink, Attachment, SealedFile } from "./message.ts";

/** What a sealed value belongs to: bound into it, so that nothing opens in another place. */
const contexts = {
  subject: (message: string) => `mailbox.message.subject:${message}`,
  content: (message: string) => `mailbox.message.content:${message}`,
  about: (attachment: string) => `mailbox.attachment.about:${attachment}`,
};

export interface MessageContent { readonly text: string; readonly html?: string }
interface SaltedContent extends MessageContent { readonly salt: string; readonly subject: string; readonly files: readonly string[] }

export interface SealedMessage { readonly subject: Buffer; readonly content: Buffer; readonly sha256: Buffer }

/** Words closed with the account's key, and the hash that the evidence of reading names: over subject, words and the files' hashes. */
export function sealMessage(key: Buffer, id: string, message: MessageContent & { readonly subject: string; readonly files: readonly { readonly sha256: string }[] }): SealedMessage {
  const salted: SaltedContent = {
    salt: randomBytes(16).toString("hex"), subject: message.subject, text: message.text, ...(message.html === undefined ? {} : { html: message.html }),
    files: message.files.map(({ sha256 }) => sha256),
  };
  const json = JSON.stringify(salted);
  return { subject: seal(key, message.subject, contexts.subject(id)), content: seal(key, json, contexts.content(id)), sha256: createHash("sha256").update(json).digest() };
}

export function openSubject(key: Buffer, row: { readonly id: string; readonly subject: Buffer }): string {
  return open(key, row.subject, contexts.subject(row.id)).toString("utf8");
}

export function openContent(key: Buffer, row: { readonly id: string; readonly content: Buffer }): MessageContent {
  // Only sealMessage writes it; the seal proves that nobody else did.
  return JSON.parse(open(key, row.content, contexts.content(row.id)).toString("utf8")) as SaltedContent;
}

/** Where the bytes are: in the store under a key of their own, or behind the account's application. */
export type Place =
  | { readonly kind: "store"; readonly storeKey: string; readonly dek: string; readonly context: string }
  | { readonly kind: "application"; readonly application: string; readonly file: string };
type About = Omit<Attachment, "id"> & { readonly place: Place };

export function sealAttachment(key: Buffer, id: string, file: SealedFile | ApplicationFileLink): Buffer {
  const about: About = {
    name: file.name, type: file.type, size: file.size, sha256: file.sha256,
    place: "storeKey" in file ? { kind: "store", storeKey: file.storeKey, dek: file.dek.toString("base64"), context: file.context } : { kind: "application", application: file.application, file: file.file },
  };
  return seal(key, JSON.stringify(about), contexts.about(id));
}

export function openAttachment(key: Buffer, row: { readonly id: string; readonly about: Buffer }): { readonly file: Attachment; readonly place: Place } {
  const { place, ...file } = JSON.parse(open(key, row.about, contexts.about(row.id)).toString("utf8")) as About;
  return { file: { id: row.id, ...file }, place };
}
