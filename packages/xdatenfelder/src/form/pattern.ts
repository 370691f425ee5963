import { compilePattern } from "@kommunalportal/form-engine";

/** Why a pattern from a foreign file must not run in the form, or undefined when it may: the form engine's own guard decides. */
export function patternProblem(pattern: string, maxLength: number): string | undefined {
  const checked = compilePattern(pattern, maxLength);
  return "problem" in checked ? "es ist kein gültiger Ausdruck oder könnte zu lange rechnen" : undefined;
}
