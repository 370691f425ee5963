import { inMemory } from "../in-memory.ts";
import type { ReceivedContainer } from "../content.ts";
import type { MessageMetaData } from "../model/message-meta-data.ts";
import type { TransportReport } from "../model/transport-report.ts";
import type { XtaService } from "../server/xta-service.ts";
import { authority, container, metaDataOf, portal, text } from "./examples.ts";

export interface Kept {
  readonly metaData: MessageMetaData;
  readonly container: ReceivedContainer<Uint8Array>;
}

/** A service that answers every operation with everything that can stand in the answer. */
export function fullService(kept: Kept[] = []): XtaService<string> {
  const msgBox = { requestId: "urn:uuid:66666666-6666-4666-8666-666666666666", outcome: { kind: "pending", value: 2 } } as const;
  const none = { requestId: msgBox.requestId, outcome: { kind: "none", value: { reason: "http://www.osci.eu/ws/2008/05/transport/MsgBox/reasons/NoMatch" } } } as const;
  const code = { listUri: "urn:de:musterland:meldungen", listVersionId: "1.0", code: "D1" };
  const report: TransportReport = {
    metaData: metaDataOf("urn:de:xta:messageid:x:1"), reportTime: "2026-03-02T09:16:00.5+01:00", xtaServerIdentity: "https://xta.example",
    messageStatus: { status: 2, errors: {}, warnings: { entries: [{ timestamp: "2026-03-02T09:15:30Z", code, reason: "Empfänger war kurz nicht erreichbar" }] }, infos: { entries: [{ timestamp: "2026-03-02T09:15:40Z", code, reason: "zugestellt" }] } },
    additionalReports: { reports: [{ key: code, data: text("Laufzettel") }] },
  };
  return {
    checkAccountActive: async () => {},
    createMessageId: async () => "urn:de:xta:messageid:x:1",
    lookupService: async (_call, queries) => queries.flatMap((query) => [
      { ...query, availability: { answer: { kind: "known", value: true } }, parameters: [{ parameterType: code, resource: text("Zertifikat") }] },
      { ...query, availability: { answer: { kind: "unknown", value: true } } },
    ]),
    getTransportReport: async () => report,
    cancelMessage: async () => {},
    async sendMessage(_call, { metaData, receive }) { kept.push({ metaData, container: await receive(inMemory(1e6)) }); },
    async sendMessageSync(_call, { metaData, certificates, receive }) {
      kept.push({ metaData, container: await receive(inMemory(1e6)) });
      return { metaData: metaDataOf("urn:de:xta:messageid:x:2", { msgIdentification: { messageId: "urn:de:xta:messageid:x:2", inReplyTo: [metaData.msgIdentification.messageId] } }), ...(certificates && { certificates }), container };
    },
    getStatusList: async () => ({ msgBox, list: { metaData: [metaDataOf("urn:de:xta:messageid:x:1"), metaDataOf("urn:de:xta:messageid:x:2", { testMsg: true, msgSize: 17 })] } }),
    getNextStatusList: async () => ({ msgBox, list: { attributes: [{
      messageId: "urn:de:xta:messageid:x:1", relatesTo: [{ value: "urn:de:xta:messageid:x:0" }], typeOfBusinessScenario: "urn:de:musterland:szenario", msgSize: 17,
      obsoleteAfterDate: "2026-12-31", deliveryTime: "2026-03-02T09:16:00Z", initialFetchedTime: "2026-03-02T09:17:00Z",
    }] } }),
    getMessage: async () => ({ msgBox, metaData: metaDataOf("urn:de:xta:messageid:x:1", { originators: { author: authority, sender: portal, replyTo: authority } }), container }),
    getNextMessage: async () => ({ msgBox: none }),
    close: async () => {},
  };
}
