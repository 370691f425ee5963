import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { test, type TestContext } from "node:test";
import { newKey, SealBroken } from "#platform/crypto";
import { createDiskStore, type DiskStore, FileMissing, FileTooLarge, getSealed, newFileKey, putSealed, StoreFull } from "./index.ts";

const MAX = { maxBytes: 10_000_000 };

async function storeFor(t: TestContext, measureFreeBytes?: () => Promise<number>): Promise<{ folder: string; store: DiskStore }> {
  const folder = await mkdtemp(join(tmpdir(), "files-"));
  t.after(() => rm(folder, { recursive: true }));
  return { folder, store: await createDiskStore({ folder, reserveBytes: 1_000, ...(measureFreeBytes ? { measureFreeBytes } : {}) }) };
}

async function everyFile(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

test("a file comes back as it was put, with its size and hash", async (t) => {
  const { store } = await storeFor(t);
  const bytes = randomBytes(300_000);
  const key = newFileKey();
  const stored = await store.put(key, Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]), MAX);
  assert.deepEqual(stored, { size: 300_000, sha256: createHash("sha256").update(bytes).digest("hex") });
  assert.deepEqual(await buffer(await store.get(key)), bytes);
  assert.equal(await store.exists(key), true);
});

test("files lie two folders deep and are readable by their user only", async (t) => {
  const { folder, store } = await storeFor(t);
  const key = newFileKey();
  await store.put(key, Readable.from([Buffer.from("x")]), MAX);
  const [path] = await everyFile(folder);
  assert.match(path?.slice(folder.length) ?? "", new RegExp(`^/files/[0-9a-f]{2}/[0-9a-f]{2}/${key}$`));
  assert.equal((await stat(path ?? "")).mode & 0o777, 0o600);
});

test("a second put under the same key replaces the whole file", async (t) => {
  const { folder, store } = await storeFor(t);
  const key = newFileKey();
  await store.put(key, Readable.from([Buffer.from("a longer first text")]), MAX);
  await store.put(key, Readable.from([Buffer.from("second")]), MAX);
  assert.equal((await buffer(await store.get(key))).toString(), "second");
  assert.equal((await everyFile(folder)).length, 1);
});

test("a file over the limit is refused and leaves nothing behind", async (t) => {
  const { folder, store } = await storeFor(t);
  const key = newFileKey();
  const content = Readable.from([randomBytes(60), randomBytes(60)]);
  await assert.rejects(store.put(key, content, { maxBytes: 100 }), (error) => error instanceof FileTooLarge && error.maxBytes === 100);
  assert.equal(content.destroyed, true);
  assert.deepEqual(await everyFile(folder), []);
  assert.equal(await store.exists(key), false);
});

test("an upload that breaks off in the middle leaves nothing behind and keeps the old file", async (t) => {
  const { folder, store } = await storeFor(t);
  const key = newFileKey();
  await store.put(key, Readable.from([Buffer.from("old")]), MAX);
  async function* broken(): AsyncGenerator<Buffer> {
    yield Buffer.from("new, but");
    await Promise.resolve();
    throw new Error("connection lost");
  }
  await assert.rejects(store.put(key, Readable.from(broken()), MAX), /connection lost/);
  assert.equal((await buffer(await store.get(key))).toString(), "old");
  assert.equal((await everyFile(folder)).length, 1);
});

test("a disk down to its reserve refuses before anything is written", async (t) => {
  const { folder, store } = await storeFor(t, () => Promise.resolve(900));
  assert.equal(await store.freeBytes(), 0);
  assert.equal(await store.hasRoomFor(1), false);
  await assert.rejects(store.put(newFileKey(), Readable.from([Buffer.from("x")]), MAX), StoreFull);
  assert.deepEqual(await everyFile(folder), []);
});

test("a disk that becomes full while writing is the same refusal", async (t) => {
  const { folder, store } = await storeFor(t);
  async function* full(): AsyncGenerator<Buffer> {
    yield Buffer.from("x");
    await Promise.resolve();
    throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
  }
  await assert.rejects(store.put(newFileKey(), Readable.from(full()), MAX), StoreFull);
  assert.deepEqual(await everyFile(folder), []);
});

