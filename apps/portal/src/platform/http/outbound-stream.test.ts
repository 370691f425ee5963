import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import { AddressRefused } from "./addresses.ts";
import { AnswerTooLarge, createOutboundStream } from "./outbound-stream.ts";

let handle: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) => { response.end(); };
const server = createServer((request, response) => { handle(request, response); });
await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
after(() => { server.closeAllConnections(); server.close(); });
const host = `ziel.sandbox.localhost:${(server.address() as AddressInfo).port}`;
const call = createOutboundStream({ trustedHosts: [host] });
/** Only where silence is meant: on a busy machine everybody is silent for a moment. */
const impatient = createOutboundStream({ trustedHosts: [host], silenceMs: 1_000 });
const never = new AbortController().signal;
const url = `http://${host}/`;

const chunk = Buffer.alloc(65_536, 7);
async function* megabytes(count: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < count * 16; at += 1) yield chunk;
}

test("a body of any size goes up and comes down as a stream, with its length where one is given", async () => {
  handle = (request, response) => {
    const hash = createHash("sha256");
    request.on("data", (piece: Buffer) => { hash.update(piece); }).on("end", () => { response.setHeader("x-seen", `${request.headers["content-length"] ?? "none"} ${hash.digest("hex")}`); response.writeHead(200); void (async () => { for await (const piece of megabytes(20)) if (!response.write(piece)) await new Promise((resolve) => { response.once("drain", resolve); }); response.end(); })(); });
  };
  const expected = createHash("sha256");
  for await (const piece of megabytes(20)) expected.update(piece);
  const digest = expected.digest("hex");
  const answer = await call(url, { method: "PUT", headers: { "content-length": String(20 * 1_048_576) }, body: megabytes(20), signal: never });
  assert.equal(answer.headers.get("x-seen"), `${20 * 1_048_576} ${digest}`);
  const back = createHash("sha256");
  for await (const piece of answer.body!) back.update(piece);
  assert.equal(back.digest("hex"), digest);
});
test("neither side is read further than the other can take", async () => {
  let given = 0;
  async function* counted(): AsyncGenerator<Uint8Array, void, undefined> { for await (const piece of megabytes(64)) { given += piece.length; yield piece; } }
  // Nobody reads on the other side: the source must come to a stand long before its end, and silence ends the call.
  handle = (request) => { request.pause(); };
  await assert.rejects(impatient(url, { method: "PUT", headers: {}, body: counted(), signal: never }), { name: "TimeoutError", code: "ETIMEDOUT" });
  assert.ok(given < 32 * 1_048_576, `${given} bytes were taken from the source`);
});
test("an answer that is cut off is never an end in good order", async () => {
  handle = (_request, response) => { response.writeHead(200, { "content-length": "1000" }); response.write("x".repeat(10), () => { response.socket?.destroy(); }); };
  await assert.rejects((await call(url, { method: "GET", headers: {}, signal: never })).text(), { code: "ECONNRESET" });
});
test("too much, too slow and no longer wanted end the answer while it is read", async () => {
  handle = (_request, response) => { response.writeHead(200); response.write(chunk); };
  await assert.rejects((await createOutboundStream({ trustedHosts: [host], maxBytes: 1_000 })(url, { method: "GET", headers: {}, signal: never })).text(), AnswerTooLarge);
  await assert.rejects((await impatient(url, { method: "GET", headers: {}, signal: never })).text(), { code: "ETIMEDOUT" });
  const stop = new AbortController();
  const answer = await call(url, { method: "GET", headers: {}, signal: stop.signal });
  stop.abort();
  await assert.rejects(answer.text(), { name: "AbortError" });
});
test("a fault of the source ends the call and reaches the caller", async () => {
  handle = (request) => { request.resume(); };
  async function* broken(): AsyncGenerator<Uint8Array, void, undefined> { yield chunk; await Promise.resolve(); throw new RangeError("the file has changed"); }
  await assert.rejects(call(url, { method: "PUT", headers: {}, body: broken(), signal: never }), /the file has changed/);
});
test("redirects are answers, and an answer without body has none", async () => {
  handle = (_request, response) => { response.writeHead(302, { location: "http://10.0.0.1/" }).end(); };
  assert.equal((await call(url, { method: "GET", headers: {}, signal: never })).status, 302);
  handle = (_request, response) => { response.writeHead(204).end(); };
  assert.equal((await call(url, { method: "GET", headers: {}, signal: never })).body, null);
});
test("private addresses are refused however they are written", async () => {
  const careful = createOutboundStream({ trustedHosts: [] });
  for (const target of [url, "https://127.0.0.1/", "https://[::ffff:10.0.0.1]/", "https://2130706433/", "https://localhost/"]) await assert.rejects(careful(target, { method: "GET", headers: {}, signal: never }), AddressRefused, target);
});
