import { createServer, type AddressInfo, type Socket } from "node:net";
import { listenProblem } from "../frame/start-problem.ts";
import { createEicarScanner } from "./eicar.ts";

export interface ClamdOptions {
  readonly port: number;
  /** Past this many bytes the connection is reset, as clamd does past its StreamMaxLength. Default 25 MB. */
  readonly streamMaxLength?: number;
}

const MAX_COMMAND = 64;
const MAX_CHUNK = 1024 * 1024;

/** Speaks the part of clamd's protocol that a portal needs (PING, VERSION, INSTREAM; `z` and `n` form) and finds only EICAR. */
export async function openClamd({ port, streamMaxLength = 25 * 1024 * 1024 }: ClamdOptions): Promise<{ readonly port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setTimeout(30_000, () => { socket.destroy(); });
    socket.on("error", () => undefined);
    socket.on("close", () => { sockets.delete(socket); });
    void converse(socket, streamMaxLength).catch(() => { socket.destroy(); });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => { reject(listenProblem(error, "Virenprüfung", port, "SANDBOX_CLAMD_PORT")); });
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => {
      server.close(() => { resolve(); });
      for (const socket of sockets) socket.destroy();
    }),
  };
}

async function converse(socket: Socket, limit: number): Promise<void> {
  const reader = new Reader(socket);
  const prefix = String.fromCharCode((await reader.take(1))[0] ?? 0);
  const end = prefix === "z" ? "\0" : "\n";
  const name = prefix === "z" || prefix === "n" ? await reader.until(end) : prefix + await reader.until("\n");
  const answer = (text: string): void => { socket.end(`${text}${end}`); };
  switch (name.trim()) {
    case "PING": return answer("PONG");
    case "VERSION": return answer("ClamAV 1.4.0/sandbox");
    case "INSTREAM": {
      const found = await scan(reader, limit);
      if (found === "too-large") {
        socket.resetAndDestroy();
        return;
      }
      return answer(found === "clean" ? "stream: OK" : "stream: Eicar-Test-Signature FOUND");
    }
    default: return answer("UNKNOWN COMMAND");
  }
}

async function scan(reader: Reader, limit: number): Promise<"clean" | "found" | "too-large"> {
  const infected = createEicarScanner();
  let total = 0;
  let found = false;
  for (;;) {
    let length = (await reader.take(4)).readUInt32BE();
    if (length === 0) return found ? "found" : "clean";
    total += length;
    if (total > limit) return "too-large";
    while (length > 0) {
      const piece = await reader.take(Math.min(length, MAX_CHUNK));
      length -= piece.length;
      found = infected(piece);
    }
  }
}

/** Takes exact numbers of bytes from a socket. */
class Reader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);
  constructor(socket: Socket) {
    this.#chunks = socket.iterator({ destroyOnReturn: false });
  }
  async take(count: number): Promise<Buffer> {
    while (this.#rest.length < count) {
      const next = await this.#chunks.next();
      if (next.done) throw new Error("the connection ended early");
      this.#rest = Buffer.concat([this.#rest, next.value]);
    }
    const taken = this.#rest.subarray(0, count);
    this.#rest = this.#rest.subarray(count);
    return taken;
  }
  async until(end: string): Promise<string> {
    let text = "";
    while (text.length <= MAX_COMMAND) {
      const character = (await this.take(1)).toString("latin1");
      if (character === end) return text;
      text += character;
    }
    throw new Error("the command is too long");
  }
}
