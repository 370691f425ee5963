import { createXtaClient, type XtaClient, type XtaClientOptions } from "../client/xta-client.ts";
import { collectBytes } from "../mime/byte-source.ts";
import { createXtaServer, type XtaServerOptions } from "../server/xta-server.ts";
import type { XtaService } from "../server/xta-service.ts";
import type { XtaHttpResponse, XtaTransport } from "../xta-transport.ts";
import { portal } from "./examples.ts";

export interface Seen {
  readonly contentType: string;
  readonly bytes: Buffer;
}

export interface Loopback {
  readonly client: XtaClient;
  readonly transport: XtaTransport;
  /** Everything that went over the wire, both ways in turn. */
  readonly wire: Seen[];
  readonly faults: unknown[];
}

const endpoints = { management: "https://xta.example/management", send: "https://xta.example/send", msgBox: "https://xta.example/msgbox" };

/** Client and server in one process, with the bytes between them kept. What the service does not have is a fault. */
export function loopback(service: Partial<XtaService<string>>, options: { readonly client?: Partial<XtaClientOptions>; readonly server?: Partial<XtaServerOptions<string>> } = {}): Loopback {
  const wire: Seen[] = [];
  const faults: unknown[] = [];
  const missing = new Proxy(service, { get: (target, name) => Reflect.get(target, name) ?? (async () => { throw new Error(`not in this test: ${String(name)}`); }) }) as XtaService<string>;
  const server = createXtaServer({ service: missing, onFault: (error) => { faults.push(error); }, ...options.server });
  const transport: XtaTransport = async ({ url, contentType, body }): Promise<XtaHttpResponse> => {
    const port = url === endpoints.management ? "management" : url === endpoints.send ? "send" : "msgBox";
    const bytes = await collectBytes(body, 1e9, "request");
    wire.push({ contentType, bytes });
    const answer = await server.handle({ port, contentType, body: pieces(bytes), caller: "client" });
    const answered = await collectBytes(answer.body, 1e9, "answer");
    wire.push({ contentType: answer.contentType, bytes: answered });
    return { status: answer.status, contentType: answer.contentType, body: pieces(answered), close: () => {} };
  };
  return { wire, faults, transport, client: createXtaClient({ endpoints, author: portal, transport, ...options.client }) };
}

/** Small and uneven, so that every boundary is met in the middle at some time. */
export async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0, size = 1; at < bytes.byteLength; at += size, size = size % 97 + 13) yield bytes.subarray(at, at + size);
}
