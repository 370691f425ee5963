import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Store } from "../inbox.ts";

export interface FileStore extends Store { close(): void }

/** A store in one file of a folder, one line each, on the disk before it is relied on. For one process; a real system uses its database. */
export function fileStore(folder: string): FileStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, "journal.jsonl");
  const entries = new Map<string, string>();
  // The last line may be cut off by a crash: then it was never promised.
  for (const line of existsSync(path) ? readFileSync(path, "utf8").split("\n") : []) try { const [name, value] = JSON.parse(line) as [string, string]; entries.set(name, value); } catch { /* never promised */ }
  const file = openSync(path, "a", 0o600);
  return {
    read: (name) => entries.get(name),
    note(name, value) {
      if (entries.get(name) === value) return;
      writeSync(file, `${JSON.stringify([name, value])}\n`);
      fsyncSync(file);
      entries.set(name, value);
    },
    names: (prefix) => [...entries].filter(([name, value]) => name.startsWith(prefix) && value !== "").map(([name]) => name),
    close() { closeSync(file); },
  };
}
