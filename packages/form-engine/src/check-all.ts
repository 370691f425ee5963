import type { Answers } from "./definition.ts";
import { checkStep } from "./check-nodes.ts";
import type { CompiledForm } from "./compiled-form.ts";
import type { StepError } from "./problems.ts";
import { reach } from "./reach.ts";

/**
 * Checks the whole form: reached steps, visible fields, rules. Empty means that the answers can be submitted.
 * The answers may come from anywhere; a value of the wrong type is an error like any other. `today` is `YYYY-MM-DD`.
 */
export function checkAll(form: CompiledForm, answers: Answers, today: string): readonly StepError[] {
  const reached = reach(form, answers, today);
  return reached.steps.flatMap((step) => checkStep(form, step, reached, today).map((error) => ({ ...error, stepId: step.id })));
}
