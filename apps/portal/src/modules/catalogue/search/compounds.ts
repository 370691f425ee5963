import { fold } from "./fold.ts";
import { stem } from "./stem.ts";

/** Splits German compounds: "hundesteueranmeldung" → hunde, steuer, anmeldung. */
export type Splitter = (word: string) => readonly string[];

const shortestPart = 3;
const longestWord = 60;

/**
 * A splitter for folded words. A part is a known word, in its stem where it stands last, and a linking element may follow it
 * (Fugenelement). The split with the fewest parts wins; no split gives an empty list.
 */
export function createSplitter(parts: Iterable<string>, linkingElements: readonly string[]): Splitter {
  const known = new Set<string>();
  for (const part of parts) {
    const folded = fold(part);
    if (folded.length >= shortestPart) { known.add(folded); known.add(stem(folded)); }
  }
  const links = ["", ...linkingElements.map(fold)];
  const memory = new Map<string, readonly string[]>();

  function rest(word: string, from: number, left: number): readonly string[] | undefined {
    const tail = word.slice(from);
    if (from > 0 && tail.length >= shortestPart && (known.has(tail) || known.has(stem(tail)))) return [tail];
    if (left === 0) return undefined;
    let best: readonly string[] | undefined;
    for (let end = word.length - shortestPart; end >= from + shortestPart; end -= 1) {
      const part = word.slice(from, end);
      if (!known.has(part)) continue;
      for (const link of links) {
        if (!word.startsWith(link, end)) continue;
        const further = rest(word, end + link.length, left - 1);
        if (further && (!best || further.length + 1 < best.length)) best = [part, ...further];
      }
    }
    return best;
  }

  return (word) => {
    if (word.length < 2 * shortestPart || word.length > longestWord) return [];
    let split = memory.get(word);
    if (!split) {
      const top = rest(word, 0, 4) ?? [];
      // A part may be a compound itself: both it and its parts are worth finding.
      split = [...new Set(top.flatMap((part) => (part.length >= 2 * shortestPart && part !== word ? [part, ...(rest(part, 0, 3) ?? [])] : [part])))];
      if (memory.size > 20_000) memory.clear();
      memory.set(word, split);
    }
    return split;
  };
}
