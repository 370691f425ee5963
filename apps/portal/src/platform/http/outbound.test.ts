import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { createOutbound } from "./outbound.ts";

const server = createServer((request, response) => { response.end(JSON.stringify({ host: request.headers.host, method: request.method, url: request.url })); });
await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
after(() => { server.close(); });
const address = server.address();
const port = typeof address === "object" && address ? address.port : 0;

test("a trusted *.localhost host is reached on the loopback with its own name", async () => {
  const call = createOutbound({ trustedHosts: [`pay.sandbox.localhost:${port}`] });
  const answer = await (await call(`http://pay.sandbox.localhost:${port}/x?y=1`, { method: "POST", body: "ä" })).json();
  assert.deepEqual(answer, { host: `pay.sandbox.localhost:${port}`, method: "POST", url: "/x?y=1" });
});
test("private addresses are refused however they are written", async () => {
  const call = createOutbound({ trustedHosts: [] });
  for (const target of [`http://127.0.0.1:${port}/`, `https://127.0.0.1:${port}/`, `https://localhost:${port}/`, `https://[::1]:${port}/`, `https://[::ffff:127.0.0.1]:${port}/`, "https://10.0.0.1/", "https://169.254.169.254/", "https://2130706433/", "file:///etc/passwd"]) {
    await assert.rejects(call(target), Error, target);
  }
});
test("an answer that is too large or too slow ends the call", async () => {
  const call = createOutbound({ trustedHosts: [`127.0.0.1:${port}`] });
  await assert.rejects(call(`http://127.0.0.1:${port}/`, { maxBytes: 5 }), /larger/);
});
