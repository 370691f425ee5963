import { encryptContainer, withMetaData, writeXml, type MessageMetaData, type OutgoingContainer, type OutgoingXtaMessage, type XmlElement } from "@kommunalportal/xta";
import type { Answer, Case } from "./case-file.ts";

/** The Fachverfahren's own format for what it answers; invented for this sandbox. */
export const ANSWER_NAMESPACE = "urn:de:musterland:xta:antwort:1.0";
const CODES = { eingang: "antwort.0200", nachfrage: "antwort.0300", bescheid: "antwort.0400" } as const;
const SUBJECTS = { eingang: "Eingang Ihrer Nachricht", nachfrage: "Nachfrage zu Ihrem Antrag", bescheid: "Bescheid zu Ihrem Antrag" } as const;

/** An answer to whoever sent the case: `In-Reply-To` the message, `ProcessRef` both references; encrypted for its author where that named a certificate, with its metadata enclosed where that enclosed its own. */
export function answerMessage({ answerId, subject, outcome, text, at }: Answer, { mailbox, replyTo, reference, fileNumber, messageId, service, answerCertificate, bound }: Case): OutgoingXtaMessage {
  const el = (name: string, children: XmlElement["children"]): XmlElement => ({ namespace: ANSWER_NAMESPACE, name, attributes: [], children });
  const body = el("antwort", [
    el("vorgang", [reference]), el("bezug", [messageId]), el("aktenzeichen", [fileNumber]), el("art", [subject]), el("ergebnis", [outcome]), el("text", [text]),
  ]);
  const metaData: MessageMetaData = {
    deliveryAttributes: { origin: at },
    originators: { author: { identifier: { type: "XTA_ID", value: mailbox, category: "Fachverfahren" } } },
    destinations: { reader: { identifier: replyTo } },
    msgIdentification: { messageId: answerId, inReplyTo: [messageId], processRef: { requester: { value: reference }, responder: { value: fileNumber } } },
    qualifier: {
      subject: SUBJECTS[subject], service, businessScenario: { scenario: { kind: "undefined", value: "ANTWORT" } },
      messageType: { listUri: "urn:de:musterland:xta:nachrichten", listVersionId: "1.0", payloadSchema: ANSWER_NAMESPACE, code: CODES[subject], name: SUBJECTS[subject] },
    },
  };
  const container: Extract<OutgoingContainer, { kind: "plain" }> = { kind: "plain", message: { contentType: "application/xml", encoding: "UTF-8", filename: `${fileNumber}.xml`, bytes: writeXml(body) } };
  return { metaData, container: answerCertificate === undefined ? container : encryptContainer(bound === true ? withMetaData(container, metaData) : container, answerCertificate) };
}
