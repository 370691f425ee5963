import { connect, type Socket } from "node:net";

export interface LeanReply { readonly status: number; readonly head: string; readonly body: Buffer; header(name: string): string | undefined }

/**
 * One connection that is kept open and sends one request after the other, with as little work as possible: the measuring process shares
 * the machine with what it measures. Understands answers with a length, which is all that the portal's pages are.
 */
export function openConnection(port: number) {
  let socket: Socket | undefined;
  let received: Buffer = Buffer.alloc(0);
  let waiting: { resolve(reply: LeanReply): void; reject(error: Error): void } | undefined;

  function fail(error: Error): void {
    const waited = waiting;
    waiting = undefined;
    socket = undefined;
    received = Buffer.alloc(0);
    waited?.reject(error);
  }

  function open(): Socket {
    const fresh = connect({ port, host: "127.0.0.1", noDelay: true });
    fresh.on("data", (chunk) => { received = received.length === 0 ? chunk : Buffer.concat([received, chunk]); look(); });
    fresh.on("error", fail);
    fresh.on("close", () => { if (socket === fresh) fail(new Error("the server closed the connection")); });
    return fresh;
  }

  function look(): void {
    const end = received.indexOf("\r\n\r\n");
    if (end < 0 || !waiting) return;
    const head = received.toString("latin1", 0, end);
    const status = Number(head.slice(9, 12));
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    if (length === undefined && status !== 304 && status !== 204) { fail(new Error(`an answer without length: ${head.slice(0, 200)}`)); return; }
    const size = Number(length ?? 0);
    if (received.length < end + 4 + size) return;
    const body = received.subarray(end + 4, end + 4 + size);
    received = received.subarray(end + 4 + size);
    const done = waiting;
    waiting = undefined;
    const closes = /\r\nconnection: close/i.test(head);
    if (closes) { const before = socket; socket = undefined; before?.destroy(); }
    done.resolve({ status, head, body, header: (name) => new RegExp(`\\r\\n${name}: ([^\\r]*)`, "i").exec(head)?.[1] });
  }

  function send(request: string): Promise<LeanReply> {
    if (waiting) throw new Error("this connection waits for an answer");
    socket ??= open();
    const to = socket;
    return new Promise((resolve, reject) => { waiting = { resolve, reject }; to.write(request); });
  }

  return {
    send,
    get: (host: string, path: string, headers: Readonly<Record<string, string>> = {}): Promise<LeanReply> => send(requestText("GET", host, path, headers)),
    post: (host: string, path: string, fields: readonly (readonly [string, string])[], headers: Readonly<Record<string, string>> = {}): Promise<LeanReply> => {
      const body = fields.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
      return send(requestText("POST", host, path, { "content-type": "application/x-www-form-urlencoded", origin: `http://${host}`, "content-length": String(body.length), ...headers }) + body);
    },
    close(): void { const before = socket; socket = undefined; before?.destroy(); },
  };
}

export type Connection = ReturnType<typeof openConnection>;

/** The text of a request, made before the clock runs where the same is sent often. */
export function requestText(method: string, host: string, path: string, headers: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\naccept: text/html\r\n${lines}\r\n`;
}
