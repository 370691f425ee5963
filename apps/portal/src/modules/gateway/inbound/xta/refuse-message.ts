import { type ContentSink, writeXml, XtaException, type XmlElement, type XtaClient } from "@kommunalportal/xta";
import type { ArrivalRow } from "../arrival-store.ts";
import type { InboundDeps } from "../inbound-deps.ts";
import type { SealedMailbox } from "./mailbox-store.ts";

/** Of an answer that nothing can be done with a message, and why. FIT-Connect has problems for it, XTA leaves it to both sides. */
export const refusalNamespace = "https://schema.kommunalportal.example/xta/antwort/1.0";
/** Only what stands around a message is wanted. */
export const dropContent: ContentSink<undefined> = async (_place, bytes) => { for await (const _ of bytes) continue; return undefined; };

/** Tells the sender the reason, once: under an id made from the arrival's, which the server knows when it has the answer already. */
export async function refuse(deps: InboundDeps, arrival: ArrivalRow, { client, mailbox }: { readonly client: XtaClient; readonly mailbox: SealedMailbox }, parcel: string): Promise<void> {
  const { metaData } = await client.getMessage({ selector: { messageIds: [parcel] } }, dropContent);
  if (!metaData) return;
  const el = (name: string, children: XmlElement["children"]): XmlElement => ({ namespace: refusalNamespace, name, attributes: [], children });
  const words = (arrival.problems ?? []).map(({ detail, title }) => detail ?? title).join(" ");
  try {
    await client.sendMessage({
      metaData: {
        deliveryAttributes: { origin: deps.clock.now().toISOString() }, originators: { author: { identifier: { type: "XTA_ID", value: mailbox.settings.mailbox } } },
        destinations: { reader: { identifier: (metaData.originators.replyTo ?? metaData.originators.author).identifier } },
        msgIdentification: { messageId: `urn:uuid:${arrival.jti}`, inReplyTo: [parcel], ...(metaData.msgIdentification.processRef ? { processRef: metaData.msgIdentification.processRef } : {}) },
        qualifier: {
          subject: "Nachricht nicht angenommen", service: metaData.qualifier.service, businessScenario: { scenario: { kind: "undefined", value: "ANTWORT" } },
          messageType: { listUri: refusalNamespace, listVersionId: "1.0", payloadSchema: refusalNamespace, code: "abgelehnt" },
        },
      },
      container: { kind: "plain", message: { contentType: "application/xml", encoding: "UTF-8", filename: "antwort.xml", bytes: writeXml(el("antwort", [el("bezug", [parcel]), el("ergebnis", ["abgelehnt"]), el("text", [words])])) } },
    });
  } catch (error) {
    // An earlier try had sent it.
    if (!(error instanceof XtaException && error.code === 9024)) throw error;
  }
}
