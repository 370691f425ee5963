import { limits } from "./limits.ts";

/**
 * Patterns come from authors and imports, so they are checked before they may run: a backtracking matcher must not be able
 * to walk through one in more than {@link limits.patternWays} ways. The count is an upper bound: alternatives add up, parts
 * that follow each other multiply, a repetition of something that can itself match in several ways is counted for every length.
 */
export type PatternCheck = { readonly pattern: RegExp } | { readonly problem: string };

/** Compiles an XSD-style pattern (anchored at both ends) for texts of at most `maxLength` characters. */
export function compilePattern(source: string, maxLength: number): PatternCheck {
  if (source.length > limits.patternLength) return { problem: `the pattern is longer than ${limits.patternLength} characters` };
  let pattern: RegExp;
  try {
    pattern = new RegExp(`^(?:${source})$`, "u");
  } catch {
    return { problem: "the pattern is not a regular expression" };
  }
  try {
    if (new WaysCounter(source, maxLength).count() > limits.patternWays) return { problem: "the pattern could take too long to match" };
  } catch (error) {
    if (error instanceof UnsupportedPattern) return { problem: error.message };
    throw error;
  }
  return { pattern };
}

class UnsupportedPattern extends Error {}

/** Reads a regular expression that is known to be one and counts the ways through it. */
class WaysCounter {
  readonly #source: string;
  readonly #maxLength: number;
  #at = 0;

  constructor(source: string, maxLength: number) {
    this.#source = source;
    this.#maxLength = maxLength;
  }

  count(): number {
    return this.#alternatives();
  }

  #alternatives(): number {
    let ways = this.#sequence();
    while (this.#take("|")) ways += this.#sequence();
    return ways;
  }

  #sequence(): number {
    let ways = 1;
    while (this.#at < this.#source.length && !"|)".includes(this.#source[this.#at] ?? "")) {
      const one = this.#atom();
      ways *= this.#repeated(one);
    }
    return ways;
  }

  #atom(): number {
    if (this.#take("(")) {
      if (this.#take("?") && !this.#take(":")) throw new UnsupportedPattern("the pattern may not look ahead, look behind or name groups");
      const ways = this.#alternatives();
      this.#at += 1;
      return ways;
    }
    if (this.#take("[")) {
      while (this.#source[this.#at] !== "]") this.#at += this.#source[this.#at] === "\\" ? 2 : 1;
      this.#at += 1;
      return 1;
    }
    if (this.#take("\\")) {
      if (/[1-9k]/.test(this.#source[this.#at] ?? "")) throw new UnsupportedPattern("the pattern may not refer back to groups");
      const braces = /^(?:[pPu]\{[^}]*\})/.exec(this.#source.slice(this.#at));
      this.#at += braces?.[0].length ?? 1;
      return 1;
    }
    this.#at += 1;
    return 1;
  }

  #repeated(one: number): number {
    const [min, max] = this.#quantifier();
    if (min === 1 && max === 1) return one;
    const most = Math.min(max, Math.max(this.#maxLength, min));
    if (one === 1) return most - min + 1;
    let ways = 0;
    for (let times = min; times <= most && ways <= limits.patternWays; times += 1) ways += one ** times;
    return ways;
  }

  #quantifier(): readonly [number, number] {
    const found = /^(?:\*|\+|\?|\{(\d+)(,)?(\d*)\})\??/.exec(this.#source.slice(this.#at));
    if (found === null) return [1, 1];
    this.#at += found[0].length;
    const sign = found[0][0];
    if (sign === "*") return [0, Number.POSITIVE_INFINITY];
    if (sign === "+") return [1, Number.POSITIVE_INFINITY];
    if (sign === "?") return [0, 1];
    const min = Number(found[1]);
    if (found[2] === undefined) return [min, min];
    return [min, found[3] === "" || found[3] === undefined ? Number.POSITIVE_INFINITY : Number(found[3])];
  }

  #take(character: string): boolean {
    if (this.#source[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }
}
