import { createHash } from "node:crypto";
import { checkMetaData, decryptContainer, type MessageMetaData, readXml, standardLimits, type ContentSink, type ReceivedContainer, XtaDecryptionError } from "@kommunalportal/xta";
import type { CaseFileEntry } from "./case-file.ts";

export interface Examined extends CaseFileEntry {
  /** The beginning of a text, for the page. */
  readonly excerpt: string;
  /** Why a message cannot be worked with. */
  readonly problem: string | undefined;
  /** All of an encrypted content. */
  readonly sealed?: Uint8Array;
}

const KEPT = 1024 * 1024;

/** Reads a content as a Fachverfahren does: counts, hashes, and looks whether XML is XML. */
export const examine: ContentSink<Examined> = async ({ role, attributes }, bytes) => {
  const digest = createHash("sha256");
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const piece of bytes) {
    digest.update(piece);
    if (role === "cipher" || (role === "message" && size < KEPT)) kept.push(Uint8Array.from(piece));
    size += piece.byteLength;
  }
  const contentType = attributes?.contentType ?? "application/octet-stream";
  const text = Buffer.concat(kept);
  const isXml = role === "message" && /[/+]xml\b/.test(contentType);
  return {
    role, name: attributes?.filename ?? "", contentType, size, sha256: digest.digest("hex"),
    excerpt: role === "message" && /^text\/|[/+](?:xml|json)\b/.test(contentType) ? text.toString("utf8").slice(0, 4000) : "",
    ...(role === "cipher" ? { sealed: text } : {}),
    problem: isXml && size <= KEPT && !wellFormed(text) ? "Die Nachricht ist kein wohlgeformtes XML." : undefined,
  };
};

/** Every content of a message, opened where its author encrypted it for this reader; and whether the author enclosed its metadata, and they are those of the message. */
export async function contentsOf(container: ReceivedContainer<Examined>, readingKey: string, metaData: MessageMetaData): Promise<{ readonly all: readonly Examined[]; readonly bound: boolean }> {
  if (container.kind === "plain") return { all: [container.message, ...container.attachments].map(({ content }) => content), bound: false };
  const { sealed = new Uint8Array(), ...cipher } = container.cipher;
  try {
    const { binding, container: { message, attachments } } = checkMetaData(decryptContainer({ kind: "encrypted", element: container.element, cipher: sealed }, readingKey), metaData);
    if (binding === "different") return { all: [{ ...cipher, problem: "Die Angaben um die Nachricht sind nicht die, die ihr Verfasser mit verschlüsselt hat." }], bound: false };
    return { bound: binding === "bound", all: await Promise.all([message, ...attachments].map(({ content, ...attributes }, at) => examine({ role: at === 0 ? "message" : "attachment", index: Math.max(at - 1, 0), attributes }, once(content)))) };
  } catch (error) {
    if (!(error instanceof XtaDecryptionError)) throw error;
    return { all: [{ ...cipher, problem: "Die Nachricht lässt sich nicht entschlüsseln." }], bound: false };
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> { yield bytes; }

function wellFormed(text: Uint8Array): boolean {
  try {
    readXml(text, standardLimits);
    return true;
  } catch {
    return false;
  }
}
