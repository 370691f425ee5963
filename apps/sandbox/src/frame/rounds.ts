interface Parts {
  /** How long until the next round, in milliseconds; asked anew each time. */
  readonly every: () => number;
  readonly run: () => Promise<unknown>;
}

export interface Rounds {
  /** Why the last round failed. */
  problem(): string | undefined;
  /** The interval has changed: what was planned by the old one is off, and a round on its way has ended. */
  replan(): Promise<void>;
  stop(): Promise<void>;
}

/** Does something again and again, one round after the other. */
export function openRounds({ every, run }: Parts): Rounds {
  let problem: string | undefined;
  let stopped = false;
  let running = false;
  let round: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const plan = (): void => {
    clearTimeout(timer);
    // A round on its way plans the next one itself.
    if (stopped || running) return;
    timer = setTimeout(() => { round = once(); }, every());
    timer.unref();
  };
  const once = async (): Promise<void> => {
    running = true;
    try {
      await run();
      problem = undefined;
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
    running = false;
    plan();
  };
  plan();
  return {
    problem: () => problem,
    async replan() {
      plan();
      await round;
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}
