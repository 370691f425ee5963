import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Writable, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { FileMissing, StoreFull, systemCode } from "./errors.ts";
import { shardOf } from "./file-key.ts";
import type { FileStore, StoredFile } from "./file-store.ts";
import { meter } from "./meter.ts";

export interface DiskStoreOptions {
  /** The folder; made if absent, for this user only. */
  readonly folder: string;
  /** Bytes that stay free on the disk, so that the database beside it can go on writing. */
  readonly reserveBytes: number;
  /** Free bytes of the disk; tests give their own. */
  readonly measureFreeBytes?: (folder: string) => Promise<number>;
}

export interface DiskStore extends FileStore {
  /** Removes what writes that were cut off by a crash have left, if older than this. Says how many. */
  removeUnfinished(before: Date): Promise<number>;
}

export async function createDiskStore(options: DiskStoreOptions): Promise<DiskStore> {
  const unfinished = join(options.folder, "unfinished");
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  const pathOf = (key: string): string => join(options.folder, "files", shardOf(key), key);
  const measure = options.measureFreeBytes ?? diskFreeBytes;
  const freeBytes = async (): Promise<number> => Math.max(0, (await measure(options.folder)) - options.reserveBytes);

  const put = async (key: string, content: Readable, limits: { readonly maxBytes: number }): Promise<StoredFile> => {
    const path = pathOf(key);
    const temporary = join(unfinished, `${key}.${randomBytes(6).toString("hex")}`);
    try {
      if ((await freeBytes()) === 0) throw new StoreFull();
      const metered = meter(limits.maxBytes);
      await using file = await open(temporary, "wx", 0o600);
      await pipeline(content, metered.stream, writerTo(file));
      await file.sync();
      await makeFolder(dirname(path), options.folder);
      await rename(temporary, path);
      await syncFolder(dirname(path));
      return metered.result();
    } catch (error) {
      content.destroy();
      await rm(temporary, { force: true });
      throw isFull(error) ? new StoreFull({ cause: error }) : error;
    }
  };

  return {
    put,
    freeBytes,
    hasRoomFor: async (bytes) => bytes <= (await freeBytes()),
    get: async (key) => {
      const file = await openExisting(pathOf(key));
      return createReadStream("", { fd: file, autoClose: true, highWaterMark: 65_536 });
    },
    delete: async (key) => {
      const path = pathOf(key);
      try {
        await rm(path);
      } catch (error) {
        if (systemCode(error) === "ENOENT") return false;
        throw error;
      }
      await syncFolder(dirname(path));
      return true;
    },
    exists: async (key) => {
      try {
        return (await stat(pathOf(key))).isFile();
      } catch (error) {
        if (systemCode(error) === "ENOENT") return false;
        throw error;
      }
    },
    removeUnfinished: async (before) => {
      let removed = 0;
      for (const name of await readdir(unfinished)) {
        const path = join(unfinished, name);
        const found = await stat(path).catch(() => undefined);
        if (!found || found.mtimeMs >= before.getTime()) continue;
        await rm(path, { force: true });
        removed += 1;
      }
      return removed;
    },
  };
}

function writerTo(file: FileHandle): Writable {
  const writeAll = async (part: Buffer): Promise<void> => {
    for (let done = 0; done < part.length; ) done += (await file.write(part, done)).bytesWritten;
  };
  return new Writable({
    highWaterMark: 262_144,
    write: (part: Buffer, _encoding, done) => void writeAll(part).then(() => done(), done),
  });
}

async function openExisting(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (error) {
    throw systemCode(error) === "ENOENT" ? new FileMissing({ cause: error }) : error;
  }
}

/** A new folder's name is only safe from a power cut once its parent is written too. */
async function makeFolder(folder: string, root: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = folder; made !== dirname(first) && made.startsWith(root); made = dirname(made)) await syncFolder(dirname(made));
}

async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, "r");
  await handle.sync();
}

async function diskFreeBytes(folder: string): Promise<number> {
  const disk = await statfs(folder);
  return disk.bavail * disk.bsize;
}

function isFull(error: unknown): boolean {
  const code = systemCode(error);
  return code === "ENOSPC" || code === "EDQUOT";
}
