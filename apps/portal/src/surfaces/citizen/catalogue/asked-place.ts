import type { Tenant, Tenants } from "#modules/tenants";

export interface AskedPlace {
  /** Whose name or postcode stands in the question. */
  readonly places: readonly Tenant[];
  /** The question without it; empty when it was nothing else. */
  readonly rest: string;
}

/** Names of more than three words are no municipality's. */
const longestName = 3;
/** English words that are a place too: "how much is the dog tax". */
const notMeant: ReadonlySet<string> = new Set(["much"]);

/**
 * Finds a place in a question: "Hundesteuer Bonn", "perso 53111". People name their town although they stand in its portal, and ask in a neighbour's
 * portal or at the Leitportal for what is the town's.
 */
export function askedPlace(tenants: Pick<Tenants, "named">, query: string): AskedPlace {
  const words = query.split(/\s+/).filter((word) => word !== "");
  for (let length = Math.min(longestName, words.length); length >= 1; length -= 1) {
    // Places stand at the end more often than in front.
    for (let from = words.length - length; from >= 0; from -= 1) {
      const name = words.slice(from, from + length).join(" ").replace(/[?!.,;:]+$/, "");
      const places = notMeant.has(name.toLowerCase()) ? [] : tenants.named(name);
      if (places.length > 0) return { places, rest: [...words.slice(0, from), ...words.slice(from + length)].join(" ").replace(/\s+(?:in|im|für|von|at|of)$/i, "").replace(/^(?:in|im|für|von|at|of)\s+/i, "") };
    }
  }
  return { places: [], rest: query };
}
