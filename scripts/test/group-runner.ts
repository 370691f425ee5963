import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";

/** How long what a file used may take to close after its last hook. */
const patience = 15_000;

/** Node keeps what reads a file for the next reading; it holds nothing open. */
const keptForReuse = "FileHandleReadWrap";

/** Runs test files one after the other in this process, each as a test that bears its path: hooks of a file are those of its tests alone. */
export function runFiles(files: readonly string[], patienceMs = patience): void {
  const leaks: string[] = [];
  for (const file of files) {
    test(file, async (t) => {
      const before = { resources: process.getActiveResourcesInfo(), surroundings: surroundings() };
      await import(pathToFileURL(file).href);
      // Hooks run in the order in which they were made: this one after the file's own.
      t.after(async () => {
        try { await leavesAsItWas(before, patienceMs); } catch (error) { leaks.push(file); throw error; } finally { if (file === files.at(-1) && leaks.length > 0) endSoon(); }
      });
    });
  }
}

/** What was left open would keep the process for ever, long after it was told. */
function endSoon(): void {
  setTimeout(() => { process.exit(1); }, 1_000);
}

interface Found { readonly resources: readonly string[]; readonly surroundings: readonly string[] }

/** In a process of its own a file that leaves something open does not end; here the next one would run beside it. */
async function leavesAsItWas(before: Found, patienceMs: number): Promise<void> {
  const changed = surroundings().filter((line) => !before.surroundings.includes(line));
  const gone = before.surroundings.filter((line) => !surroundings().includes(line));
  if (changed.length + gone.length > 0) throw new Error(`changed what the whole process shares: ${[...new Set([...changed, ...gone].map((line) => line.split("=")[0]))].join(", ")}`);
  let open = more(before.resources);
  for (const began = Date.now(); open.length > 0 && Date.now() - began < patienceMs; open = more(before.resources)) await wait(20);
  if (open.length > 0) throw new Error(`still open after the last test: ${open.join(", ")}`);
}

/** What keeps the process alive now and did not before. */
function more(before: readonly string[]): string[] {
  const rest = [...before];
  return process.getActiveResourcesInfo().filter((kind) => {
    if (kind === keptForReuse) return false;
    const at = rest.indexOf(kind);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

function surroundings(): string[] {
  return [`working folder=${process.cwd()}`, ...Object.entries(process.env).map(([name, value]) => `${name}=${value}`)];
}
