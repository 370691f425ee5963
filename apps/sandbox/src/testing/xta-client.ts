import { createXtaClient, requestWithCertificate, type ClientCertificate, type MessageMetaData, type OutgoingContainer, type XtaClient, type XtaLimits } from "@kommunalportal/xta";
import type { TestContext } from "node:test";
import type { Sandbox } from "../start-sandbox.ts";
import type { ClientName } from "../xta/identities.ts";

export const AUTHORITY = "ars:059990001001";

export interface XtaClientWishes {
  /** The mailbox in whose name it speaks. */
  readonly as?: string;
  readonly certificate?: Partial<ClientCertificate>;
  readonly timeoutMs?: number;
  readonly limits?: Partial<XtaLimits>;
}

/** A client of the sandbox's XTA server over real HTTPS on 127.0.0.1. */
export function xtaClient(t: TestContext, { xtaPort, xtaIdentities }: Pick<Sandbox, "xtaPort" | "xtaIdentities">, name: ClientName, wishes: XtaClientWishes = {}): XtaClient {
  const { privateKey: key, certificate: cert } = xtaIdentities.clients[name];
  const { transport, close } = requestWithCertificate({ key, cert, ca: xtaIdentities.authority.certificate, ...wishes.certificate });
  t.after(close);
  const url = `https://127.0.0.1:${xtaPort}`;
  return createXtaClient({
    endpoints: { management: `${url}/management`, send: `${url}/send`, msgBox: `${url}/msgbox` }, transport, timeoutMs: wishes.timeoutMs ?? 60_000, ...(wishes.limits && { limits: wishes.limits }),
    author: { identifier: { type: "XTA_ID", value: wishes.as ?? { portal: "kommunalportal", fachverfahren: AUTHORITY, efa: "efa-dienst", gesperrt: "gesperrt", fremd: "fremd", abgelaufen: "kommunalportal" }[name] } },
  });
}

export function order(messageId: string, reference: string, more: { readonly reader?: string; readonly service?: string; readonly author?: string; readonly delivery?: MessageMetaData["deliveryAttributes"] } = {}): MessageMetaData {
  return {
    deliveryAttributes: more.delivery ?? {},
    originators: { author: { identifier: { type: "XTA_ID", value: more.author ?? "kommunalportal" } } },
    destinations: { reader: { identifier: { type: "XTA_ID", value: more.reader ?? AUTHORITY } } },
    msgIdentification: { messageId, processRef: { requester: { value: reference } } },
    qualifier: {
      subject: "Antrag auf Einbürgerung", service: more.service ?? "urn:de:fim:leika:leistung:99016002001000",
      businessScenario: { scenario: { kind: "undefined", value: "XFALL_DATA" } },
      messageType: { listUri: "urn:de:musterland:nachrichten", listVersionId: "1.0", payloadSchema: "urn:de:musterland:antrag:1.0", code: "antrag.0100" },
    },
  };
}

export const application: OutgoingContainer = {
  kind: "plain",
  message: { contentType: "application/xml", encoding: "UTF-8", filename: "antrag.xml", bytes: Buffer.from("<antrag><name>Erika Beispiel</name></antrag>") },
  attachments: [{ contentType: "application/pdf", filename: "antrag.pdf", bytes: Buffer.from("%PDF-1.4\n") }],
};

/** Sends one application and returns its id. */
export async function send(client: XtaClient, reference: string, more: Parameters<typeof order>[2] = {}, container = application): Promise<string> {
  const messageId = await client.createMessageId();
  await client.sendMessage({ metaData: order(messageId, reference, more), container });
  return messageId;
}
