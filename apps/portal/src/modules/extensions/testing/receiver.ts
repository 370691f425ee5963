import { createServer, type IncomingHttpHeaders } from "node:http";
import { after } from "node:test";

export interface Received { readonly headers: IncomingHttpHeaders; readonly body: string }

/** A program's webhook address on this machine: keeps what came and answers as it is told. */
export async function receiver() {
  const received: Received[] = [];
  const behaviour = { answer: (_message: Received): number => 204 };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const message = { headers: request.headers, body: Buffer.concat(parts).toString("utf8") };
      received.push(message);
      response.writeHead(behaviour.answer(message), { location: "http://127.0.0.1:1/elsewhere" }).end();
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  after(() => new Promise<void>((resolve) => { server.closeAllConnections(); server.close(() => { resolve(); }); }));
  const address = server.address();
  const host = `127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return { received, behaviour, host, url: `http://${host}/webhook` };
}
