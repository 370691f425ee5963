import assert from "node:assert/strict";
import { createServer, type AddressInfo } from "node:net";
import { after, test } from "node:test";
import { AddressRefused } from "./addresses.ts";
import { createOutboundSocket } from "./outbound-socket.ts";

const server = createServer((socket) => { socket.on("error", () => undefined).end("hello"); });
await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
after(() => { server.close(); });
const { port } = server.address() as AddressInfo;

test("a connection goes to what the operator named, and to no other private address however it is written", async () => {
  const open = createOutboundSocket({ trustedHosts: [`127.0.0.1:${port}`] });
  const socket = await open({ host: "127.0.0.1", port, timeoutMs: 2_000 });
  let heard = "";
  for await (const chunk of socket) heard += String(chunk);
  assert.equal(heard, "hello");
  const careful = createOutboundSocket({ trustedHosts: [] });
  for (const host of ["127.0.0.1", "10.0.0.1", "[::1]", "::ffff:192.168.0.1", "localhost"]) await assert.rejects(careful({ host, port, timeoutMs: 2_000 }), AddressRefused, host);
});
test("nobody at the port is said with the system's own word", async () => {
  const gone = createServer();
  await new Promise<void>((resolve) => { gone.listen(0, "127.0.0.1", resolve); });
  const { port: empty } = gone.address() as AddressInfo;
  await new Promise<void>((resolve) => { gone.close(() => { resolve(); }); });
  await assert.rejects(createOutboundSocket({ trustedHosts: [`127.0.0.1:${empty}`] })({ host: "127.0.0.1", port: empty, timeoutMs: 2_000 }), { code: "ECONNREFUSED" });
});
