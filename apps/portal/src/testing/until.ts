import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";

/** So long at most: the machine may be slow and busy with other tests. Whoever waits in vain is told so here, and not by the time limit of the whole file. */
const patienceMs = 180_000;

/**
 * Waits until a look finds something that is neither undefined nor false, and gives it back.
 * @param what what is waited for, in the words of the failure
 * @param otherwise what is known where it was waited for in vain
 */
export async function until<T>(what: string, look: () => T | undefined | false | Promise<T | undefined | false>, otherwise: () => unknown = () => ""): Promise<T> {
  for (const end = performance.now() + patienceMs; ;) {
    const began = performance.now();
    const found = await look();
    if (found !== undefined && found !== false) return found;
    const now = performance.now();
    if (now > end) break;
    // What is waited for wants the processor too: no more than half of the time is spent looking.
    await pause(Math.max(20, now - began));
  }
  const known = await otherwise();
  return assert.fail(`waited in vain: ${what} ${typeof known === "string" ? known : JSON.stringify(known)}`);
}
