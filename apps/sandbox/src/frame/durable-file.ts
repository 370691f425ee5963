import { closeSync, fdatasync, fsync, mkdirSync, openSync, writeSync } from "node:fs";
import { basename, dirname } from "node:path";
import { promisify } from "node:util";

const [dataOnDisk, folderOnDisk] = [promisify(fdatasync), promisify(fsync)];

/**
 * Writes a small file through to the disk, name included. Only the waiting for the disk runs beside the event loop: what goes no further than the cache of the system costs less than
 * handing it to another thread. A crash may leave half of it, so it counts only once something else says so.
 */
export async function writeThrough(path: string, content: string | Uint8Array): Promise<void> {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = openSync(path, "w", 0o600);
  try {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    await dataOnDisk(file);
  } finally {
    closeSync(file);
  }
  const name = openSync(folder, "r");
  try {
    await folderOnDisk(name);
  } catch (error) {
    throw new Error(`the folder of ${basename(path)} cannot be written through`, { cause: error });
  } finally {
    closeSync(name);
  }
}
