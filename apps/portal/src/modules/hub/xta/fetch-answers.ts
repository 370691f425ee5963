import { checkMetaData, decryptContainer, inMemoryUpTo, type MailboxAnswer, type MessageMetaData, type ReceivedContainer, type XtaClient, XtaDecryptionError, XtaUnreachable } from "@kommunalportal/xta";
import type { Intermediary } from "../channel.ts";
import { inTurn } from "../in-turn.ts";
import type { OfficeReply } from "../office-reply.ts";
import { answerOf } from "./answer-of.ts";
import { listNew } from "./list-new.ts";
import type { XtaSettings } from "./xta-settings.ts";

/** Of one content of an answer. */
const largestContent = 20 * 1024 * 1024;

/**
 * Answers to our messages that lie in the mailbox and were not confirmed yet. A mailbox may serve several destinations: what answers somebody else's message
 * stays where it is. Confirmed is only what was taken or refused for good; what is confirmed twice changes nothing. One that cannot be fetched or taken holds up no other.
 */
export async function fetchAnswers(client: XtaClient, settings: XtaSettings, keys: () => Promise<readonly string[]>, take: Parameters<Intermediary["replies"]>[1]): Promise<number> {
  return inTurn(await listNew(client), async ({ originators, msgIdentification: { messageId, inReplyTo } }) => {
    const [parcel] = inReplyTo ?? [];
    if (parcel === undefined) return false;
    let fetched: string | undefined;
    const fetch = async (): Promise<MailboxAnswer<Content>> => {
      const answer = await client.getMessage({ selector: { messageIds: [messageId] } }, inMemoryUpTo(largestContent));
      fetched = answer.msgBox.requestId;
      return answer;
    };
    const verdict = await take({ id: messageId, to: { parcel } }, async () => {
      const { container, metaData } = await fetch();
      if (!isFromOffice(settings, originators)) return { kind: "broken", reasons: ["other-author"] };
      return opened(await openedBy(container, keys, metaData), settings);
    });
    if (verdict.kind !== "taken" && verdict.kind !== "refused") return false;
    // Only what was fetched can be confirmed: a worker that died after the effect left it unfetched by this one.
    if (fetched === undefined) await fetch();
    await client.close({ requestId: fetched ?? "", lastMsgReceived: [messageId] });
    return true;
  }, (error) => error instanceof XtaUnreachable);
}

/** Anybody with an account at the server can write a message that names ours: only the office's own mailbox, or one that the operator names beside it, speaks for the office. The server answers for it that an author is who it says. */
function isFromOffice({ reader, answersFrom = [] }: XtaSettings, { author }: MessageMetaData["originators"]): boolean {
  return author.identifier.type === reader.type && [reader.value, ...answersFrom].includes(author.identifier.value);
}

type Content = Uint8Array | "too-large";
type Container = ReceivedContainer<Content> | undefined;
type Encrypted = Extract<ReceivedContainer<Content>, { kind: "encrypted" }>;

/** What came, opened where it can be, and whether its author enclosed its metadata in it. */
interface Seen { readonly container: Container; readonly binding: "bound" | "unbound" | "different" }

/** Encrypted for one of the keys that went with our messages; what opens with none stays as it is. */
async function openedBy(container: Container, keys: () => Promise<readonly string[]>, metaData: MessageMetaData | undefined): Promise<Seen> {
  return container?.kind === "encrypted" && container.cipher !== "too-large" && metaData ? decrypted({ ...container, cipher: container.cipher }, await keys(), metaData) : { container, binding: "unbound" };
}

function decrypted(container: Encrypted & { readonly cipher: Uint8Array }, keys: readonly string[], metaData: MessageMetaData): Seen {
  for (const key of keys) {
    try {
      return checkMetaData(decryptContainer(container, key), metaData);
    } catch (error) {
      if (!(error instanceof XtaDecryptionError)) throw error;
    }
  }
  return { container, binding: "unbound" };
}

function opened({ container, binding }: Seen, { answerSchema, enclosesMetaData }: XtaSettings): OfficeReply {
  if (container?.kind === "encrypted") return { kind: "broken", reasons: [container.cipher === "too-large" ? "answer-too-large" : "encryption-issue"] };
  if (container === undefined) return { kind: "broken", reasons: ["missing-data"] };
  if (binding === "different" || (enclosesMetaData && binding !== "bound")) return { kind: "broken", reasons: [binding === "different" ? "metadata-changed" : "metadata-not-enclosed"] };
  const { message, attachments } = container;
  const files = attachments.flatMap((one) => (one.content === "too-large" ? [] : [{ name: (one.filename ?? "Anlage").slice(0, 200), type: one.contentType, bytes: Buffer.from(one.content) }]));
  if (message.content === "too-large" || files.length < attachments.length) return { kind: "broken", reasons: ["answer-too-large"] };
  const answer = answerOf(message.contentType, message.content, answerSchema);
  return answer === undefined ? { kind: "broken", reasons: ["schema-violation"] } : { kind: "intact", answer, files };
}
