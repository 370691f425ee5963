import cluster from "node:cluster";
import type { Figures, FromLeader, FromWeb } from "./messages.ts";

/** The other web processes on this port, as one of them sees them. */
export interface Siblings {
  /** Figures of the others that answered in time, in no order. */
  figures(): Promise<readonly Figures[]>;
}

/** Between two signs of life. The leader counts how many did not come. */
export const aliveEveryMs = 5_000;

/**
 * Joins the others on this port; undefined in a process that is alone. `own` is what the others are told when they ask.
 */
export function joinSiblings(own: () => Promise<Figures>): Siblings | undefined {
  if (!cluster.isWorker) return undefined;
  // What is written to a leader that has just died cannot arrive, also what the library writes; the end of this process follows from its going.
  cluster.worker?.on("error", () => {});
  const say = (message: FromWeb): void => { if (process.connected) process.send?.(message); };
  const waiting = new Map<number, (others: readonly Figures[]) => void>();
  let last = 0;
  process.on("message", (message: FromLeader) => {
    if (message.kind === "tell-figures") void own().then((figures) => { say({ kind: "figures", id: message.id, figures }); }, () => { /* the leader does not wait for ever */ });
    if (message.kind === "figures-of-others") { waiting.get(message.id)?.(message.others); waiting.delete(message.id); }
  });
  setInterval(() => { say({ kind: "alive" }); }, aliveEveryMs).unref();
  return {
    figures: () => new Promise((resolve) => {
      last += 1;
      waiting.set(last, resolve);
      say({ kind: "ask-figures", id: last });
    }),
  };
}
