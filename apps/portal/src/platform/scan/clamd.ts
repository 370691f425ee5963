import { connect, type NetConnectOpts, type Socket } from "node:net";
import type { Readable } from "node:stream";
import type { Scanner, ScanVerdict } from "./scanner.ts";

export interface ClamdOptions {
  /** A Unix socket or a TCP address; clamd speaks no TLS, so TCP only inside one's own network. */
  readonly address: { readonly socketPath: string } | { readonly host: string; readonly port: number };
  /** No connection, no progress or no verdict for this long is a time-out. */
  readonly timeoutMs: number;
}

const PIECE_BYTES = 65_536;
const LONGEST_REPLY = 4_096;

class SocketFailed extends Error {
  readonly timeout: boolean;
  constructor(timeout: boolean, options?: ErrorOptions) {
    super("the connection to the scanner failed", options);
    this.timeout = timeout;
  }
}

/**
 * clamd's INSTREAM command (clamd(8)): 4-byte big-endian length before each piece, length 0 at the end, one reply ending in NUL.
 * Past its StreamMaxLength clamd answers with an error or resets the connection in mid-stream. A reset alone does not tell a file that is
 * too large from a scanner that died, so a PING afterwards decides.
 */
export function createClamdScanner(options: ClamdOptions): Scanner {
  return {
    async scan(content) {
      let connected = false;
      try {
        using conversation = await startConversation(options);
        connected = true;
        return verdictOf(await instream(conversation, content));
      } catch (error) {
        if (!(error instanceof SocketFailed)) throw error;
        if (error.timeout) return { kind: "unavailable", reason: "timeout" };
        if (!connected) return { kind: "unavailable", reason: "unreachable" };
        return (await isAlive(options)) ? { kind: "refused", reason: "too-large" } : { kind: "unavailable", reason: "broken-off" };
      } finally {
        content.destroy();
      }
    },
  };
}

interface Conversation extends Disposable {
  readonly reply: Promise<string>;
  /** True once a reply or an end came: sending more is pointless. */
  over(): boolean;
  send(bytes: Buffer): Promise<void>;
}

async function instream(conversation: Conversation, content: Readable): Promise<string> {
  await conversation.send(Buffer.from("zINSTREAM\0"));
  for await (const part of content) {
    const bytes = Buffer.isBuffer(part) ? part : Buffer.from(String(part));
    for (let from = 0; from < bytes.length && !conversation.over(); from += PIECE_BYTES) {
      const piece = bytes.subarray(from, from + PIECE_BYTES);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(piece.length);
      await conversation.send(Buffer.concat([length, piece]));
    }
    if (conversation.over()) return conversation.reply;
  }
  await conversation.send(Buffer.alloc(4));
  return conversation.reply;
}

function verdictOf(reply: string): ScanVerdict {
  if (reply === "stream: OK") return { kind: "clean" };
  const found = /^stream: (.{1,200}) FOUND$/.exec(reply)?.[1];
  if (found) return { kind: "found", signature: found };
  return { kind: "refused", reason: /size limit exceeded/i.test(reply) ? "too-large" : "scanner-error" };
}

async function isAlive(options: ClamdOptions): Promise<boolean> {
  try {
    using conversation = await startConversation(options);
    await conversation.send(Buffer.from("zPING\0"));
    return (await conversation.reply) === "PONG";
  } catch {
    return false;
  }
}

async function startConversation({ address, timeoutMs }: ClamdOptions): Promise<Conversation> {
  const target: NetConnectOpts = "socketPath" in address ? { path: address.socketPath } : { host: address.host, port: address.port };
  const socket = connect(target);
  socket.setTimeout(timeoutMs, () => socket.destroy(new SocketFailed(true)));
  let over = false;
  const reply = readReply(socket).finally(() => {
    over = true;
  });
  reply.catch(() => undefined);
  await Promise.race([new Promise<void>((resolve) => socket.once("connect", resolve)), reply]);
  return {
    reply,
    over: () => over,
    // A failed write shows as a failed reply; which of both comes first does not matter.
    send: async (bytes) => {
      if (!over && !socket.write(bytes)) await Promise.race([new Promise<void>((resolve) => socket.once("drain", resolve)), reply]);
    },
    [Symbol.dispose]: () => socket.destroy(),
  };
}

function readReply(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    socket.setEncoding("utf8");
    socket.on("data", (part: string) => {
      text += part;
      const end = text.indexOf("\0");
      if (end >= 0) resolve(text.slice(0, end));
      else if (text.length > LONGEST_REPLY) socket.destroy(new SocketFailed(false));
    });
    socket.on("error", (cause) => reject(cause instanceof SocketFailed ? cause : new SocketFailed(false, { cause })));
    socket.on("close", () => reject(new SocketFailed(false)));
  });
}
