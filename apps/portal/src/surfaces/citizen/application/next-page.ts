import { checkAll, visibleSteps, type Answers, type CompiledForm } from "@kommunalportal/form-engine";
import type { Draft } from "#modules/applications";

/** Where the person goes on: the first step that was not answered rightly yet, else the check page. */
export function firstOpenStep(form: CompiledForm, draft: Pick<Draft, "answers">, day: string): string {
  return checkAll(form, draft.answers, day)[0]?.stepId ?? "pruefen";
}

/** The step after one, on the way that the answers lead; after the last one the check page. */
export function stepAfter(form: CompiledForm, step: string, answers: Answers, day: string): string {
  const steps = visibleSteps(form, answers, day);
  return steps[steps.findIndex(({ id }) => id === step) + 1]?.id ?? "pruefen";
}
