import type { Logic } from "../definition.ts";
import { compileLogic } from "./compile-logic.ts";
import type { CompiledLogic } from "./scope.ts";
import { lookUp } from "./scope.ts";

const compiled = new WeakMap<object, CompiledLogic>();

function runnerOf(logic: Logic): CompiledLogic {
  if (logic === null || typeof logic !== "object") return () => logic;
  const known = compiled.get(logic);
  if (known !== undefined) return known;
  const { run, problems } = compileLogic(logic);
  if (problems.length > 0) throw new Error(`The condition cannot be evaluated: ${problems.join("; ")}.`);
  compiled.set(logic, run);
  return run;
}

/**
 * Evaluates JSON Logic over data. `data.$today` (`YYYY-MM-DD`) is today, `data.item` the current entry of a repeated group.
 * Whole numbers stay exact: a result outside the safe integers throws {@link InexactNumberError}; a missing operand gives null.
 * Throws an Error for an unknown operator.
 */
export function evaluate(logic: Logic, data: object): unknown {
  const today = lookUp(data, ["$today"]);
  return runnerOf(logic)({ root: data, item: lookUp(data, ["item"]), ...(typeof today === "string" ? { today } : {}) });
}
