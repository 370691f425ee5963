import type { Tenant, Tenants } from "#modules/tenants";

export interface AskedPlace {
  /** Whose name or postcode stands in the question. */
  readonly places: readonly Tenant[];
  /** The question without it; empty when it was nothing else. */
  readonly rest: string;
}

/** Names of more than three words are no municipality's. */
const longestName = 3;
/** Municipalities of the land whose name people also write for something else: "Essen auf Rädern", "Schlangen halten", "an wen wenden", "how much". */
const everyday: ReadonlySet<string> = new Set(["essen", "lage", "schlangen", "senden", "wenden", "much"]);
/** What stands before the name of a place; it goes with it. */
const leading = /^(?:in|im|für|von|aus|nach|bei|stadt|gemeinde|at|of|from|near)$/i;

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
      const places = everyday.has(name.toLowerCase()) && !standsAsPlace(words, from) ? [] : tenants.named(name);
      const before = words.slice(0, isLed(words, from) ? from - 1 : from);
      if (places.length > 0) return { places, rest: [...before, ...words.slice(from + length)].join(" ") };
    }
  }
  return { places: [], rest: query };
}

const isLed = (words: readonly string[], at: number): boolean => leading.test(words[at - 1] ?? "");

/** Whether a word of everyday language stands where people put a place: at the end, or after a preposition. */
function standsAsPlace(words: readonly string[], at: number): boolean {
  return isLed(words, at) || (at === words.length - 1 && words[at - 1]?.toLowerCase() !== "how");
}
