/** The only source of "now". Rooms take it as an argument, so a test decides what time it is. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is moved. */
export function manualClock(start: Date): Clock & { set(to: Date): void; advance(milliseconds: number): void } {
  let current = start.getTime();
  return {
    now: () => new Date(current),
    set: (to) => { current = to.getTime(); },
    advance: (milliseconds) => { current += milliseconds; },
  };
}
