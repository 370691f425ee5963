/** When a destination that did not answer is tried again, and when a delivery is given up. */
export interface RetryPlan {
  readonly firstSeconds: number;
  readonly longestSeconds: number;
  /** Tries of one delivery since somebody last asked for it. */
  readonly mostAttempts: number;
}

/** 10 s, 20 s, 40 s … half an hour; 150 tries last three days, so a Fachverfahren may be away over a weekend. */
export const standardRetryPlan: RetryPlan = { firstSeconds: 10, longestSeconds: 1_800, mostAttempts: 150 };

/**
 * Milliseconds until the next try after so many failures in a row: doubled each time, capped, give or take a fifth, so that
 * destinations that failed together do not come back together. A wish of the receiver (Retry-After) is kept up to the cap.
 */
export function retryDelay(plan: RetryPlan, failures: number, random: () => number, wishedSeconds = 0): number {
  const planned = Math.min(plan.firstSeconds * 2 ** Math.min(failures - 1, 30), plan.longestSeconds);
  const jittered = planned * (0.8 + 0.4 * random());
  return Math.round(Math.max(jittered, Math.min(wishedSeconds, plan.longestSeconds)) * 1000);
}

/** At every third failure in a row another delivery goes first, which tells a message that nobody can take from a receiver that is away. */
export function anotherFirst(failures: number): boolean {
  return failures > 0 && failures % 3 === 0;
}
