import { createServer, type IncomingHttpHeaders } from "node:http";

export interface ReceivedMessage { readonly headers: IncomingHttpHeaders; readonly body: string; readonly at: number }

/** A webhook address of this run: keeps what comes and answers as it is told. */
export interface Receiver {
  /** Address under which the portal reaches it. */
  readonly url: string;
  readonly received: readonly ReceivedMessage[];
  /** Status of the next answers; default 204. */
  answerWith(status: (message: ReceivedMessage) => number): void;
  close(): Promise<void>;
}

const largest = 1_048_576;

export async function startReceiver(given: { readonly port: number; readonly host?: string; /** Default: what it listens on. */ readonly publicUrl?: string }): Promise<Receiver> {
  const received: ReceivedMessage[] = [];
  let status = (_message: ReceivedMessage): number => 204;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    let size = 0;
    request.on("data", (part: Buffer) => { size += part.length; if (size > largest) request.destroy(); else parts.push(part); });
    request.on("end", () => {
      const message = { headers: request.headers, body: Buffer.concat(parts).toString("utf8"), at: Date.now() };
      received.push(message);
      response.writeHead(status(message)).end();
    });
  });
  await new Promise<void>((resolve, reject) => { server.once("error", reject); server.listen(given.port, given.host ?? "127.0.0.1", resolve); });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : given.port;
  return {
    url: given.publicUrl ?? `http://${given.host ?? "127.0.0.1"}:${port}/webhook`, received,
    answerWith(next) { status = next; },
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => { resolve(); }); }),
  };
}
