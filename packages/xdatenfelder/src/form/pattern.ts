import { compilePattern } from "@kommunalportal/form-engine";
import type { Datenfeld } from "../model.ts";

/** Why a pattern from a foreign file must not run in the form, or undefined when it may: the form engine's own guard decides. */
export function patternProblem(pattern: string, maxLength: number): string | undefined {
  const checked = compilePattern(pattern, maxLength);
  return "problem" in checked ? "es ist kein gültiger Ausdruck oder könnte zu lange rechnen" : undefined;
}

/** Characters a text of the field may have where its pattern is checked; without a limit in the schema the form engine's own. */
export function longestText({ praezisierung: { maxLength } }: Datenfeld): number | undefined {
  return maxLength !== undefined && /^\d{1,9}$/.test(maxLength) ? Math.min(Number(maxLength), LONGEST_TEXT) : undefined;
}

/** The field's pattern where the form checks it. */
export function usablePattern(feld: Datenfeld): string | undefined {
  const { pattern } = feld.praezisierung;
  return pattern === undefined || patternProblem(pattern, longestText(feld) ?? 255) !== undefined ? undefined : pattern;
}

export const LONGEST_TEXT = 20_000;
