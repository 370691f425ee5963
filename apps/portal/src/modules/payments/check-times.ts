/** Minutes between two questions about an open transaction; then every hour for a day, then every six hours. */
const FIRST_MINUTES: readonly number[] = [1, 1, 2, 4, 8, 15, 30];
const MINUTE = 60_000;
const DAY = 86_400_000;

/** How long an open transaction is asked about without anybody coming back. The interface names no end of its own. */
export const ASKED_FOR_DAYS = 10;

/** When an open transaction is asked about next; undefined when its time is over. `checks` have been made already. */
export function nextCheck(startedAt: Date, checks: number, now: Date): Date | undefined {
  const age = now.getTime() - startedAt.getTime();
  if (age >= ASKED_FOR_DAYS * DAY) return undefined;
  const minutes = FIRST_MINUTES[checks] ?? (age < DAY ? 60 : 360);
  return new Date(now.getTime() + minutes * MINUTE);
}
