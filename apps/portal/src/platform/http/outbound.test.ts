import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { lookupFor } from "./addresses.ts";
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
test("a name that changes its mind is refused when it is connected to, also when only one of its addresses is private", async () => {
  const told = [["93.184.216.34"], ["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["::ffff:169.254.169.254"], ["fd00::1"]];
  const lookup = lookupFor(false, (_name, done) => { done(null, (told.shift() ?? []).map((address) => ({ address, family: address.includes(":") ? 6 : 4 }))); });
  const ask = () => new Promise((resolve) => { lookup("receiver.example", { all: true }, (error, addresses) => { resolve(error === null ? addresses : error.name); }); });
  assert.deepEqual(await ask(), [{ address: "93.184.216.34", family: 4 }]);
  for (let i = 0; i < 4; i += 1) assert.equal(await ask(), "Error");
});
test("a redirect to the inside is an answer and nothing follows it", async () => {
  const asked: string[] = [];
  const inside = createServer((request, response) => { asked.push(request.url ?? ""); response.end(); });
  const outside = createServer((_request, response) => { response.writeHead(307, { location: `http://127.0.0.1:${insidePort}/latest/meta-data` }).end(); });
  for (const one of [inside, outside]) await new Promise<void>((resolve) => { one.listen(0, "127.0.0.1", resolve); });
  after(() => { inside.close(); outside.close(); });
  const portOf = (one: typeof inside): number => { const at = one.address(); return typeof at === "object" && at ? at.port : 0; };
  const insidePort = portOf(inside);
  const answer = await createOutbound({ trustedHosts: [`127.0.0.1:${portOf(outside)}`, `127.0.0.1:${insidePort}`] })(`http://127.0.0.1:${portOf(outside)}/webhook`, { method: "POST", body: "{}" });
  assert.deepEqual([answer.status, asked], [307, []]);
});
