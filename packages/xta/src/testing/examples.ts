import type { OutgoingContainer } from "../content.ts";
import type { MessageMetaData } from "../model/message-meta-data.ts";
import type { Party } from "../model/party.ts";

export const portal: Party = { identifier: { value: "portal-musterstadt", type: "XTA_ID", name: "Portal Musterstadt" } };
export const authority: Party = { identifier: { value: "ars:059990001001", type: "XTA_ID", name: "Einbürgerungsbehörde Musterstadt", category: "Einbürgerungsbehörde" } };

export function metaDataOf(messageId: string, more: Partial<MessageMetaData> = {}): MessageMetaData {
  return {
    deliveryAttributes: { origin: "2026-03-02T09:15:00Z" },
    originators: { author: portal },
    destinations: { reader: authority },
    msgIdentification: { messageId, processRef: { requester: { value: "MUS-2026-00042", processName: "Einbürgerung" } } },
    qualifier: {
      subject: "Antrag auf Einbürgerung",
      service: "urn:de:fim:leika:leistung:99016002001000",
      businessScenario: { scenario: { kind: "undefined", value: "XFALL_DATA" } },
      messageType: { listUri: "urn:de:musterland:nachrichten", listVersionId: "1.0", payloadSchema: "urn:de:musterland:antrag:1.0", code: "antrag.0100", name: "Antrag" },
    },
    ...more,
  };
}

export const text = (value: string): Uint8Array => new TextEncoder().encode(value);

export const container: OutgoingContainer = {
  kind: "plain",
  message: { contentType: "application/xml", encoding: "UTF-8", filename: "antrag.xml", id: "m1", bytes: text("<antrag>Größe & Ähnliches</antrag>") },
  attachments: [{ contentType: "application/pdf", filename: "antrag.pdf", contentDescription: "Antrag als PDF", id: "a1", size: 9, bytes: text("%PDF-1.4\n") }],
};
