import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import { test, type TestContext } from "node:test";
import { openClamd } from "./clamd-server.ts";

const EICAR = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE", "!$H+H*"].join("");

async function clamd(t: TestContext, streamMaxLength?: number): Promise<number> {
  const server = await openClamd({ port: 0, ...(streamMaxLength !== undefined && { streamMaxLength }) });
  t.after(() => server.close());
  return server.port;
}

/** Sends bytes and returns everything that comes back until the end of the connection; an error is returned as its code. */
function ask(port: number, talk: (socket: Socket) => void): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => { talk(socket); });
    socket.on("data", (chunk: Buffer) => { answer += chunk.toString("latin1"); });
    socket.on("end", () => { resolve(answer); });
    socket.on("error", (error: NodeJS.ErrnoException) => { resolve(error.code ?? "error"); });
  });
}

function chunk(bytes: Buffer | string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(bytes));
  return Buffer.concat([length, Buffer.from(bytes)]);
}
const END = Buffer.alloc(4);

test("PING is answered in the z, the n and the bare form", async (t) => {
  const port = await clamd(t);
  assert.equal(await ask(port, (socket) => socket.write("zPING\0")), "PONG\0");
  assert.equal(await ask(port, (socket) => socket.write("nPING\n")), "PONG\n");
  assert.equal(await ask(port, (socket) => socket.write("PING\n")), "PONG\n");
});

test("a clean stream is OK, EICAR is found, also across the border of two chunks and in a large file", async (t) => {
  const port = await clamd(t);
  const scan = (...chunks: (Buffer | string)[]): Promise<string> => ask(port, (socket) => {
    socket.write("zINSTREAM\0");
    for (const bytes of chunks) socket.write(chunk(bytes));
    socket.write(END);
  });
  assert.equal(await scan("hello"), "stream: OK\0");
  assert.equal(await scan(), "stream: OK\0");
  assert.equal(await scan(EICAR), "stream: Eicar-Test-Signature FOUND\0");
  assert.equal(await scan("x".repeat(100), EICAR.slice(0, 40), EICAR.slice(40), "rest"), "stream: Eicar-Test-Signature FOUND\0");
  assert.equal(await scan(Buffer.alloc(3_000_000), Buffer.concat([Buffer.alloc(2_000_000), Buffer.from(EICAR)])), "stream: Eicar-Test-Signature FOUND\0");
});

test("past the size limit the connection is reset without an answer", async (t) => {
  const port = await clamd(t, 1000);
  const answer = await ask(port, (socket) => { socket.write("zINSTREAM\0"); socket.write(chunk("x".repeat(600))); socket.write(chunk("x".repeat(600))); });
  assert.equal(answer, "ECONNRESET");
});

test("an unknown command is answered, an endless one ends the connection", async (t) => {
  const port = await clamd(t);
  assert.equal(await ask(port, (socket) => socket.write("zSHUTDOWN\0")), "UNKNOWN COMMAND\0");
  assert.doesNotMatch(await ask(port, (socket) => socket.write(`z${"A".repeat(1000)}`)), /PONG|OK/);
});
