import { closeSync, fdatasync, fsync, mkdirSync, openSync, writeSync } from "node:fs";
import { basename, dirname } from "node:path";
import { promisify } from "node:util";

const [dataOnDisk, folderOnDisk] = [promisify(fdatasync), promisify(fsync)];

/**
 * Writes a small file through to the disk, name included. Only the waiting for the disk runs beside the event loop: what goes no further than the cache of the system costs less than
 * handing it to another thread. A crash may leave half of it, so it counts only once something else says so.
 */
export async function writeThrough(path: string, content: string | Uint8Array): Promise<void> {
  const { file, madeFolder } = openForWriting(path);
  try {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    await dataOnDisk(file);
  } finally {
    closeSync(file);
  }
  try {
    await Promise.all([namesOnDisk(dirname(path)), ...(madeFolder === undefined ? [] : [namesOnDisk(dirname(madeFolder))])]);
  } catch (error) {
    throw new Error(`the folder of ${basename(path)} cannot be written through`, { cause: error });
  }
}

/** @returns with it the folder, where there was none before */
function openForWriting(path: string): { readonly file: number; readonly madeFolder?: string | undefined } {
  try {
    return { file: openSync(path, "w", 0o600) };
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    const madeFolder = mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return { file: openSync(path, "w", 0o600), madeFolder };
  }
}

/** Of each folder at most one is on its way to the disk; names that are new meanwhile go together with the next. */
const running = new Map<string, Promise<void>>();
const next = new Map<string, Promise<void>>();

function namesOnDisk(folder: string): Promise<void> {
  const waiting = next.get(folder);
  if (waiting) return waiting;
  const before = running.get(folder);
  if (!before) return begin(folder);
  const after = before.catch(() => undefined).then(() => { next.delete(folder); return begin(folder); });
  next.set(folder, after);
  return after;
}

function begin(folder: string): Promise<void> {
  const name = openSync(folder, "r");
  const done = folderOnDisk(name).finally(() => { closeSync(name); running.delete(folder); });
  running.set(folder, done);
  return done;
}
