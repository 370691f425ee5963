import type { Clock } from "#platform/clock";
import type { Outbound } from "#platform/http";
import type { Log } from "#platform/log";
import { readPublicKey, type PublicKey } from "./public-key.ts";

const freshMs = 300_000;
/** An unknown key asks again, but nobody can make us ask more often than this. */
const askAgainMs = 30_000;
const mostKeys = 20;
const mostBytes = 65_536;

interface Held { readonly keys: readonly PublicKey[]; readonly at: number }

/** Key sets (RFC 7517, 5) that programs publish at the address in their manifest. A key that is taken out there counts for five minutes more. */
export function createKeySets(deps: { readonly outbound: Outbound; readonly clock: Clock; readonly log: Pick<Log, "warn"> }) {
  const held = new Map<string, Promise<Held>>();

  async function ask(url: string): Promise<Held> {
    const at = deps.clock.now().getTime();
    try {
      const answer = await deps.outbound(url, { headers: { accept: "application/jwk-set+json, application/json" }, timeoutMs: 5_000, maxBytes: mostBytes });
      const body: unknown = answer.status === 200 ? await answer.json() : undefined;
      const list = typeof body === "object" && body !== null && "keys" in body && Array.isArray(body.keys) ? body.keys.slice(0, mostKeys) : [];
      const read = await Promise.all(list.map((jwk) => readPublicKey(jwk)));
      return { keys: read.flatMap((one) => (one.ok ? [one.key] : [])), at };
    } catch (error) {
      deps.log.warn({ err: error instanceof Error ? error.message : "unknown" }, "a key set was not readable");
      return { keys: [], at };
    }
  }

  return {
    /** The keys at an address. `known` says whether the wished key is among them; if not, they are asked for once more. */
    async keys(url: string, known: (keys: readonly PublicKey[]) => boolean): Promise<readonly PublicKey[]> {
      const now = deps.clock.now().getTime();
      const before = await held.get(url);
      if (before && now - before.at < (known(before.keys) ? freshMs : askAgainMs)) return before.keys;
      const asking = ask(url);
      held.set(url, asking);
      return (await asking).keys;
    },
  };
}

export type KeySets = ReturnType<typeof createKeySets>;
