import { openRounds, type Rounds } from "../frame/rounds.ts";
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

/** Sends the Fachverfahren to its mailboxes again and again; only when something lies there, to spare a laptop the handshakes. */
export function fetchRegularly({ fachverfahren, store, behaviour, clock }: Parts): Rounds {
  const mailboxes = accounts.find(({ id }) => id === "fachverfahren")?.mailboxes ?? [];
  const isWork = (): boolean => fachverfahren.isBehind() || inMailboxes(store.all(), mailboxes, clock()).some(({ receivedAt }) => receivedAt === undefined);
  return openRounds({ every: () => behaviour.current.fetchEveryMs, run: async () => { if (isWork()) await fachverfahren.fetchAll(); } });
}
