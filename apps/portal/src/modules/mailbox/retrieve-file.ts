import type { Readable } from "node:stream";
import type { Tx } from "#platform/database";
import { announce } from "#platform/events";
import { FileMissing, getSealed } from "#platform/files";
import { newId } from "#platform/ids";
import type { MailboxDeps } from "./deps.ts";
import type { Attachment, MessageRefusal } from "./message.ts";
import { attachmentRows, markRetrieved } from "./message-store.ts";
import { admitReader, namesOf, type ReadMessage } from "./open-message.ts";
import { openAttachment, type Place } from "./seal-message.ts";

export type RetrievedFile =
  /** An error in mid-stream (SealBroken) means that the bytes were changed: refuse the whole. */
  | { readonly ok: true; readonly file: Attachment; readonly content: Readable; readonly minimumLevel: 0 | 1 | 3 | 4; readonly decision: string | undefined }
  /** `gone`: whoever made it has deleted it, such as the office after its retention term. */
  | { readonly ok: false; readonly why: "gone" }
  | MessageRefusal;

/** Takes a file out of a message. That reads the message too; announces `message.retrieved` for the first time of each file. */
export async function retrieveFile(tx: Tx, deps: Pick<MailboxDeps, "clock" | "accounts" | "files" | "applications">, given: ReadMessage & { readonly file: string }): Promise<RetrievedFile> {
  const admitted = await admitReader(tx, deps, given);
  if (!admitted.ok) return admitted;
  const { row } = admitted;
  const attachment = (await attachmentRows(tx, row.id)).find(({ id }) => id === given.file);
  if (!attachment) return { ok: false, why: "not-found" };
  const { file, place } = openAttachment(await deps.accounts.accountKey(tx, given.account), attachment);
  const content = await contentOf(tx, deps, place);
  if (!content) return { ok: false, why: "gone" };
  if (attachment.retrieved_at === null) {
    const at = deps.clock.now();
    await markRetrieved(tx, row.id, attachment.id, at);
    await announce(tx, { type: "message.retrieved", id: newId(at.getTime()), at: at.toISOString(), level: given.level, file: attachment.id, sha256: file.sha256, ...namesOf(row) });
  }
  return { ok: true, file, content, minimumLevel: row.minimum_level, decision: row.decision_id ?? undefined };
}

/** The bytes of an attachment; undefined where whoever made it has deleted it. The transaction needs the account in its scope. */
export async function contentOf(tx: Tx, deps: Pick<MailboxDeps, "files" | "applications">, place: Place): Promise<Readable | undefined> {
  if (place.kind === "application") {
    const opened = await deps.applications.openFile(tx, place, { kind: "account" });
    return opened.ok ? opened.content : undefined;
  }
  try {
    return await getSealed(deps.files, place.storeKey, { dek: Buffer.from(place.dek, "base64"), context: place.context });
  } catch (error) {
    if (error instanceof FileMissing) return undefined;
    throw error;
  }
}
