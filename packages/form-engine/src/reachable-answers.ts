import type { Answers } from "./definition.ts";
import { withoutGaps } from "./answer-path.ts";
import type { CompiledForm } from "./compiled-form.ts";
import { reach } from "./reach.ts";

/**
 * What is submitted: only values on reached steps in visible fields, without the marks of drafts, fixed values filled in.
 * Missing or wrong values are not its business (`checkAll`). `today` is `YYYY-MM-DD`.
 */
export function reachableAnswers(form: CompiledForm, answers: Answers, today: string): Answers {
  return withoutGaps(reach(form, answers, today).answers);
}
