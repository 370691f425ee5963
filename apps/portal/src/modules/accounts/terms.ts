import type { Level } from "./citizen-session.ts";

/**
 * How long a session may last by the level it began with, in minutes: BSI TR-03160-1 4.3 table 2, made binding for online services by
 * TR-03172-3 A3.11.09. BundID recommends 30 minutes of idling at most (FAQ 7.5.3); the shorter rule wins.
 */
export function sessionTerms(level: Exclude<Level, 0>): { readonly totalMinutes: number; readonly idleMinutes: number } {
  switch (level) {
    case 1: return { totalMinutes: 12 * 60, idleMinutes: 60 };
    case 3: return { totalMinutes: 2 * 60, idleMinutes: 30 };
    case 4: return { totalMinutes: 30, idleMinutes: 5 };
  }
}

export const requestMinutes = 15;
/** The time between leaving the Leitportal with a code and arriving at the town. */
export const codeSeconds = 60;
export const staffTerms = { totalMinutes: 10 * 60, idleMinutes: 60 } as const;
