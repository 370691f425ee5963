import { setTimeout as sleep } from "node:timers/promises";

const pauseMs = 60;

/**
 * Runs the work for one key never twice at the same time in this process: whoever comes meanwhile only causes it to be run once more, a moment after. For work whose rows say what is to be
 * done, so that a call that is dropped here loses nothing.
 */
export function oneAtATime(): (key: string, work: () => Promise<unknown>) => Promise<void> {
  const running = new Map<string, { again: boolean }>();
  return async (key, work) => {
    const known = running.get(key);
    if (known) { known.again = true; return; }
    const mine = { again: false };
    running.set(key, mine);
    try {
      for (;;) {
        await work();
        if (!mine.again) return;
        mine.again = false;
        await sleep(pauseMs);
      }
    } finally {
      running.delete(key);
    }
  };
}
