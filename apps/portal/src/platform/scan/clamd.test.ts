import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { test, type TestContext } from "node:test";
import { createClamdScanner, noScanner, type Scanner } from "./index.ts";

interface Behaviour {
  /** Called once the whole content has come. */
  readonly reply?: (content: Buffer) => string;
  /** Resets the connection after so many bytes. */
  readonly resetAfter?: number;
  /** Says that the size limit is exceeded after so many bytes and closes, as clamd does when it gets the time. */
  readonly limit?: number;
  readonly silent?: boolean;
  /** Stops listening at the first reset: a scanner that died. */
  readonly diesOnReset?: boolean;
}

/** Speaks as much of clamd's protocol as a scan and a PING need. */
function clamdServer(behaviour: Behaviour, received: { bytes: number }): Server {
  const server = createServer((socket: Socket) => {
    let waiting = Buffer.alloc(0);
    let command: string | undefined;
    const content: Buffer[] = [];
    let length = 0;
    socket.on("error", () => undefined);
    socket.on("data", (part) => {
      if (behaviour.silent) return;
      waiting = Buffer.concat([waiting, part]);
      if (command === undefined) {
        const end = waiting.indexOf(0);
        if (end < 0) return;
        command = waiting.toString("latin1", 0, end);
        waiting = waiting.subarray(end + 1);
      }
      if (command === "zPING") return void socket.end("PONG\0");
      while (waiting.length >= 4 && waiting.length >= 4 + waiting.readUInt32BE(0)) {
        const size = waiting.readUInt32BE(0);
        if (size === 0) return void socket.end(`${behaviour.reply?.(Buffer.concat(content)) ?? "stream: OK"}\0`);
        content.push(waiting.subarray(4, 4 + size));
        length += size;
        received.bytes += size;
        waiting = waiting.subarray(4 + size);
        if (behaviour.limit !== undefined && length > behaviour.limit) return void socket.end("INSTREAM size limit exceeded. ERROR\0");
        if (behaviour.resetAfter !== undefined && length > behaviour.resetAfter) {
          if (behaviour.diesOnReset) server.close();
          return void socket.resetAndDestroy();
        }
      }
    });
  });
  return server;
}

async function scannerFor(t: TestContext, behaviour: Behaviour, timeoutMs = 30_000): Promise<{ scanner: Scanner; received: { bytes: number } }> {
  const received = { bytes: 0 };
  const server = clamdServer(behaviour, received);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has a port");
  return { scanner: createClamdScanner({ address: { host: "127.0.0.1", port: address.port }, timeoutMs }), received };
}

function megabytes(count: number): Readable {
  const block = randomBytes(1024 * 1024);
  return Readable.from(Array.from({ length: count }, () => block));
}

test("a clean file is clean, and the scanner has seen every byte", async (t) => {
  const { scanner, received } = await scannerFor(t, {});
  assert.deepEqual(await scanner.scan(megabytes(5)), { kind: "clean" });
  assert.equal(received.bytes, 5 * 1024 * 1024);
  assert.deepEqual(await scanner.scan(Readable.from([])), { kind: "clean" });
});

test("a scanner is reached through a Unix socket too", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "clamd-"));
  const socketPath = join(folder, "socket");
  const server = clamdServer({}, { bytes: 0 });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  t.after(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });
  assert.deepEqual(await createClamdScanner({ address: { socketPath }, timeoutMs: 30_000 }).scan(megabytes(1)), { kind: "clean" });
});

test("a finding carries the signature's name", async (t) => {
  const { scanner } = await scannerFor(t, { reply: (content) => (content.includes("harmful") ? "stream: Demo.Test.Signature FOUND" : "stream: OK") });
  assert.deepEqual(await scanner.scan(Readable.from([Buffer.from("something harm"), Buffer.from("ful here")])), { kind: "found", signature: "Demo.Test.Signature" });
});

test("a scanner that names its size limit refuses, and the rest of the stream is not sent", async (t) => {
  const { scanner } = await scannerFor(t, { limit: 100_000 });
  const content = megabytes(50);
  assert.deepEqual(await scanner.scan(content), { kind: "refused", reason: "too-large" });
  assert.equal(content.destroyed, true);
});

test("a reset in mid-stream by a living scanner is its size limit", async (t) => {
  const { scanner } = await scannerFor(t, { resetAfter: 200_000 });
  assert.deepEqual(await scanner.scan(megabytes(20)), { kind: "refused", reason: "too-large" });
});

test("a reset in mid-stream by a scanner that died means nobody has looked", async (t) => {
  const { scanner } = await scannerFor(t, { resetAfter: 200_000, diesOnReset: true });
  assert.deepEqual(await scanner.scan(megabytes(20)), { kind: "unavailable", reason: "broken-off" });
});

test("an unknown answer never lets a file through", async (t) => {
  for (const reply of ["", "OK", "stream: OK OK", "stream: FOUND", "UNKNOWN COMMAND", "stream: Can't allocate memory ERROR"]) {
    const { scanner } = await scannerFor(t, { reply: () => reply });
    assert.deepEqual(await scanner.scan(Readable.from([Buffer.from("x")])), { kind: "refused", reason: "scanner-error" }, reply);
  }
});

test("a scanner that says nothing is a time-out, one that is not there is unreachable", async (t) => {
  const { scanner } = await scannerFor(t, { silent: true }, 150);
  assert.deepEqual(await scanner.scan(Readable.from([Buffer.from("x")])), { kind: "unavailable", reason: "timeout" });
  const missing = createClamdScanner({ address: { socketPath: join(tmpdir(), "no-scanner-listens-here") }, timeoutMs: 500 });
  assert.deepEqual(await missing.scan(Readable.from([Buffer.from("x")])), { kind: "unavailable", reason: "unreachable" });
});

test("an upload that breaks off is the upload's error, not a verdict", async (t) => {
  const { scanner } = await scannerFor(t, {});
  async function* broken(): AsyncGenerator<Buffer> {
    yield Buffer.from("x");
    await Promise.resolve();
    throw new Error("connection lost");
  }
  await assert.rejects(scanner.scan(Readable.from(broken())), /connection lost/);
});

test("without a scanner nothing is ever clean", async () => {
  assert.deepEqual(await noScanner.scan(Readable.from([Buffer.from("x")])), { kind: "unavailable", reason: "not-configured" });
});
