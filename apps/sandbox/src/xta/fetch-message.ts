import { noMessageReason, XtaException, type MailboxMessage, type MsgBoxFetchRequest, type MsgBoxIteratorRequest, type OutgoingContainer } from "@kommunalportal/xta";
import type { Admitted } from "./admit.ts";
import type { IntermediaryDeps } from "./intermediary-deps.ts";
import { metaDataNow, stateOf } from "./message-state.ts";
import { selectMessages } from "./select-messages.ts";
import type { StoredMessage } from "./stored-message.ts";

/** The first message that fits; the iterator gives the others. */
export async function fetchMessage(deps: IntermediaryDeps, admitted: Admitted, { selector, msgPart = "Envelope" }: MsgBoxFetchRequest): Promise<MailboxMessage> {
  const found = selectMessages(deps, admitted, selector).map(({ messageId }) => messageId);
  if (selector?.messageIds && found.length === 0) throw new XtaException(9070);
  const requestId = deps.iterators.open({ account: admitted.account.id, remaining: found, maxListItems: undefined, listForm: undefined, msgPart });
  return give(deps, requestId, found, msgPart);
}

/** Confirms what the reader has and gives the next; an iterator that is not known any more is said to be so. */
export async function fetchNext(deps: IntermediaryDeps, admitted: Admitted, { requestId, lastMsgReceived }: MsgBoxIteratorRequest): Promise<MailboxMessage> {
  await confirm(deps, admitted, lastMsgReceived ?? []);
  const iterator = deps.iterators.find(requestId, admitted.account.id);
  if (!iterator) return { msgBox: { requestId, outcome: { kind: "none", value: { reason: noMessageReason.requestIdInvalid } } } };
  return give(deps, requestId, iterator.remaining, iterator.msgPart ?? "Envelope");
}

/** Confirms and ends. Munich's client names the iterator "1" whatever it was: what counts are the messages. */
export async function closeBox(deps: IntermediaryDeps, admitted: Admitted, { requestId, lastMsgReceived }: MsgBoxIteratorRequest): Promise<void> {
  await confirm(deps, admitted, lastMsgReceived ?? []);
  deps.iterators.close(requestId, admitted.account.id);
}

async function give({ store, files, clock }: IntermediaryDeps, requestId: string, remaining: string[], part: "Envelope" | "Header" | "Body"): Promise<MailboxMessage> {
  const message = takeNext(store.find, remaining, clock());
  if (!message) return { msgBox: { requestId, outcome: { kind: "none", value: { reason: noMessageReason.noMatch } } } };
  const now = clock();
  if (part !== "Header" && !message.fetchedAt) await store.mark("fetched", message.messageId, now);
  return {
    msgBox: { requestId, outcome: { kind: "pending", value: remaining.length } },
    ...(part !== "Body" && { metaData: metaDataNow(message, now) }), ...(message.certificates && part !== "Body" && { certificates: message.certificates }),
    ...(part !== "Header" && { container: containerOf(files, message) }),
  };
}

/** Between list and fetch a message may have become obsolete. */
function takeNext(find: (messageId: string) => StoredMessage | undefined, remaining: string[], now: Date): StoredMessage | undefined {
  for (let id = remaining.shift(); id !== undefined; id = remaining.shift()) {
    const message = find(id);
    if (message && stateOf(message, now) !== "obsolete") return message;
  }
  return undefined;
}

function containerOf(files: IntermediaryDeps["files"], { container }: StoredMessage): OutgoingContainer {
  const open = (file: string) => () => files.open(file);
  if (container.kind === "encrypted") return { kind: "encrypted", element: container.element, cipher: open(container.cipher.file) };
  const outgoing = ({ content, ...attributes }: typeof container.message) => ({ ...attributes, bytes: open(content.file) });
  return { kind: "plain", message: outgoing(container.message), attachments: container.attachments.map(outgoing) };
}

/** Only a message of the own mailbox that was fetched can be confirmed; once more changes nothing. @throws XtaException 9070 */
async function confirm({ store, clock }: IntermediaryDeps, { account }: Admitted, messageIds: readonly string[]): Promise<void> {
  const messages = messageIds.map((id) => store.find(id));
  const own = (message: StoredMessage | undefined): message is StoredMessage =>
    message?.fetchedAt !== undefined && account.mailboxes.some(({ value }) => value === message.metaData.destinations.reader.identifier.value);
  if (!messages.every(own)) throw new XtaException(9070);
  for (const message of messages) if (own(message) && !message.receivedAt) await store.mark("received", message.messageId, clock());
}
