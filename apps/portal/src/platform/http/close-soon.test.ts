import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { test, type TestContext } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { createLog } from "#platform/log";
import { createServer } from "./index.ts";

interface Open { readonly port: number; readonly asked: Promise<void>; answer(): void; close(): Promise<void> }

/** A server with one page that answers when it is told to. */
async function open(t: TestContext): Promise<Open> {
  const app = createServer({ log: createLog("fatal", "test"), trustedProxies: [], secureOrigin: false });
  const [answer, asked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  app.get("/langsam", async () => { asked.resolve(); await answer.promise; return "x".repeat(2_000_000); });
  await app.listen({ port: 0, host: "127.0.0.1" });
  t.after(() => app.close());
  return { port: (app.server.address() as { port: number }).port, asked: asked.promise, answer: answer.resolve, close: () => app.close() };
}

/** A client that keeps its connection as long as the server lets it. */
async function client(t: TestContext, port: number): Promise<{ readonly socket: Socket; readonly got: () => string }> {
  const socket = connect(port, "127.0.0.1");
  t.after(() => { socket.destroy(); });
  let got = "";
  socket.setEncoding("utf8").on("data", (more: string) => { got += more; });
  await once(socket, "connect");
  return { socket, got: () => got };
}

const inTime = async (closed: Promise<void>): Promise<boolean> => Promise.race([closed.then(() => true), wait(10_000, false, { ref: false })]);

test("a connection on which nothing was ever asked does not hold up the end", async (t) => {
  const server = await open(t);
  await client(t, server.port);
  await wait(50);
  assert.ok(await inTime(server.close()));
});

test("an answer under way at the end arrives whole, and then its connection ends, too", async (t) => {
  const server = await open(t);
  const { socket, got } = await client(t, server.port);
  socket.write("GET /langsam HTTP/1.1\r\nHost: portal.localhost\r\n\r\n");
  await server.asked;
  const closed = server.close();
  assert.equal(await Promise.race([closed.then(() => "closed"), wait(300, "waits")]), "waits");
  server.answer();
  assert.ok(await inTime(closed));
  if (!socket.closed) await once(socket, "close");
  assert.equal(/x+$/.exec(got())?.[0].length, 2_000_000);
});
