import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createXtaClient } from "./client/xta-client.ts";
import type { ReceivedContainer } from "./content.ts";
import { createXtaServer } from "./server/xta-server.ts";
import { metaDataOf, portal } from "./testing/examples.ts";
import { fullService } from "./testing/service.ts";

const MB = 1024 * 1024;
const SIZE = 100 * MB;
const chunk = Buffer.alloc(64 * 1024, "Anlage ");

async function* large(): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < SIZE; sent += chunk.length) {
    yield chunk;
    // As a disk does it: the event loop turns.
    if (sent % (8 * MB) === 0) await new Promise((resolve) => { setImmediate(resolve); });
  }
}

/** What is really held: without the collection, buffers that nobody needs any more would count, as many as V8 happens to have left. */
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const held = (): number => { collect(); const { arrayBuffers, heapUsed } = process.memoryUsage(); return arrayBuffers + heapUsed; };

test("a 100 MB attachment goes to the server and comes back as a stream, with bounded memory", async () => {
  let peak = 0;
  const hash = async (_place: unknown, bytes: AsyncIterable<Uint8Array>) => {
    const digest = createHash("sha256");
    let [size, measured] = [0, 0];
    for await (const piece of bytes) {
      digest.update(piece);
      size += piece.byteLength;
      if (size >= measured + 4 * MB) { peak = Math.max(peak, held()); measured = size; }
    }
    return { size, digest: digest.digest("hex") };
  };
  const attachment = { contentType: "application/octet-stream", bytes: large };
  const container = { kind: "plain", message: { contentType: "text/plain", bytes: Buffer.from("siehe Anlage") }, attachments: [attachment] } as const;
  const arrived: ReceivedContainer<{ size: number; digest: string }>[] = [];
  const limits = { maxMessageBytes: 110 * MB };
  const server = createXtaServer({ limits, onFault: (error) => { throw error; }, service: {
    ...fullService(),
    async sendMessage(_call, { receive }) { arrived.push(await receive(hash)); },
    getMessage: async () => ({ msgBox: { requestId: "urn:x:1", outcome: { kind: "pending", value: 0 } }, metaData: metaDataOf("urn:x:1"), container }),
  } });
  const client = createXtaClient({
    endpoints: { management: "https://m.example", send: "https://s.example", msgBox: "https://b.example" }, author: portal, limits,
    transport: async ({ url, contentType, body }) => ({ ...await server.handle({ port: url === "https://s.example" ? "send" : "msgBox", contentType, body, caller: "test" }), close: () => {} }),
  });

  const before = held();
  await client.sendMessage({ metaData: metaDataOf("urn:x:1"), container });
  const fetched = await client.getMessage({}, hash);
  const grown = Math.round((peak - before) / MB);
  const expected = createHash("sha256");
  for await (const piece of large()) expected.update(piece);
  const digest = expected.digest("hex");
  for (const received of [arrived[0], fetched.container]) {
    assert.equal(received?.kind === "plain" && received.attachments[0]?.content.size, SIZE);
    assert.equal(received?.kind === "plain" && received.attachments[0]?.content.digest, digest);
  }
  assert.ok(grown < 64, `memory grew by ${grown} MB`);
});

test("a message past the limit is refused while it arrives, in the words of XTA", async () => {
  let stored = 0;
  const server = createXtaServer({ limits: { maxMessageBytes: 2 * MB }, onFault: (error) => { throw error; }, service: {
    ...fullService(),
    async sendMessage(_call, { receive }) { await receive(async (_place, bytes) => { for await (const piece of bytes) stored += piece.byteLength; }); },
  } });
  const client = createXtaClient({
    endpoints: { management: "https://m.example", send: "https://s.example", msgBox: "https://b.example" }, author: portal,
    transport: async ({ contentType, body }) => ({ ...await server.handle({ port: "send", contentType, body, caller: "test" }), close: () => {} }),
  });
  const container = { kind: "plain", message: { contentType: "application/octet-stream", bytes: large } } as const;
  await assert.rejects(client.sendMessage({ metaData: metaDataOf("urn:x:1"), container }), /9023/);
  assert.ok(stored <= 2 * MB, `${stored} bytes were taken`);
});
