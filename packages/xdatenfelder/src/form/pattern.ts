/**
 * Why a pattern from a foreign file must not run here, or undefined when it may. Patterns are XSD-style and implicitly anchored.
 * They may be at most 500 characters long, must compile in Unicode mode, and must not be able to backtrack over more than 10⁸ ways:
 * look-around, back references and a repetition around something that itself varies in length are refused outright.
 */
export function patternProblem(pattern: string, maxLength: number): string | undefined {
  if (pattern.length > 500) return "länger als 500 Zeichen";
  try {
    new RegExp(`^(?:${pattern})$`, "u");
  } catch {
    return "kein gültiger regulärer Ausdruck";
  }
  const plain = pattern.replace(/\\[pP]\{[^}]*\}|\\[^1-9k]|\[(?:\\.|[^\]\\])*\]/gu, "x");
  if (/\(\?[^:]|\\[1-9k]/u.test(plain)) return "enthält Rückverweise oder Vorausschau";
  let ways = 1;
  for (const [token] of plain.matchAll(/[*+?]|\{\d+(?:,\d*)?\}/gu)) {
    const quantifier = quantifierOf(token);
    if (quantifier !== undefined) ways *= Math.max(1, Math.min(quantifier.max, maxLength) - quantifier.min + 1);
  }
  return ways > 1e8 ? "könnte zu lange rechnen" : nestedRepetition(plain) ? "enthält eine Wiederholung in einer Wiederholung" : undefined;
}

interface Quantifier {
  readonly min: number;
  readonly max: number;
}

function quantifierOf(token: string): Quantifier | undefined {
  if (token.startsWith("*")) return { min: 0, max: Number.POSITIVE_INFINITY };
  if (token.startsWith("+")) return { min: 1, max: Number.POSITIVE_INFINITY };
  if (token.startsWith("?")) return { min: 0, max: 1 };
  const braces = /^\{(\d+)(,)?(\d*)\}/.exec(token);
  if (braces === null) return undefined;
  const min = Number(braces[1]);
  if (braces[2] === undefined) return { min, max: min };
  return { min, max: braces[3] === "" || braces[3] === undefined ? Number.POSITIVE_INFINITY : Number(braces[3]) };
}

/** A quantified group in which something varies: the classic way into catastrophic backtracking. */
function nestedRepetition(plain: string): boolean {
  const starts: number[] = [];
  for (let at = 0; at < plain.length; at += 1) {
    if (plain[at] === "(") starts.push(at);
    if (plain[at] !== ")") continue;
    const inner = plain.slice((starts.pop() ?? 0) + 1, at);
    const outer = quantifierOf(plain.slice(at + 1));
    const varies = /[*+|]|\{\d+,|[^(]\?/u.test(inner);
    if (outer !== undefined && outer.max > 1 && varies) return true;
  }
  return false;
}
