/** Minutes between the tries while nobody takes it: together about a week. */
const waits = [1, 5, 15, 60, 180, 360, 720, 1_440, 1_440, 1_440, 1_440, 1_440] as const;
/** FIT-Connect rejects by itself after 14 days what the bridge did not fetch. */
const answerWithinDays = 15;

/** When it is tried again after so many tries; undefined: not any more. */
export function laterBy(attempts: number, now: Date): Date | undefined {
  const wait = waits[attempts];
  return wait === undefined ? undefined : new Date(now.getTime() + wait * 60_000);
}

/** When it is looked again what became of it: more seldom the longer it takes. */
export function nextLook(handedOverAt: Date, now: Date): Date | "no-answer" {
  const waited = now.getTime() - handedOverAt.getTime();
  return waited > answerWithinDays * 86_400_000 ? "no-answer" : new Date(now.getTime() + Math.min(Math.max(waited, 5_000), 3_600_000));
}
