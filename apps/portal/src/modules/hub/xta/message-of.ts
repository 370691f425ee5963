import { encryptContainer, type MessageMetaData, type OutgoingContainer, type OutgoingXtaMessage, withEncryptionCertificate, withMetaData } from "@kommunalportal/xta";
import type { OutgoingFile, OutgoingMessage } from "../channel.ts";
import { personProperties } from "./person-properties.ts";
import type { XtaSettings } from "./xta-settings.ts";

/** A message as XTA carries it: the order in the metadata, the data as JSON, every file as an attachment that streams from the store; all of it encrypted for the office where its certificate is known. `answers`: the certificate (PEM) for which the office may encrypt what it answers. */
export function messageOf(message: OutgoingMessage, settings: XtaSettings, messageId: string, answers?: string): OutgoingXtaMessage {
  const { about } = message;
  const author = { identifier: settings.author };
  const metaData: MessageMetaData = {
    deliveryAttributes: { origin: message.timestamp },
    originators: { author: answers === undefined ? author : withEncryptionCertificate(author, answers) }, destinations: { reader: { identifier: settings.reader } },
    msgIdentification: { messageId, ...(about.bracket === undefined ? {} : { inReplyTo: [about.bracket] }), processRef: { requester: { value: about.reference } } },
    qualifier: {
      subject: about.title, service: `urn:de:fim:leika:leistung:${about.leikaKey ?? ""}`, businessScenario: { scenario: { kind: "undefined", value: "XFALL_DATA" } },
      messageType: { ...settings.messageType },
    },
    ...personProperties(about),
  };
  const container: Extract<OutgoingContainer, { kind: "plain" }> = {
    kind: "plain",
    message: { contentType: "application/json", encoding: "UTF-8", filename: `${about.reference}.json`, bytes: Buffer.from(JSON.stringify({ type: message.type, timestamp: message.timestamp, data: message.data })) },
    attachments: message.files.map((file) => ({ contentType: file.type, filename: file.name, bytes: () => bytesOf(file) })),
  };
  return { metaData, container: settings.readerCertificate === undefined ? container : encryptContainer(settings.enclosesMetaData ? withMetaData(container, metaData) : container, settings.readerCertificate) };
}

async function* bytesOf(file: OutgoingFile): AsyncGenerator<Uint8Array, void, undefined> {
  yield* (await file.open()) as AsyncIterable<Buffer>;
}
