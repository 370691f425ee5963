import { decryptContainer, inMemory, type ReceivedContainer, type XtaClient, XtaDecryptionError } from "@kommunalportal/xta";
import type { Intermediary } from "../channel.ts";
import type { OfficeReply } from "../office-reply.ts";
import { answerOf } from "./answer-of.ts";
import { listNew } from "./list-new.ts";
import type { XtaSettings } from "./xta-settings.ts";

/** Of one content of an answer. */
const largestContent = 20 * 1024 * 1024;

/**
 * Answers to our messages that lie in the mailbox and were not confirmed yet. A mailbox may serve several destinations: what answers somebody else's message
 * stays where it is. Confirmed is only what was taken or refused for good; what is confirmed twice changes nothing.
 */
export async function fetchAnswers(client: XtaClient, settings: XtaSettings, keys: () => Promise<readonly string[]>, take: Parameters<Intermediary["replies"]>[1]): Promise<number> {
  let taken = 0;
  for (const { msgIdentification: { messageId, inReplyTo } } of await listNew(client)) {
    const [parcel] = inReplyTo ?? [];
    if (parcel === undefined) continue;
    let fetched: string | undefined;
    const verdict = await take({ id: messageId, to: { parcel } }, async () => {
      const { msgBox, container } = await client.getMessage({ selector: { messageIds: [messageId] } }, inMemory(largestContent));
      fetched = msgBox.requestId;
      return opened(container?.kind === "encrypted" ? decrypted(container, await keys()) : container, settings.answerSchema);
    });
    if (verdict.kind !== "taken" && verdict.kind !== "refused") continue;
    taken += 1;
    // Only what was fetched can be confirmed: a worker that died after the effect left it unfetched by this one.
    fetched ??= (await client.getMessage({ selector: { messageIds: [messageId] } }, inMemory(largestContent))).msgBox.requestId;
    await client.close({ requestId: fetched, lastMsgReceived: [messageId] });
  }
  return taken;
}

type Container = ReceivedContainer<Uint8Array> | undefined;

/** Encrypted for one of the keys that went with our messages; what opens with none stays as it is. */
function decrypted(container: Extract<Container, { kind: "encrypted" }>, keys: readonly string[]): Container {
  for (const key of keys) {
    try {
      return decryptContainer(container, key);
    } catch (error) {
      if (!(error instanceof XtaDecryptionError)) throw error;
    }
  }
  return container;
}

function opened(container: Container, namespace: string): OfficeReply {
  if (container?.kind !== "plain") return { kind: "broken", reasons: [container ? "encryption-issue" : "missing-data"] };
  const { contentType, content } = container.message as { readonly contentType: string; readonly content: Uint8Array };
  const answer = answerOf(contentType, content, namespace);
  if (answer === undefined) return { kind: "broken", reasons: ["schema-violation"] };
  return { kind: "intact", answer, files: container.attachments.map((one) => ({ name: (one.filename ?? "Anlage").slice(0, 200), type: one.contentType, bytes: Buffer.from(one.content as Uint8Array) })) };
}
