import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { Readable, Writable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { test } from "node:test";
import { newKey, openStream, SealBroken, sealedSize, sealStream } from "./index.ts";
import { CHUNK_BYTES, HEADER_BYTES, SEALED_CHUNK_BYTES } from "./stream-format.ts";

const key = newKey();
const CONTEXT = "file:7";

function pieces(bytes: Buffer, size: number): Readable {
  const parts: Buffer[] = [];
  for (let i = 0; i < bytes.length; i += size) parts.push(bytes.subarray(i, i + size));
  return Readable.from(parts);
}
const sealed = async (bytes: Buffer, size = 10_000): Promise<Buffer> => buffer(pieces(bytes, size).pipe(sealStream(key, CONTEXT)));

async function opened(bytes: Buffer, options: { key?: Buffer; context?: string; size?: number } = {}): Promise<Buffer> {
  const parts: Buffer[] = [];
  const sink = new Writable({ write: (part: Buffer, _encoding, done) => { parts.push(part); done(); } });
  await pipeline(pieces(bytes, options.size ?? 7_777), openStream(options.key ?? key, options.context ?? CONTEXT), sink);
  return Buffer.concat(parts);
}

test("a stream of any length comes back as it was, in whatever pieces it travels", async () => {
  for (const length of [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 200_003]) {
    const plain = randomBytes(length);
    for (const size of [1_000, CHUNK_BYTES, 500_000]) {
      const bytes = await sealed(plain, size);
      assert.equal(bytes.length, sealedSize(length));
      assert.deepEqual(await opened(bytes, { size }), plain);
    }
  }
});

test("a stream that arrives byte by byte is opened", async () => {
  const plain = randomBytes(300);
  assert.deepEqual(await opened(await sealed(plain, 1), { size: 1 }), plain);
});

test("another key or another place does not open a stream", async () => {
  const bytes = await sealed(randomBytes(100));
  await assert.rejects(opened(bytes, { key: newKey() }), SealBroken);
  await assert.rejects(opened(bytes, { context: "file:8" }), SealBroken);
});

test("a stream cut anywhere is refused, also exactly between two chunks", async () => {
  const bytes = await sealed(randomBytes(3 * CHUNK_BYTES));
  const cuts = [0, 10, HEADER_BYTES, HEADER_BYTES + SEALED_CHUNK_BYTES, HEADER_BYTES + 2 * SEALED_CHUNK_BYTES, bytes.length - 1];
  for (const cut of cuts) await assert.rejects(opened(bytes.subarray(0, cut)), SealBroken, `cut at ${cut}`);
});

test("chunks cannot be swapped, repeated, left out or followed by others", async () => {
  const bytes = await sealed(randomBytes(3 * CHUNK_BYTES));
  const header = bytes.subarray(0, HEADER_BYTES);
  const chunk = (n: number): Buffer => bytes.subarray(HEADER_BYTES + n * SEALED_CHUNK_BYTES, HEADER_BYTES + (n + 1) * SEALED_CHUNK_BYTES);
  for (const order of [[1, 0, 2], [0, 0, 1, 2], [0, 2], [1, 2], [0, 1, 2, 2], [0, 1, 1]]) {
    await assert.rejects(opened(Buffer.concat([header, ...order.map(chunk)])), SealBroken, order.join());
  }
});

test("chunks of two streams under one key and context do not mix", async () => {
  const plain = randomBytes(2 * CHUNK_BYTES);
  const one = await sealed(plain);
  const other = await sealed(plain);
  const mixed = Buffer.concat([one.subarray(0, HEADER_BYTES + SEALED_CHUNK_BYTES), other.subarray(HEADER_BYTES + SEALED_CHUNK_BYTES)]);
  await assert.rejects(opened(mixed), SealBroken);
});

test("a changed header or format version is refused", async () => {
  const bytes = await sealed(randomBytes(10));
  for (let i = 0; i < HEADER_BYTES; i += 1) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(i) ^ 1, i);
    await assert.rejects(opened(changed), SealBroken, `byte ${i}`);
  }
});

test("200 MB pass through sealing and opening without being held in memory", async () => {
  const block = randomBytes(1024 * 1024);
  const wanted = createHash("sha256");
  const got = createHash("sha256");
  let length = 0;
  function* source(): Generator<Buffer> {
    for (let i = 0; i < 200; i += 1) {
      wanted.update(block);
      yield block;
    }
  }
  const before = process.memoryUsage.rss();
  let most = before;
  const sink = new Writable({
    write(part: Buffer, _encoding, done) {
      length += part.length;
      got.update(part);
      if (length % (1024 * 1024) === 0) most = Math.max(most, process.memoryUsage.rss());
      done();
    },
  });
  await pipeline(Readable.from(source()), sealStream(key, CONTEXT), openStream(key, CONTEXT), sink);
  assert.equal(length, 200 * 1024 * 1024);
  assert.equal(got.digest("hex"), wanted.digest("hex"));
  assert.ok(most - before < 120 * 1024 * 1024, `memory grew by ${Math.round((most - before) / 1024 / 1024)} MB`);
});
