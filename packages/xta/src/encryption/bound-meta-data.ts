import type { OutgoingContainer, ReceivedContainer } from "../content.ts";
import { readMessageMetaData, writeMessageMetaData } from "../message-meta-data-xml.ts";
import type { MessageMetaData } from "../model/message-meta-data.ts";
import type { Party } from "../model/party.ts";
import { XtaFormatError } from "../xta-format-error.ts";
import { encryptionCertificateOf } from "./party-certificate.ts";

/** Media type of the attachment in which an author encloses the transport order. Ours: XTA 2.1.1 has no place for it. */
export const boundMetaDataType = "application/vnd.kommunalportal.xta-auftrag+xml";

/**
 * Encloses the transport order in what is to be encrypted, as its last attachment. Encryption covers only the content; with this the reader sees whether author, place for answers, reader, message id, what it answers,
 * service, type and properties are those that the author wrote, and nobody who carries the message can change them or send the same content under another order. Whoever does not know the attachment sees one file more.
 */
export function withMetaData(container: Extract<OutgoingContainer, { kind: "plain" }>, metaData: MessageMetaData): Extract<OutgoingContainer, { kind: "plain" }> {
  return { ...container, attachments: [...(container.attachments ?? []), { contentType: boundMetaDataType, filename: "auftrag.xml", bytes: writeMessageMetaData(metaData) }] };
}

type Plain = Extract<ReceivedContainer<Uint8Array>, { kind: "plain" }>;

/**
 * Takes the enclosed order out of a content that was decrypted, and says whether it is that of the message. `unbound`: its author has enclosed none. `different`: somebody has changed the order, or has
 * sent the content again under another; then nothing of the message is to be believed.
 */
export function checkMetaData(container: Plain, carried: MessageMetaData): { readonly binding: "bound" | "unbound" | "different"; readonly container: Plain } {
  const [enclosed, ...more] = container.attachments.filter(({ contentType }) => contentType === boundMetaDataType);
  const rest: Plain = { ...container, attachments: container.attachments.filter(({ contentType }) => contentType !== boundMetaDataType) };
  if (!enclosed) return { binding: "unbound", container: rest };
  return { binding: more.length === 0 && orderIn(enclosed.content) === orderOf(carried) ? "bound" : "different", container: rest };
}

function orderIn(xml: Uint8Array): string | undefined {
  try {
    return orderOf(readMessageMetaData(xml));
  } catch (error) {
    if (error instanceof XtaFormatError) return undefined;
    throw error;
  }
}

/** What a server on the way has no business to change. Times, sizes and names for people are its own to set. */
function orderOf({ originators: { author, replyTo }, destinations: { reader }, msgIdentification: { messageId, inReplyTo = [], processRef }, qualifier: { service, businessScenario: { scenario }, messageType }, messageProperties, testMsg }: MessageMetaData): string {
  const code = ({ listUri, listVersionId, code: value }: { readonly listUri: string; readonly listVersionId: string; readonly code: string }): string[] => [listUri, listVersionId, value];
  return JSON.stringify([
    party(author), replyTo === undefined ? null : party(replyTo), party(reader), messageId, inReplyTo, processRef?.requester?.value ?? null, processRef?.responder?.value ?? null,
    service, scenario.kind === "defined" ? code(scenario.value) : scenario.value, code(messageType), messageType.payloadSchema, (messageProperties?.properties ?? []).map(({ key, value }) => [...code(key), value]), testMsg === true,
  ]);
}

const party = (one: Party): (string | null)[] => [one.identifier.type, one.identifier.value, encryptionCertificateOf(one) ?? null];