test("free room is what the disk has beyond the reserve", async (t) => {
  const { store } = await storeFor(t, () => Promise.resolve(5_000));
  assert.equal(await store.freeBytes(), 4_000);
  assert.equal(await store.hasRoomFor(4_000), true);
  assert.equal(await store.hasRoomFor(4_001), false);
});

test("a missing file is named as missing, and deleting twice is no fault", async (t) => {
  const { store } = await storeFor(t);
  const key = newFileKey();
  await assert.rejects(store.get(key), FileMissing);
  await store.put(key, Readable.from([Buffer.from("x")]), MAX);
  assert.equal(await store.delete(key), true);
  assert.equal(await store.delete(key), false);
  await assert.rejects(store.get(key), FileMissing);
});

test("no key can be a path", async (t) => {
  const { store } = await storeFor(t);
  for (const key of ["../../etc/passwd", "", "a/b", "A".repeat(32), `${"a".repeat(31)}/`, `${newFileKey()}\0`, `${newFileKey()}\n`]) {
    await assert.rejects(store.get(key), /32 hexadecimal/);
    await assert.rejects(store.put(key, Readable.from([Buffer.from("x")]), MAX), /32 hexadecimal/);
  }
});

test("what a crash left unfinished is removed when it is old enough", async (t) => {
  const { folder, store } = await storeFor(t);
  const left = join(folder, "unfinished", "left");
  await writeFile(left, "half");
  await writeFile(join(folder, "unfinished", "young"), "half");
  await utimes(left, new Date(1000), new Date(1000));
  assert.equal(await store.removeUnfinished(new Date(2000)), 1);
  assert.deepEqual(await readdir(join(folder, "unfinished")), ["young"]);
});

test("a sealed file lies unreadable on the disk and opens with its key and context only", async (t) => {
  const { folder, store } = await storeFor(t);
  const key = newFileKey();
  const dek = newKey();
  const plain = Buffer.from("Erika Beispiel, Lindenweg 7 ".repeat(10_000));
  const stored = await putSealed(store, key, Readable.from([plain]), { dek, context: "upload:1", maxBytes: plain.length });
  assert.deepEqual(stored, { size: plain.length, sha256: createHash("sha256").update(plain).digest("hex") });
  const [path] = await everyFile(folder);
  assert.equal((await readFile(path ?? "")).includes("Erika"), false);
  assert.deepEqual(await buffer(await getSealed(store, key, { dek, context: "upload:1" })), plain);
  await assert.rejects(async () => buffer(await getSealed(store, key, { dek, context: "upload:2" })), SealBroken);
  await assert.rejects(async () => buffer(await getSealed(store, key, { dek: newKey(), context: "upload:1" })), SealBroken);
});

test("a sealed file cut on the disk is refused", async (t) => {
  const { folder, store } = await storeFor(t);
  const key = newFileKey();
  const options = { dek: newKey(), context: "upload:1" };
  await putSealed(store, key, Readable.from([randomBytes(200_000)]), { ...options, maxBytes: 200_000 });
  const [path] = await everyFile(folder);
  await writeFile(path ?? "", (await readFile(path ?? "")).subarray(0, 150_000));
  await assert.rejects(async () => buffer(await getSealed(store, key, options)), SealBroken);
});

test("a sealed file keeps the plain limit, and the causes stay what they are", async (t) => {
  const { folder, store } = await storeFor(t);
  const options = { dek: newKey(), context: "upload:1", maxBytes: 100_000 };
  await assert.rejects(putSealed(store, newFileKey(), Readable.from([randomBytes(100_001)]), options), FileTooLarge);
  async function* broken(): AsyncGenerator<Buffer> {
    yield randomBytes(99_000);
    await Promise.resolve();
    throw new Error("connection lost");
  }
  await assert.rejects(putSealed(store, newFileKey(), Readable.from(broken()), options), /connection lost/);
  const wrongKey = Readable.from([randomBytes(50_000), randomBytes(50_000)]);
  await assert.rejects(putSealed(store, "no key", wrongKey, options), /32 hexadecimal/);
  assert.equal(wrongKey.destroyed, true);
  const full = await storeFor(t, () => Promise.resolve(0));
  const content = Readable.from([randomBytes(50_000)]);
  await assert.rejects(putSealed(full.store, newFileKey(), content, options), StoreFull);
  assert.equal(content.destroyed, true);
  assert.deepEqual(await everyFile(folder), []);
});
