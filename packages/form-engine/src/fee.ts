import type { Answers, Logic } from "./definition.ts";
import { evaluate } from "./logic/evaluate.ts";

/**
 * The fee in integer cents. Throws when the result is not a non-negative safe integer: a fee that cannot be computed is a
 * fault of the service, never a fee of nothing. Give the reachable answers, so that a hidden field costs nothing.
 */
export function feeOf(logic: Logic, answers: Answers, today: string): number {
  const cents = evaluate(logic, { ...answers, $today: today });
  if (typeof cents !== "number" || !Number.isSafeInteger(cents) || cents < 0) throw new Error("The fee is not a whole number of cents.");
  return cents;
}
