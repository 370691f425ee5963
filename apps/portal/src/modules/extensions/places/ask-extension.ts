import type { ExtensionsDeps } from "../deps.ts";

/** Milliseconds that a form waits for a program at most. */
const askMs = 4_000;
const lookMs = 2_000;
/** So many failures in a row, and the program is left alone for a while: nobody waits for it then. */
const mostFailures = 3;
const pauseMs = 60_000;
/** A page that answered is believed to do so for this long. */
const freshMs = 20_000;

interface Circuit { failures: number; closedUntil: number; seenAt: number }

/** Calls of the portal to pages of programs, with a limit of time and a circuit breaker per program. Each process keeps its own. */
export function createAsking({ outbound, clock, log }: Pick<ExtensionsDeps, "outbound" | "clock" | "log">) {
  const circuits = new Map<string, Circuit>();
  const circuitOf = (client: string): Circuit => {
    const known = circuits.get(client) ?? { failures: 0, closedUntil: 0, seenAt: Number.NEGATIVE_INFINITY };
    circuits.set(client, known);
    return known;
  };

  async function call(client: string, send: () => Promise<Response>, good: (status: number) => boolean): Promise<boolean> {
    const circuit = circuitOf(client);
    const now = clock.now().getTime();
    if (circuit.closedUntil > now) return false;
    let why: string;
    try {
      const { status } = await send();
      if (good(status)) { circuit.failures = 0; circuit.seenAt = now; return true; }
      why = `status ${status}`;
    } catch (error) {
      why = error instanceof Error ? error.message : "unknown";
    }
    circuit.failures += 1;
    circuit.seenAt = Number.NEGATIVE_INFINITY;
    // After the pause one call is tried; if that fails too, the next pause begins.
    if (circuit.failures >= mostFailures) circuit.closedUntil = now + pauseMs;
    log.warn({ client, why, failures: circuit.failures }, "an extension's page did not answer");
    return false;
  }

  return {
    /** Hands a launch code to a program and waits until it has given its result; false where it has not. */
    ask: (given: { readonly client: string; readonly url: string; readonly body: { readonly start: string; readonly iss: string; readonly ort: string } }): Promise<boolean> =>
      call(given.client, () => outbound(given.url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(given.body), timeoutMs: askMs, maxBytes: 16_384 }), (status) => status >= 200 && status < 300),
    /** Whether a page answers at all, so that nobody is sent to one that does not. The request holds no code and nothing of the person. */
    answers: async (given: { readonly client: string; readonly url: string }): Promise<boolean> =>
      clock.now().getTime() - circuitOf(given.client).seenAt < freshMs || call(given.client, () => outbound(given.url, { method: "HEAD", timeoutMs: lookMs }), (status) => status < 500),
  };
}

export type Asking = ReturnType<typeof createAsking>;
