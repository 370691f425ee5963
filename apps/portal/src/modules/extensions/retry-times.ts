/** Seconds after each failed attempt, as Standard Webhooks 1.0 recommends; after the last one the message is dead until somebody asks for it again. */
export const retrySeconds: readonly number[] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

/** Milliseconds until the next attempt after so many, give or take a tenth; undefined: given up. A wish of the receiver (Retry-After) counts up to a day. */
export function nextAttemptIn(schedule: readonly number[], attempts: number, random: number, wishedSeconds = 0): number | undefined {
  const planned = schedule[attempts - 1];
  if (planned === undefined) return undefined;
  return Math.round(Math.max(planned * (0.9 + 0.2 * random), Math.min(wishedSeconds, 86_400)) * 1000);
}

/** While an address does not answer at all, its other messages wait too, but no longer than this. */
export const longestHoldMs = 300_000;
