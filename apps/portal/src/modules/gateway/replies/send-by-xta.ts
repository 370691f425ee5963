import { encryptContainer, type MessageMetaData, type OutgoingContainer, withMetaData, XtaException } from "@kommunalportal/xta";
import type { WayBack } from "../inbound/arrival-store.ts";
import { type AuthorityWords, dialogueStandard } from "../inbound/dialogue.ts";
import type { InboundDeps } from "../inbound/inbound-deps.ts";
import { clientOf } from "../inbound/xta/open-mailbox.ts";
import { xtaChannel } from "../inbound/xta/xta-channel.ts";
import { replyParcel, type ReplyRow } from "./reply-store.ts";

export const hasXta = (way: WayBack): boolean => xtaChannel.safeParse(way.replyChannel).success;

/**
 * What an office said, as a message to whoever the application named for answers, in the words of the dialogue standard; encrypted for the certificate that it named with that. Its id is asked for and stored before it
 * is sent, so a second try is no second message. Undefined: it lies in the other side's mailbox; otherwise why it never will.
 */
export async function sendByXta(deps: InboundDeps, row: ReplyRow, first: { readonly destination: string; readonly parcel: string }, way: WayBack, said: { readonly words: AuthorityWords; readonly letter: Buffer | undefined }): Promise<string | undefined> {
  const channel = xtaChannel.safeParse(way.replyChannel);
  if (!channel.success) return "no-reply-channel";
  const opened = await clientOf(deps, { tenant: row.tenant_id, destination: first.destination });
  if (!opened) return "no-access";
  const { client, mailbox } = opened;
  const fresh = row.parcel ?? (await client.createMessageId());
  const messageId = await deps.db.inTenant(row.tenant_id, (tx) => replyParcel(tx, row.id, fresh));
  const { type, value, service, certificate, bound } = channel.data.xta;
  const container: Extract<OutgoingContainer, { kind: "plain" }> = {
    kind: "plain", message: { contentType: "application/json", encoding: "UTF-8", filename: "antwort.json", bytes: Buffer.from(JSON.stringify(said.words)) },
    attachments: said.letter ? [{ contentType: "application/pdf", filename: "bescheid.pdf", bytes: said.letter }] : [],
  };
  const metaData: MessageMetaData = {
    deliveryAttributes: { origin: row.created_at.toISOString() }, originators: { author: { identifier: { type: "XTA_ID", value: mailbox.settings.mailbox } } }, destinations: { reader: { identifier: { type, value } } },
    msgIdentification: { messageId, inReplyTo: [first.parcel], ...(way.senderReference === undefined ? {} : { processRef: { requester: { value: way.senderReference } } }) },
    qualifier: {
      subject: "Antwort der Behörde", service, businessScenario: { scenario: { kind: "undefined", value: "ANTWORT" } },
      messageType: { listUri: dialogueStandard, listVersionId: "1.0", payloadSchema: dialogueStandard, code: said.words.kind },
    },
  };
  try {
    await client.sendMessage({ metaData, container: certificate === undefined ? container : encryptContainer(bound === true ? withMetaData(container, metaData) : container, certificate) });
  } catch (error) {
    if (error instanceof XtaException && error.code === 9024) return undefined;
    if (error instanceof XtaException && (error.advice === "mend-message" || error.advice === "mend-question")) return `refused-${String(error.code)}`;
    throw error;
  }
  return undefined;
}
