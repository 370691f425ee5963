import { encryptContainer, type OutgoingContainer, XtaException } from "@kommunalportal/xta";
import { z } from "zod";
import type { WayBack } from "../inbound/arrival-store.ts";
import { type AuthorityWords, dialogueStandard } from "../inbound/dialogue.ts";
import type { InboundDeps } from "../inbound/inbound-deps.ts";
import { clientOf } from "../inbound/xta/open-mailbox.ts";
import { replyParcel, type ReplyRow } from "./reply-store.ts";

const channelShape = z.object({ xta: z.object({ type: z.string(), value: z.string(), service: z.string(), certificate: z.string().optional() }) });

export const hasXta = (way: WayBack): boolean => channelShape.safeParse(way.replyChannel).success;

/**
 * What an office said, as a message to whoever the application named for answers, in the words of the dialogue standard; encrypted for the certificate that it named with that. Its id is asked for and stored before it
 * is sent, so a second try is no second message. Undefined: it lies in the other side's mailbox; otherwise why it never will.
 */
export async function sendByXta(deps: InboundDeps, row: ReplyRow, first: { readonly destination: string; readonly parcel: string }, way: WayBack, said: { readonly words: AuthorityWords; readonly letter: Buffer | undefined }): Promise<string | undefined> {
  const channel = channelShape.safeParse(way.replyChannel);
  if (!channel.success) return "no-reply-channel";
  const opened = await clientOf(deps, { tenant: row.tenant_id, destination: first.destination });
  if (!opened) return "no-access";
  const { client, mailbox } = opened;
  const fresh = row.parcel ?? (await client.createMessageId());
  const messageId = await deps.db.inTenant(row.tenant_id, (tx) => replyParcel(tx, row.id, fresh));
  const { type, value, service, certificate } = channel.data.xta;
  const container: Extract<OutgoingContainer, { kind: "plain" }> = {
    kind: "plain", message: { contentType: "application/json", encoding: "UTF-8", filename: "antwort.json", bytes: Buffer.from(JSON.stringify(said.words)) },
    attachments: said.letter ? [{ contentType: "application/pdf", filename: "bescheid.pdf", bytes: said.letter }] : [],
  };
  try {
    await client.sendMessage({
      metaData: {
        deliveryAttributes: { origin: row.created_at.toISOString() }, originators: { author: { identifier: { type: "XTA_ID", value: mailbox.settings.mailbox } } }, destinations: { reader: { identifier: { type, value } } },
        msgIdentification: { messageId, inReplyTo: [first.parcel], ...(way.senderReference === undefined ? {} : { processRef: { requester: { value: way.senderReference } } }) },
        qualifier: {
          subject: "Antwort der Behörde", service, businessScenario: { scenario: { kind: "undefined", value: "ANTWORT" } },
          messageType: { listUri: dialogueStandard, listVersionId: "1.0", payloadSchema: dialogueStandard, code: said.words.kind },
        },
      },
      container: certificate === undefined ? container : encryptContainer(container, certificate),
    });
  } catch (error) {
    if (error instanceof XtaException && error.code === 9024) return undefined;
    if (error instanceof XtaException && (error.advice === "mend-message" || error.advice === "mend-question")) return `refused-${String(error.code)}`;
    throw error;
  }
  return undefined;
}
