import { setTimeout as wait } from "node:timers/promises";

export interface Revival {
  /** More than this and something is wrong that a restart does not mend. Default 10, as for the processes beside it. */
  readonly deathsPerMinute?: number;
  /** Why it is not taken up again, for the person at the terminal. Called at most once. */
  readonly onGivenUp: (sentence: string) => void;
}

interface Living { /** Resolves when it ended, whoever wanted it. */ readonly ended: Promise<unknown> }

/** What is up now, taken up again whenever it ends, until `stop`. */
export interface Kept<T> { current(): T; /** Waits for one that is being taken up. */ stop(): Promise<T> }

/** Takes up again what ended although nobody asked it to. Gives up when it ends too often or `again` fails. */
export function keepUp<T extends Living>(first: T, again: (last: T) => Promise<T>, revival: Revival & { readonly name: string }): Kept<T> {
  let now = first;
  let stopping = false;
  let deaths: number[] = [];
  const stopped = Promise.withResolvers<void>();

  const watched = (async () => {
    for (;;) {
      await Promise.race([now.ended, stopped.promise]);
      if (stopping) return;
      deaths = [...deaths.filter((at) => Date.now() - at < 60_000), Date.now()];
      if (deaths.length > (revival.deathsPerMinute ?? 10)) {
        revival.onGivenUp(`${revival.name} ist in einer Minute ${deaths.length} Mal beendet worden und wird nicht noch einmal gestartet. Was beendet sie? Oft fehlt Arbeitsspeicher oder Platz auf der Platte; gespeicherte Daten sind nicht verloren.`);
        return;
      }
      await wait(300);
      if (stopping) return;
      try {
        now = await again(now);
      } catch (error) {
        if (!stopping) revival.onGivenUp(`${revival.name} ist beendet worden und lässt sich nicht wieder starten: ${error instanceof Error ? error.message : String(error)}`);
        return;
      }
    }
  })();
  return {
    current: () => now,
    async stop() {
      stopping = true;
      stopped.resolve();
      await watched;
      return now;
    },
  };
}
