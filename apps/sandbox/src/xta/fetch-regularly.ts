import { accounts } from "./accounts.ts";
import type { XtaFachverfahren } from "./fachverfahren.ts";
import { inMailboxes } from "./message-state.ts";
import type { MessageStore } from "./message-store.ts";
import type { XtaBehaviour } from "./xta-behaviour.ts";

interface Parts {
  readonly fachverfahren: XtaFachverfahren;
  readonly store: MessageStore;
  readonly behaviour: { readonly current: XtaBehaviour };
  readonly clock: () => Date;
}

export interface Rounds {
  /** Why the last round failed. */
  problem(): string | undefined;
  stop(): Promise<void>;
}

/** Sends the Fachverfahren to its mailboxes again and again; only when something lies there, to spare a laptop the handshakes. */
export function fetchRegularly({ fachverfahren, store, behaviour, clock }: Parts): Rounds {
  const mailboxes = accounts.find(({ id }) => id === "fachverfahren")?.mailboxes ?? [];
  let problem: string | undefined;
  let stopped = false;
  let round: Promise<void> = Promise.resolve();
  const isWork = (): boolean => fachverfahren.isBehind() || inMailboxes(store.all(), mailboxes, clock()).some(({ receivedAt }) => receivedAt === undefined);
  const run = async (): Promise<void> => {
    try {
      if (isWork()) await fachverfahren.fetchAll();
      problem = undefined;
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
    if (!stopped) plan();
  };
  let timer: NodeJS.Timeout;
  const plan = (): void => {
    timer = setTimeout(() => { round = run(); }, behaviour.current.fetchEveryMs);
    timer.unref();
  };
  plan();
  return {
    problem: () => problem,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}
