import { FitConnectError } from "../errors/fit-connect-error.ts";
import type { Connection } from "./connection.ts";
import { retryHintOf } from "./exchange.ts";

/** A server may ask for a longer pause; this is the longest one waited for here, in milliseconds. Past it the caller's own schedule is better. */
const LONGEST_PAUSE = 30_000;

/** Tries again what may pass, with back-off and jitter. `attempt` counts from 0. */
export async function withRetries<T>(connection: Connection, work: (attempt: number) => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!(error instanceof FitConnectError) || !error.retryable || attempt + 1 >= connection.tries) throw error;
      const asked = (retryHintOf(error) ?? 0) * 1000;
      if (asked > LONGEST_PAUSE) throw error;
      const pause = connection.pauseMs * 2 ** attempt;
      await connection.sleep(Math.max(asked, pause / 2 + Math.random() * pause / 2));
    }
  }
}
