import { Agent, request, type IncomingMessage } from "node:http";

export interface ApiRequest { readonly method: string; readonly path: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string | Buffer }

/** Answered with another status than expected, or not at all. */
export class CallFailed extends Error {
  readonly status: number;
  constructor(status: number, what: string, cause?: unknown) {
    super(`${what}: ${status === 0 ? "no answer" : status}`, { cause });
    this.name = "CallFailed";
    this.status = status;
  }
}

export type ApiCall = (request: ApiRequest) => Promise<IncomingMessage>;

const TIMEOUT = 60_000;

/** Calls a site of this sandbox over HTTP: Node does not resolve `*.localhost`, so to 127.0.0.1 with the name as Host. Close the agent at the end. */
export function createApiCall(origin: string): { readonly call: ApiCall; close(): void } {
  const { host, port } = new URL(origin);
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const once = ({ method, path, headers, body }: ApiRequest, again: boolean): Promise<IncomingMessage> => new Promise((resolve, reject) => {
    const outgoing = request({
      agent, host: "127.0.0.1", port, method, path, timeout: TIMEOUT,
      headers: { host, "user-agent": "kommunalportal-sandbox-subscriber/0.1", ...headers, ...(body !== undefined && { "content-length": String(Buffer.byteLength(body)) }) },
    }, resolve);
    outgoing.on("timeout", () => { outgoing.destroy(new Error("timeout")); });
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      // A kept connection that the server had ended for its age while nobody here could hear of it: the process was busy encrypting. Node's http, `request.reusedSocket`.
      if (again && outgoing.reusedSocket && (error.code === "ECONNRESET" || error.code === "EPIPE")) once({ method, path, ...(headers && { headers }), ...(body !== undefined && { body }) }, false).then(resolve, reject);
      else reject(new CallFailed(0, `${method} ${path}`, error));
    });
    outgoing.end(body);
  });
  const call: ApiCall = (asked) => once(asked, true);
  return { call, close: () => { agent.destroy(); } };
}

/** The whole body as text. @throws Error above `most` bytes */
export function textOf(answer: IncomingMessage, most = 60_000_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    answer.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > most) answer.destroy(new Error("the answer is too long"));
      else chunks.push(chunk);
    });
    answer.on("end", () => { resolve(Buffer.concat(chunks).toString("utf8")); });
    answer.on("error", reject);
    // Cut off without an error of its own: never the end of an answer.
    answer.on("close", () => { reject(new Error("the answer ended early")); });
  });
}
