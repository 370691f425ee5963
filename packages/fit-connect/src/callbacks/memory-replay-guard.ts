import type { ReplayGuard } from "./verify-callback.ts";

/** For one process. Forgets what is out of its time; when `most` are remembered at once it refuses further ones as repeated, which only costs the next poll. */
export function memoryReplayGuard(now: () => number, most = 100_000): ReplayGuard {
  const seen = new Map<string, number>();
  return {
    first(id, until) {
      if (seen.has(id)) return false;
      if (seen.size >= most) for (const [old, end] of seen) if (end < now()) seen.delete(old);
      if (seen.size >= most) return false;
      seen.set(id, until);
      return true;
    },
  };
}
