import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";

/** What this program has promised or done, one line each, on the disk before it is relied on. A real system would use its database. */
export function openJournal(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, "journal.jsonl");
  const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n").filter((line) => line !== "") : [];
  const entries = new Map<string, string>(lines.flatMap((line) => {
    // The last line may be cut off by a crash: then it was never promised.
    try { return [JSON.parse(line) as [string, string]]; } catch { return []; }
  }));
  const file = openSync(path, "a", 0o600);
  return {
    /** Undefined when nothing was noted under this name. */
    read: (name: string): string | undefined => entries.get(name),
    note(name: string, value: string): void {
      writeSync(file, `${JSON.stringify([name, value])}\n`);
      fsyncSync(file);
      entries.set(name, value);
    },
    /** Names with this beginning and the given value. */
    withValue: (prefix: string, value: string): string[] => [...entries].filter(([name, noted]) => name.startsWith(prefix) && noted === value).map(([name]) => name.slice(prefix.length)),
    close: (): void => { closeSync(file); },
  };
}

export type Journal = ReturnType<typeof openJournal>;
