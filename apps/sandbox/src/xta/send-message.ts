import { XtaException, type IncomingXtaMessage, type MessageMetaData, type OutgoingContainer, type ReceivedContainer } from "@kommunalportal/xta";
import { ownMailbox, type Admitted } from "./admit.ts";
import type { ContentFiles, StoredFile } from "./content-files.ts";
import type { IntermediaryDeps } from "./intermediary-deps.ts";
import { stateOf } from "./message-state.ts";

/** The one service that answers at once: tells the state of the message that ProcessRef/Requester names. */
export const SYNC_SERVICE = "urn:de:musterland:auskunft:status";
/** A service that no account has booked. */
const NOT_BOOKED = "urn:nicht-gebucht:";

/** Takes a message over: content on the disk, then one line in the journal, then the answer. */
export async function sendMessage({ store, files, clock }: IntermediaryDeps, { account }: Admitted, { metaData, certificates, receive }: IncomingXtaMessage): Promise<void> {
  checkSender(account, metaData);
  if (metaData.qualifier.service === SYNC_SERVICE) throw new XtaException(9081);
  const outcome = await store.accept(metaData.msgIdentification.messageId, account.id, async () => {
    const container = await receiveToFiles(files, receive);
    const size = filesOf(container).reduce((sum, file) => sum + file.size, 0);
    await files.syncFolder();
    return { account: account.id, metaData: size > 0 ? { ...metaData, msgSize: size } : metaData, certificates, container, at: clock() };
  });
  if (outcome === "taken") throw new XtaException(9024);
}

export async function answerSync({ store, clock }: IntermediaryDeps, { account }: Admitted, { metaData, receive }: IncomingXtaMessage): Promise<{ readonly container: OutgoingContainer }> {
  checkSender(account, metaData);
  if (metaData.qualifier.service !== SYNC_SERVICE) throw new XtaException(9080);
  await receive(async (_place, bytes) => { for await (const _ of bytes) continue; });
  const asked = store.find(metaData.msgIdentification.processRef?.requester?.value ?? "");
  const state = asked && asked.account === account.id ? stateOf(asked, clock()) : "unknown";
  return { container: { kind: "plain", message: { contentType: "application/xml", encoding: "UTF-8", bytes: Buffer.from(`<status xmlns="urn:de:musterland:auskunft:1.0">${state}</status>`) } } };
}

function checkSender(account: Admitted["account"], { originators, qualifier }: MessageMetaData): void {
  ownMailbox(account, originators.author);
  if (qualifier.service.startsWith(NOT_BOOKED)) throw new XtaException(9013);
}

/** What was stored of a message that turns out wrong is removed again. */
async function receiveToFiles(files: ContentFiles, receive: IncomingXtaMessage["receive"]): Promise<ReceivedContainer<StoredFile>> {
  const stored: StoredFile[] = [];
  try {
    return await receive(async (_place, bytes) => {
      const file = await files.store(bytes);
      stored.push(file);
      return file;
    });
  } catch (error) {
    await files.remove(stored);
    throw error;
  }
}

export function filesOf(container: ReceivedContainer<StoredFile>): readonly StoredFile[] {
  return container.kind === "encrypted" ? [container.cipher] : [container.message, ...container.attachments].map(({ content }) => content);
}
