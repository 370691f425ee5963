import type { Clock } from "#platform/clock";
import type { EvidenceKind, EvidenceRegister } from "./register.ts";

const fresh = 5 * 60_000;
const afterFailure = 30_000;

/**
 * What the register gives out, kept in memory: asked at the first page that needs it, then renewed behind the back of whoever waits for a page.
 * A register that goes away keeps what it offered for as long as the process lives: the way then ends at a page that says so.
 */
export function createOffers(register: EvidenceRegister | undefined, clock: Clock): () => Promise<ReadonlyMap<string, EvidenceKind>> {
  let known: ReadonlyMap<string, EvidenceKind> | undefined;
  let until = 0;
  let asking: Promise<void> | undefined;
  const ask = async (): Promise<void> => {
    const kinds = await register?.kinds();
    if (kinds) known = new Map(kinds.map((one) => [one.kind, one]));
    until = clock.now().getTime() + (kinds ? fresh : afterFailure);
    asking = undefined;
  };
  return async () => {
    if (register && clock.now().getTime() >= until) {
      asking ??= ask();
      if (known === undefined) await asking;
    }
    return known ?? new Map();
  };
}
