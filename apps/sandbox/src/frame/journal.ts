import { fdatasync, writeSync } from "node:fs";
import { mkdir, open, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";

const onDisk = promisify(fdatasync);

/** An append-only file of JSON lines. What `append` has acknowledged survives `kill -9` and a power cut. */
export interface Journal {
  /** Resolves after fsync. Lines that arrive while the disk is busy share the next one. */
  append(entry: object): Promise<void>;
  /** In its place in the order, on the disk with the next that somebody waits for: for what may as well happen again. */
  note(entry: object): void;
  close(): Promise<void>;
}

/**
 * Opens the file, hands every whole entry to `replay` in order, and cuts off a last line that a crash left half written:
 * nobody was told that it had arrived.
 */
export async function openJournal(path: string, replay: (entry: unknown) => void): Promise<Journal> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, "a+", 0o600);
  await readEntries(file, replay);
  let waiting: { readonly line: string; readonly resolve?: () => void; readonly reject?: (error: unknown) => void }[] = [];
  let writing: Promise<void> | undefined;

  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      // What is said in one breath is written in one.
      await Promise.resolve();
      const batch = waiting;
      waiting = [];
      try {
        // Only the waiting for the disk runs beside the event loop, as in durable-file.ts.
        const bytes = Buffer.from(batch.map(({ line }) => line).join(""));
        for (let at = 0; at < bytes.length;) at += writeSync(file.fd, bytes, at);
        if (batch.some(({ resolve }) => resolve)) await onDisk(file.fd);
        for (const { resolve } of batch) resolve?.();
      } catch (error) {
        for (const { reject } of batch) reject?.(error);
      }
    }
    writing = undefined;
  };

  return {
    append: (entry) => new Promise((resolve, reject) => {
      waiting.push({ line: `${JSON.stringify(entry)}\n`, resolve, reject });
      writing ??= write();
    }),
    note(entry) {
      waiting.push({ line: `${JSON.stringify(entry)}\n` });
      writing ??= write();
    },
    async close() {
      await writing;
      await file.close();
    },
  };
}

async function readEntries(file: FileHandle, replay: (entry: unknown) => void): Promise<void> {
  let rest = Buffer.alloc(0);
  let whole = 0;
  for await (const chunk of file.createReadStream({ start: 0, autoClose: false })) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      const entry: unknown = JSON.parse(rest.toString("utf8", 0, end));
      replay(entry);
      rest = rest.subarray(end + 1);
      whole += end + 1;
    }
  }
  if (rest.length > 0) await file.truncate(whole);
}
