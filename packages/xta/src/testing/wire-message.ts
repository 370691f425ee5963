import { createXtaServer, type XtaServerOptions } from "../server/xta-server.ts";
import type { XtaService } from "../server/xta-service.ts";
import { fullService, type Kept } from "./service.ts";
import { pieces } from "./loopback.ts";

export interface WireMessage {
  readonly contentType: string;
  readonly bytes: Buffer;
}

const NAMESPACES = `xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://www.w3.org/2005/08/addressing" xmlns:xta="http://xoev.de/transport/xta/211" xmlns:osci="http://www.osci.eu/ws/2008/05/transport" xmlns:oscimeta="http://www.osci.eu/ws/2014/10/transport" xmlns:xop="http://www.w3.org/2004/08/xop/include"`;
export const SEND = "http://www.xta.de/XTA/SendMessage";
export const CREATE_ID = "http://www.xta.de/XTA/CreateMessageID";

export const addressing = (action: string): string => `<wsa:Action s:mustUnderstand="1">${action}</wsa:Action><wsa:MessageID>urn:uuid:1</wsa:MessageID><wsa:To>https://xta.example/send</wsa:To>`;
export const metaData = (scenario = "<oscimeta:BusinessScenario><oscimeta:Undefined>X</oscimeta:Undefined></oscimeta:BusinessScenario>", delivery = "<oscimeta:DeliveryAttributes/>"): string =>
  `<oscimeta:MessageMetaData>${delivery}<oscimeta:Originators><oscimeta:Author><oscimeta:Identifier type="XTA_ID">a</oscimeta:Identifier></oscimeta:Author></oscimeta:Originators><oscimeta:Destinations><oscimeta:Reader><oscimeta:Identifier type="XTA_ID">DE.ABC.9999.888</oscimeta:Identifier></oscimeta:Reader></oscimeta:Destinations><oscimeta:MsgIdentification><wsa:MessageID>urn:x:1</wsa:MessageID></oscimeta:MsgIdentification><oscimeta:Qualifier><oscimeta:Service>urn:x:s</oscimeta:Service>${scenario}<oscimeta:MessageType listURI="urn:x:l" listVersionID="1.0" payloadSchema="urn:x:p"><code>XTA</code></oscimeta:MessageType></oscimeta:Qualifier></oscimeta:MessageMetaData>`;
export const content = (inside: string, more = ""): string => `<xta:GenericContentContainer><xta:ContentContainer><xta:Message contentType="text/plain">${inside}</xta:Message>${more}</xta:ContentContainer></xta:GenericContentContainer>`;
export const include = (href: string): string => `<xop:Include href="${href}"/>`;
export const envelope = (headers: string, body: string): string => `<s:Envelope ${NAMESPACES}><s:Header>${headers}</s:Header><s:Body>${body}</s:Body></s:Envelope>`;
export const sendEnvelope = (body: string): string => envelope(addressing(SEND) + metaData(), body);

export function plain(xml: string | Buffer, action = SEND): WireMessage {
  return { contentType: `application/soap+xml; charset=utf-8; action="${action}"`, bytes: Buffer.from(xml) };
}

/** A hand-written MTOM message; `parts` as header lines and bytes. */
export function mtom(xml: string, parts: readonly (readonly [header: string, bytes: string])[], action = SEND): WireMessage {
  const all = [[`Content-Type: application/xop+xml; charset=UTF-8; type="application/soap+xml"\r\nContent-ID: <root@test>`, xml] as const, ...parts];
  return {
    contentType: `multipart/related; type="application/xop+xml"; start="<root@test>"; start-info="application/soap+xml"; boundary="b-1"; action="${action}"`,
    bytes: Buffer.from(`${all.map(([header, bytes]) => `--b-1\r\n${header}\r\n\r\n${bytes}\r\n`).join("")}--b-1--\r\n`, "latin1"),
  };
}

/** Gives a message to a server and tells what came back and what the service saw. */
export async function ask(message: WireMessage, options: Partial<XtaServerOptions<string>> = {}, service: Partial<XtaService<string>> = {}): Promise<{ readonly status: number; readonly text: string; readonly kept: readonly Kept[]; readonly faults: readonly unknown[] }> {
  const kept: Kept[] = [];
  const faults: unknown[] = [];
  const server = createXtaServer({ service: { ...fullService(kept), ...service }, onFault: (error) => { faults.push(error); }, ...options });
  const port = message.contentType.includes("CreateMessageID") || message.bytes.includes(CREATE_ID) ? "management" : "send";
  const answer = await server.handle({ port, contentType: message.contentType, body: pieces(message.bytes), caller: "test" });
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.body) chunks.push(chunk);
  return { status: answer.status, text: Buffer.concat(chunks).toString("utf8"), kept, faults };
}
